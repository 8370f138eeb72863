#include "cli/zones.hpp"

#include <fmt/format.h>

#include "cli/options.hpp"

namespace vouch::cli {

namespace {

LoadedZone load(const std::string& path, const std::optional<Name>& origin, LoadOptions load) {
  LoadedZone failed;
  ZoneFileOptions options;
  if (origin) options.origin = *origin;
  auto reader = ZoneFileReader::open(path, std::move(options));
  if (!reader.ok()) {
    failed.errors.push_back(std::move(reader).error());
    return failed;
  }
  Progress progress("reading " + path, reader->octets_total());
  load.progress = [&] { progress.update(reader->octets_done()); };
  LoadedZone loaded = load_zone(*reader, origin, load);
  // A zone file of relative names would become the root by accident.
  if (loaded.zone && !origin && loaded.zone->apex().is_root()) {
    loaded.zone.reset();
    loaded.errors.push_back(
        fail(ErrorCode::bad_zone,
             "the SOA stands at the root; name the zone by -o, also where it is "
             "the root (-o .)")
            .at(path));
  }
  return loaded;
}

}  // namespace

std::string stopped_text(const std::string& path, std::size_t errors) {
  return fmt::format(
      "{}: stopped after {} errors; more were not looked for (--max-errors 0 tells all)", path,
      errors);
}

ZonePtr load_zone_file(std::string_view subcommand, const std::string& path,
                       const std::optional<Name>& origin, const ErrorLimit& limit) {
  const LoadedZone loaded = load(path, origin, {limit.of_file(), false, {}});
  for (const Error& error : loaded.errors) report(subcommand, error);
  if (loaded.stopped_early) report(subcommand, stopped_text(path, loaded.errors.size()));
  return loaded.zone;
}

LookedAt look_at_zone_file(const std::string& path, const std::optional<Name>& origin,
                           const ErrorLimit& limit) {
  LoadedZone loaded = load(path, origin, {limit.of_file(), true, {}});
  return {std::move(loaded.zone), std::move(loaded.errors), loaded.stopped_early};
}

Result<std::optional<Name>> origin_of(const std::string& text) {
  if (text.empty()) return std::optional<Name>();
  VOUCH_TRY(Name name, Name::parse(text));
  return std::optional<Name>(std::move(name));
}

}  // namespace vouch::cli
