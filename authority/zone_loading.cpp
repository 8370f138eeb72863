#include "authority/zone_loading.hpp"

#include <fmt/format.h>

#include "daemon/log.hpp"
#include "net/clock.hpp"
#include "vouch/zone/zone_load.hpp"

namespace vouch::authority {
namespace {

/// Above the highest number that RFC 5155 section 10.3 allows a zone, a query costs too much.
constexpr std::uint16_t most_iterations = 2500;

Result<void> check_cost(const Zone& zone, const std::string& name) {
  const auto chain = zone.nsec3_chain();
  if (!chain || chain->iterations == 0) return {};
  if (chain->iterations > most_iterations) {
    return fail(ErrorCode::bad_zone,
                fmt::format("{} NSEC3 iterations cost every negative answer as many hashes; sign "
                            "with 0 (RFC 9276)",
                            chain->iterations));
  }
  daemon::log_warning(fmt::format("{} NSEC3 iterations: many resolvers take such a zone for "
                                  "unsigned; sign with 0 (RFC 9276)",
                                  chain->iterations),
                      {{"zone", name}});
  return {};
}

void log_loaded(const Zone& zone, const std::string& name, std::uint64_t began_ms) {
  daemon::log_info(
      "zone loaded",
      {{"zone", name},
       {"serial", std::to_string(zone.serial().value)},
       {"records", std::to_string(zone.record_count())},
       {"memory", fmt::format("{}K", zone.octets_used() / 1024)},
       {"seconds",
        fmt::format("{:.3f}", static_cast<double>(net::monotonic_ms() - began_ms) / 1000)}});
}

/// Null where the zone can't be loaded; the log says why.
ZonePtr load(const ZoneConfig& config) {
  const std::string name = config.name.text();
  const std::uint64_t began_ms = net::monotonic_ms();
  ZoneFileOptions options;
  options.origin = config.name;
  auto reader = ZoneFileReader::open(config.file, std::move(options));
  if (!reader.ok()) {
    daemon::log_error(reader.error().message(), {{"zone", name}});
    return nullptr;
  }
  LoadedZone loaded = load_zone(*reader, config.name);
  for (const Error& error : loaded.errors) daemon::log_error(error.message(), {{"zone", name}});
  if (loaded.stopped_early)
    daemon::log_error("more errors were not looked for", {{"zone", name}, {"file", config.file}});
  if (!loaded.zone) return nullptr;
  const auto bearable = check_cost(*loaded.zone, name);
  if (!bearable.ok()) {
    daemon::log_error(bearable.error().message(), {{"zone", name}});
    return nullptr;
  }
  log_loaded(*loaded.zone, name, began_ms);
  return std::move(loaded.zone);
}

}  // namespace

LoadedZones load_zones(const std::vector<ZoneConfig>& configs, const ZoneSet& old) {
  LoadedZones loaded;
  std::vector<ServedZone> zones;
  for (const ZoneConfig& config : configs) {
    ServedZone zone{config.name, load(config)};
    if (!zone.zone) {
      ++loaded.problems;
      const ServedZone* before = old.at(config.name);
      const bool kept = before && before->zone;
      if (kept) zone.zone = before->zone;
      daemon::log_error(kept ? "zone not loaded; its old content is served on"
                             : "zone not loaded; queries for it get SERVFAIL",
                        {{"zone", config.name.text()}, {"file", config.file}});
    }
    zones.push_back(std::move(zone));
  }
  loaded.zones = ZoneSet(std::move(zones));
  return loaded;
}

}  // namespace vouch::authority
