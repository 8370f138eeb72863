#include "cli/records.hpp"

#include "cli/terminal.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::cli {

Result<std::vector<Record>> read_records(const std::string& path, const Name& origin) {
  ZoneFileOptions options;
  options.origin = origin;
  options.any_class = true;
  options.default_ttl = Ttl{0};
  VOUCH_TRY(ZoneFileReader reader, ZoneFileReader::open(path, std::move(options)));
  Progress progress("reading " + path, reader.octets_total());
  std::vector<Record> records;
  while (true) {
    VOUCH_TRY(const auto record, reader.next());
    if (!record) return records;
    records.push_back(record->to_record());
    progress.update(reader.octets_done());
  }
}

}  // namespace vouch::cli
