#include "cli/zones.hpp"

#include <fmt/format.h>

#include "cli/options.hpp"

namespace vouch::cli {

ZonePtr load_zone_file(std::string_view subcommand, const std::string& path,
                       const std::optional<Name>& origin, const ErrorLimit& limit) {
  ZoneFileOptions options;
  if (origin) options.origin = *origin;
  auto reader = ZoneFileReader::open(path, std::move(options));
  if (!reader.ok()) {
    report(subcommand, reader.error());
    return nullptr;
  }
  LoadedZone loaded = load_zone(*reader, origin, limit.of_file());
  for (const Error& error : loaded.errors) report(subcommand, error);
  if (loaded.stopped_early) {
    report(subcommand,
           fmt::format("{}: stopped after {} errors; more were not looked for (--max-errors 0 "
                       "tells all)",
                       path, loaded.errors.size()));
  }
  // A zone file of relative names would become the root by accident.
  if (loaded.zone && !origin && loaded.zone->apex().is_root()) {
    report(subcommand, path +
                           ": the SOA stands at the root; name the zone by -o, also where it is "
                           "the root (-o .)");
    return nullptr;
  }
  return loaded.zone;
}

Result<std::optional<Name>> origin_of(const std::string& text) {
  if (text.empty()) return std::optional<Name>();
  VOUCH_TRY(Name name, Name::parse(text));
  return std::optional<Name>(std::move(name));
}

}  // namespace vouch::cli
