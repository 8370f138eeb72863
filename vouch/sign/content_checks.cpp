#include "vouch/sign/content_checks.hpp"

#include <unordered_set>

#include "vouch/rr/typed/zone.hpp"
#include "vouch/sign/zonemd.hpp"

namespace vouch {
namespace {

constexpr std::uint8_t simple_scheme = 1;

using NameSet = std::unordered_set<Name, NameHash, NameEqual>;

void complain(ZoneReport& report, FindingCode code, NameView owner, RRType type,
              std::string detail = {}) {
  report.findings.push_back({code, Name(owner), type, {}, std::move(detail)});
}

bool has_address(const Zone& zone, NameView name) {
  return zone.find(name, RRType::A).has_value() || zone.find(name, RRType::AAAA).has_value();
}

// Name servers of a node; those below a delegation of theirs need an address in this zone.
void check_servers(const Zone& zone, const ZoneNode& node, NameSet& servers, ZoneReport& report) {
  const auto set = node.find(RRType::NS);
  if (!set) return;
  for (const OctetView rdata : set->rrset.rdatas) {
    const auto target = rr::read_target(rdata);
    if (!target.ok()) continue;
    servers.insert(Name(*target));
    if (node.kind() == NodeKind::delegation && target->is_at_or_below(node.owner()) &&
        !has_address(zone, *target)) {
      complain(report, FindingCode::missing_glue, node.owner(), RRType::NS, target->text());
    }
  }
}

void check_occluded(const ZoneNode& node, const NameSet& servers, ZoneReport& report) {
  const bool needed = servers.find(Name(node.owner())) != servers.end();
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const RRsetView rrset = node.rrset(i).rrset;
    const bool is_address = rrset.type == RRType::A || rrset.type == RRType::AAAA;
    if (!rrset.empty() && (!is_address || !needed))
      complain(report, FindingCode::orphan_glue, node.owner(), rrset.type);
  }
}

Result<void> check_zonemd(const Zone& zone, ZoneReport& report) {
  const auto set = zone.find(zone.apex(), RRType::ZONEMD);
  if (!set) return {};
  bool checked = false;
  bool matched = false;
  for (const OctetView rdata : set->rrset.rdatas) {
    const auto zonemd = rr::Zonemd::read(rdata);
    const bool known = zonemd.ok() && zonemd->scheme == simple_scheme &&
                       (zonemd->hash_algorithm == 1 || zonemd->hash_algorithm == 2);
    if (!known) continue;
    checked = true;
    if (!(zonemd->serial == zone.serial())) continue;
    VOUCH_TRY(const Octets digest,
              zone_digest(zone, static_cast<ZonemdHash>(zonemd->hash_algorithm)));
    matched = matched || equal_octets(digest, zonemd->digest);
  }
  report.zonemd_checked = checked;
  if (!checked) complain(report, FindingCode::zonemd_unsupported, zone.apex(), RRType::ZONEMD);
  if (checked && !matched)
    complain(report, FindingCode::zonemd_mismatch, zone.apex(), RRType::ZONEMD);
  return {};
}

}  // namespace

Result<void> check_content(const Zone& zone, ZoneReport& report) {
  NameSet servers;
  for (const ZoneNode node : zone.nodes()) {
    if (node.kind() == NodeKind::occluded) continue;
    check_servers(zone, node, servers, report);
    if (node.kind() != NodeKind::delegation && node.has(RRType::DS)) {
      complain(report, FindingCode::ds_not_at_cut, node.owner(), RRType::DS);
    }
  }
  for (const ZoneNode node : zone.nodes()) {
    if (node.kind() == NodeKind::occluded) check_occluded(node, servers, report);
  }
  return check_zonemd(zone, report);
}

}  // namespace vouch
