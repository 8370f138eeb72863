#include "cli/record_lines.hpp"

#include "vouch/zonefile/reader.hpp"

namespace vouch::cli {

RecordLines::RecordLines(const std::string& path, NameView origin, std::span<const Name> owners) {
  if (owners.empty() || path == "-") return;
  for (const Name& owner : owners) lines_[Name::lowered(owner).text()];
  ZoneFileOptions options;
  options.origin = Name(origin);
  auto reader = ZoneFileReader::open(path, std::move(options));
  while (reader.ok()) {
    const auto record = reader->next();
    if (!record.ok()) continue;
    if (!record->has_value()) break;
    const auto owner = lines_.find(Name::lowered((*record)->owner).text());
    if (owner == lines_.end()) continue;
    owner->second.emplace((*record)->type, (*record)->line);
    owner->second.emplace(any, (*record)->line);
  }
}

std::uint32_t RecordLines::of(NameView name, RRType wanted) const {
  const auto owner = lines_.find(Name::lowered(name).text());
  if (owner == lines_.end()) return 0;
  for (const RRType type : {wanted, any}) {
    const auto line = owner->second.find(type);
    if (line != owner->second.end()) return line->second;
  }
  return 0;
}

}  // namespace vouch::cli
