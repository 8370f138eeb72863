#include "authority/zone_loading.hpp"

#include <fmt/format.h>

#include "authority/engine/zone_change.hpp"
#include "daemon/log.hpp"
#include "net/clock.hpp"
#include "vouch/zone/zone_check.hpp"
#include "vouch/zone/zone_load.hpp"
#include "vouch/zonefile/record_lines.hpp"

namespace vouch::authority {
namespace {

/// Above the highest number that RFC 5155 section 10.3 allows a zone, a query costs too much.
constexpr std::uint16_t most_iterations = 2500;
/// Above this resolvers take a zone for unsigned, and others earlier (RFC 9276 section 3.2).
constexpr std::uint16_t borne_iterations = 50;
/// Findings of one zone that are told one by one.
constexpr std::size_t most_told = 20;

/// One zone on its way from its file into service, and what the log is told about it.
class ZoneLoading {
 public:
  ZoneLoading(const ZoneConfig& config, ZonePtr old)
      : config_(config), name_(config.name.text()), old_(std::move(old)) {}

  /// Null where what is in the file is not to be served.
  ZonePtr load();

 private:
  ZonePtr read();
  bool is_bearable(const Zone& zone) const;
  bool is_sound(const Zone& zone) const;
  bool has_its_signatures(const Zone& zone) const;
  void look_at_serial(const Zone& zone) const;

  void tell(std::string_view text) const { daemon::log_error(text, {{"zone", name_}}); }
  void warn(std::string_view text) const { daemon::log_warning(text, {{"zone", name_}}); }
  /// Says what speaks against the zone; whether it is served all the same.
  bool may_pass(const std::string& objection, std::string_view remedy) const;

  const ZoneConfig& config_;
  std::string name_;
  ZonePtr old_;
};

bool ZoneLoading::may_pass(const std::string& objection, std::string_view remedy) const {
  if (config_.force) {
    warn(objection + "; served all the same, by force");
  } else {
    tell(fmt::format("{}; {}, or set force for the zone", objection, remedy));
  }
  return config_.force;
}

ZonePtr ZoneLoading::read() {
  ZoneFileOptions options;
  options.origin = config_.name;
  auto reader = ZoneFileReader::open(config_.file, std::move(options));
  if (!reader.ok()) {
    tell(reader.error().message());
    return nullptr;
  }
  LoadedZone loaded = load_zone(*reader, config_.name);
  for (const Error& error : loaded.errors) tell(error.message());
  if (loaded.stopped_early)
    daemon::log_error("more errors were not looked for", {{"zone", name_}, {"file", config_.file}});
  return std::move(loaded.zone);
}

bool ZoneLoading::is_bearable(const Zone& zone) const {
  const auto chain = zone.nsec3_chain();
  if (!chain || chain->iterations == 0) return true;
  if (chain->iterations > most_iterations) {
    tell(
        fmt::format("{} NSEC3 iterations cost every negative answer as many hashes; sign with 0 "
                    "(RFC 9276)",
                    chain->iterations));
    return false;
  }
  warn(chain->iterations > borne_iterations
           ? fmt::format("{} NSEC3 iterations: resolvers take such a zone for unsigned; sign with "
                         "0 (RFC 9276)",
                         chain->iterations)
           : fmt::format("{} NSEC3 iterations make no zone safer, and some resolvers take it for "
                         "unsigned; sign with 0 (RFC 9276)",
                         chain->iterations));
  return true;
}

/// The errors of `vouch zone check`.
bool ZoneLoading::is_sound(const Zone& zone) const {
  const auto issues = check_zone(zone, most_told + 1, ZoneIssueSeverity::error);
  if (issues.empty()) return true;
  std::vector<Name> owners;
  for (const ZoneIssue& issue : issues) owners.push_back(issue.owner);
  const RecordLines lines(config_.file, zone.apex(), owners);
  for (std::size_t i = 0; i < std::min(issues.size(), most_told); ++i) {
    const std::string line =
        lines.of(issues[i].owner, issues[i].type).text() + ": " + issues[i].text();
    config_.force ? warn(line) : tell(line);
  }
  return may_pass(issues.size() > most_told ? "the zone has errors, and more than these"
                                            : "the zone has errors",
                  "mend the file (vouch zone check tells all)");
}

bool ZoneLoading::has_its_signatures(const Zone& zone) const {
  if (!is_signed(zone)) {
    return !old_ || !is_signed(*old_) ||
           may_pass(
               "the zone comes back without its signatures: resolvers that know its DS take "
               "it for bogus",
               "sign it");
  }
  const Timestamp now = net::now();
  const auto lapsed = find_lapsed(zone, now);
  if (!lapsed) return true;
  const std::string objection = fmt::format(
      "no signature of {} {} is in force, the last {} at {}: resolvers take it for bogus",
      lapsed->owner.text(), text(lapsed->type), lapsed->is_yet_to_begin ? "begins" : "ended",
      lapsed->until.iso());
  // What is served now may be no better; then nothing is gained by keeping it.
  if (old_ && is_signed(*old_) && !find_lapsed(*old_, now))
    return may_pass(objection, "sign the zone");
  warn(objection + "; sign the zone");
  return true;
}

void ZoneLoading::look_at_serial(const Zone& zone) const {
  if (!old_ || have_same_content(*old_, zone)) return;
  if (zone.serial() == old_->serial()) {
    warn(
        fmt::format("the content has changed and the serial {} has not: secondaries keep the old "
                    "content; raise the serial",
                    zone.serial().value));
  } else if (!(zone.serial() > old_->serial())) {
    warn(
        fmt::format("the serial goes back from {} to {}: secondaries keep the old content; raise "
                    "the serial (RFC 1982)",
                    old_->serial().value, zone.serial().value));
  }
}

ZonePtr ZoneLoading::load() {
  const std::uint64_t began_ms = net::monotonic_ms();
  ZonePtr zone = read();
  if (!zone || !is_bearable(*zone) || !is_sound(*zone) || !has_its_signatures(*zone))
    return nullptr;
  look_at_serial(*zone);
  daemon::log_info(
      "zone loaded",
      {{"zone", name_},
       {"serial", std::to_string(zone->serial().value)},
       {"records", std::to_string(zone->record_count())},
       {"memory", fmt::format("{}K", zone->octets_used() / 1024)},
       {"seconds",
        fmt::format("{:.3f}", static_cast<double>(net::monotonic_ms() - began_ms) / 1000)}});
  return zone;
}

}  // namespace

LoadedZones load_zones(const std::vector<ZoneConfig>& configs, const ZoneSet& old) {
  LoadedZones loaded;
  std::vector<ServedZone> zones;
  for (const ZoneConfig& config : configs) {
    const ServedZone* before = old.at(config.name);
    const ZonePtr kept = before ? before->zone : nullptr;
    ServedZone zone{config.name, ZoneLoading(config, kept).load()};
    if (!zone.zone) {
      ++loaded.problems;
      zone.zone = kept;
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
