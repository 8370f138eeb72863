#include "vouch/zonefile/record_lines.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch {

std::string RecordPlace::text() const {
  return line == 0 ? file : file + ':' + std::to_string(line);
}

RecordLines::RecordLines(const std::string& path, NameView origin, std::span<const Name> owners,
                         const std::function<void(std::uint64_t, std::uint64_t)>& progress)
    : files_{path} {
  struct stat status {};
  const bool is_again =
      path != "-" && ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  if (owners.empty() || !is_again) return;
  for (const Name& owner : owners) owners_[Name::lowered(owner).text()];
  read(path, origin, progress);
}

void RecordLines::read(const std::string& path, NameView origin,
                       const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  ZoneFileOptions options;
  options.origin = Name(origin);
  auto reader = ZoneFileReader::open(path, std::move(options));
  if (!reader.ok()) return;
  while (true) {
    const auto record = reader->next();
    if (progress) progress(reader->octets_done(), reader->octets_total());
    if (!record.ok()) continue;
    if (!record->has_value()) break;
    const auto owner = owners_.find(Name::lowered((*record)->owner).text());
    if (owner == owners_.end()) continue;
    const Line line{file_index((*record)->source), (*record)->line};
    owner->second.types.emplace((*record)->type, line);
    owner->second.types.emplace(any, line);
    if (const RRType type = (*record)->type;
        type == RRType::NS || type == RRType::MX || type == RRType::SRV) {
      const OctetView rdata = (*record)->rdata;
      owner->second.records.emplace(std::pair(type, Octets(rdata.begin(), rdata.end())), line);
    }
    if ((*record)->type != RRType::RRSIG) continue;
    const auto rrsig = rr::Rrsig::read((*record)->rdata);
    if (rrsig.ok())
      owner->second.signatures.emplace(std::pair(rrsig->type_covered, rrsig->key_tag), line);
  }
}

std::size_t RecordLines::file_index(std::string_view source) {
  if (files_.back() == source) return files_.size() - 1;
  const auto known = std::find(files_.begin(), files_.end(), source);
  const auto index = static_cast<std::size_t>(known - files_.begin());
  if (known == files_.end()) files_.emplace_back(source);
  return index;
}

const RecordLines::Owner* RecordLines::find(NameView name) const {
  const auto owner = owners_.find(Name::lowered(name).text());
  return owner == owners_.end() ? nullptr : &owner->second;
}

RecordPlace RecordLines::of(NameView name, RRType wanted) const {
  const Owner* const owner = find(name);
  for (const RRType type : {wanted, any}) {
    if (owner == nullptr) break;
    const auto line = owner->types.find(type);
    if (line != owner->types.end()) return place(line->second);
  }
  return {files_.front(), 0, 0};
}

RecordPlace RecordLines::of_record(NameView name, RRType type, OctetView rdata) const {
  const Owner* const owner = find(name);
  if (owner == nullptr || rdata.empty()) return of(name, type);
  const auto line = owner->records.find(std::pair(type, Octets(rdata.begin(), rdata.end())));
  return line == owner->records.end() ? of(name, type) : place(line->second);
}

RecordPlace RecordLines::of_signature(NameView name, RRType covered, std::uint16_t key_tag) const {
  const Owner* const owner = find(name);
  if (owner == nullptr) return of(name, covered);
  const auto line = owner->signatures.find({covered, key_tag});
  return line == owner->signatures.end() ? of(name, covered) : place(line->second);
}

}  // namespace vouch
