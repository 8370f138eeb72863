#include "lab/lab_files.hpp"

#include <algorithm>
#include <filesystem>

#include "lab/lab_configs.hpp"
#include "vouch/base/file.hpp"
#include "vouch/sign/sign_zone.hpp"
#include "vouch/zone/zone_builder.hpp"
#include "vouch/zone/zone_records.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::lab {
namespace {

constexpr std::int64_t day = 86400;

/// Where a zone stands among the others while it is made.
class Builder {
 public:
  Builder(const LabPlace& place, const std::vector<LabZone>& zones)
      : place_(place), zones_(zones) {}

  Result<void> run(const std::function<Result<void>(const std::string&)>& progress);

 private:
  Result<void> make_keys(const LabZone& zone);
  Result<std::vector<Record>> records_of(const LabZone& zone) const;
  Result<std::vector<Record>> delegations_in(const Name& parent) const;
  const LabZone* parent_of(const Name& apex) const;
  Result<void> make_zone(const LabZone& zone);
  Result<ZoneDraft> sign(const LabZone& zone, std::vector<Record> records) const;
  Result<void> write_zone(const ZoneDraft& draft, LabServer server) const;
  SignatureSpan span() const { return {place_.now.plus(-3600), place_.now.plus(30 * day)}; }

  const LabPlace& place_;
  const std::vector<LabZone>& zones_;
  std::map<Name, std::vector<KeyPair>> keys_;
  std::map<Name, std::vector<Record>> ds_;  ///< of finished zones
};

Result<std::vector<Record>> parse(const std::string& text, const Name& apex) {
  ZoneFileOptions options;
  options.origin = apex;
  options.default_ttl = Ttl{3600};
  auto reader = ZoneFileReader::from_text(text, apex.text(), std::move(options));
  ParsedFile file = read_all(reader);
  if (!file.errors.empty()) return file.errors.front();
  return std::move(file.records);
}

std::string ns_name(const std::string& label, const std::string& apex) {
  return apex == "." ? label + "." : label + "." + apex;
}

// The name servers of a zone with their addresses, as the zone and its parent have them.
std::string servers_text(const LabZone& zone) {
  const std::string first = ns_name("ns", zone.apex);
  std::string text =
      zone.apex + " NS " + first + "\n" + first + " A " + address_of(zone.server) + "\n";
  if (!zone.has_second_server) return text;
  const std::string second = ns_name("ns2", zone.apex);
  return text + zone.apex + " NS " + second + "\n" + second + " A " +
         address_of(LabServer::second) + "\n";
}

Result<ZonePtr> build(const Name& apex, const std::vector<Record>& records) {
  ZoneBuilder builder(apex);
  for (const Record& record : records) VOUCH_CHECK(builder.add(record));
  return builder.build();
}

Result<Name> parse_apex(const LabZone& zone) { return Name::parse(zone.apex); }

Result<void> Builder::make_keys(const LabZone& zone) {
  VOUCH_TRY(const Name apex, parse_apex(zone));
  std::vector<KeyPair>& pairs = keys_[apex];
  if (!zone.is_signed) return {};
  for (const std::uint16_t flags : {std::uint16_t{257}, std::uint16_t{256}}) {
    VOUCH_TRY(KeyPair pair, make_key_pair(place_.path("keys"),
                                          {apex, zone.algorithm, 0, flags, place_.now.seconds}));
    pairs.push_back(std::move(pair));
  }
  return {};
}

const LabZone* Builder::parent_of(const Name& apex) const {
  for (Name above = apex.parent();; above = above.parent()) {
    for (const LabZone& each : zones_) {
      const auto name = parse_apex(each);
      if (name.ok() && *name == above) return &each;
    }
    if (above.is_root()) return nullptr;
  }
}

// NS, addresses and DS of the zones right below.
Result<std::vector<Record>> Builder::delegations_in(const Name& parent) const {
  std::vector<Record> records;
  for (const LabZone& each : zones_) {
    VOUCH_TRY(const Name apex, parse_apex(each));
    const LabZone* above = apex.is_root() ? nullptr : parent_of(apex);
    if (above == nullptr) continue;
    VOUCH_TRY(const Name above_apex, parse_apex(*above));
    if (!(above_apex == parent)) continue;
    VOUCH_TRY(auto more, parse(servers_text(each), Name()));
    records.insert(records.end(), more.begin(), more.end());
    const auto ds = ds_.find(apex);
    if (ds != ds_.end()) records.insert(records.end(), ds->second.begin(), ds->second.end());
  }
  return records;
}

Result<std::vector<Record>> Builder::records_of(const LabZone& zone) const {
  VOUCH_TRY(const Name apex, parse_apex(zone));
  const std::string soa = zone.apex + " SOA " + ns_name("ns", zone.apex) + " " +
                          ns_name("hostmaster", zone.apex) + " 2026010101 7200 3600 1209600 300\n";
  VOUCH_TRY(auto records, parse(soa + servers_text(zone) + zone.text, apex));
  VOUCH_TRY(auto more, delegations_in(apex));
  records.insert(records.end(), more.begin(), more.end());
  return records;
}

Result<ZoneDraft> Builder::sign(const LabZone& zone, std::vector<Record> records) const {
  VOUCH_TRY(const Name apex, parse_apex(zone));
  const std::vector<KeyPair>& keys = keys_.at(apex);
  if (!zone.is_signed) return ZoneDraft(apex, std::move(records), keys, span());
  VOUCH_TRY(const ZonePtr built, build(apex, records));
  SignPolicy policy;
  policy.now = place_.now;
  policy.span = span();
  policy.denial = zone.denial;
  policy.opt_out = zone.opt_out;
  policy.iterations = zone.iterations;
  VOUCH_TRY(const SignedZone made, sign_zone(*built, keys, policy));
  return ZoneDraft(apex, zone_records(*made.zone), keys, span());
}

Result<void> Builder::write_zone(const ZoneDraft& draft, LabServer server) const {
  std::string text;
  std::vector<Record> records = draft.records();
  const auto soa = std::find_if(records.begin(), records.end(),
                                [](const Record& each) { return each.type == RRType::SOA; });
  if (soa != records.end()) std::rotate(records.begin(), soa, soa + 1);
  for (const Record& each : records) text += each.text() + "\n";
  return write_file(place_.path(zone_file(draft.apex().text(), server)), text);
}

Result<void> Builder::make_zone(const LabZone& zone) {
  VOUCH_TRY(auto records, records_of(zone));
  VOUCH_TRY(ZoneDraft draft, sign(zone, std::move(records)));
  const ZoneDraft unbroken = draft;
  if (zone.breakage != nullptr) zone.breakage(draft);
  if (zone.is_signed)
    ds_[draft.apex()] = zone.ds != nullptr
                            ? zone.ds(draft)
                            : std::vector<Record>{ds_record(draft, DigestType::sha256)};
  VOUCH_CHECK(write_zone(draft, zone.server));
  if (!zone.has_second_server) return {};
  ZoneDraft copy = unbroken;
  if (zone.second_breakage != nullptr) zone.second_breakage(copy);
  return write_zone(copy, LabServer::second);
}

Result<void> Builder::run(const std::function<Result<void>(const std::string&)>& progress) {
  std::vector<const LabZone*> deepest_first;
  for (const LabZone& each : zones_) {
    deepest_first.push_back(&each);
    VOUCH_CHECK(make_keys(each));
  }
  const auto depth = [](const LabZone* zone) {
    return zone->apex == "." ? 0 : std::count(zone->apex.begin(), zone->apex.end(), '.');
  };
  std::stable_sort(
      deepest_first.begin(), deepest_first.end(),
      [&](const LabZone* left, const LabZone* right) { return depth(left) > depth(right); });
  for (const LabZone* each : deepest_first) {
    VOUCH_CHECK(progress(each->apex));
    VOUCH_CHECK(make_zone(*each));
  }
  const ZoneDraft root(Name(), {}, keys_.at(Name()), span());
  for (const auto& [name, text] : lab_configs(place_, zones_, ds_record(root, DigestType::sha256)))
    VOUCH_CHECK(write_file(place_.path(name), text));
  return {};
}

}  // namespace

std::string address_of(LabServer server) {
  switch (server) {
    case LabServer::root: return "127.53.0.1";
    case LabServer::tlds: return "127.53.0.2";
    case LabServer::zones: return "127.53.0.3";
    case LabServer::second: return "127.53.0.4";
    case LabServer::nothing: return "127.53.0.99";
  }
  return {};
}

std::vector<LabServer> servers_with_zones() {
  return {LabServer::root, LabServer::tlds, LabServer::zones, LabServer::second};
}

std::string name_of(LabServer server) {
  switch (server) {
    case LabServer::root: return "root";
    case LabServer::tlds: return "tlds";
    case LabServer::zones: return "zones";
    case LabServer::second: return "second";
    case LabServer::nothing: return "nothing";
  }
  return {};
}

Result<void> write_lab(const LabPlace& place, const std::vector<LabZone>& zones,
                       const std::function<Result<void>(const std::string&)>& progress) {
  std::error_code error;
  for (const char* folder : {"keys", "zones", "logs"}) {
    std::filesystem::create_directories(place.path(folder), error);
    if (error)
      return fail(ErrorCode::file_failure, "can't make the folder: " + error.message())
          .at(place.path(folder));
  }
  return Builder(place, zones).run(progress);
}

}  // namespace vouch::lab
