#include "authority/engine/zone_change.hpp"

#include <algorithm>

#include "vouch/rr/typed/dnssec.hpp"

namespace vouch::authority {
namespace {

std::optional<LapsedSignatures> lapsed(const ZoneNode& node, const ZoneRRset& set, Timestamp now) {
  std::optional<LapsedSignatures> found;
  for (const OctetView rdata : set.signatures.rdatas) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (!rrsig.ok()) continue;
    const Timestamp expiration = Timestamp::from_wire(rrsig->expiration, now);
    const Timestamp inception = Timestamp::from_wire(rrsig->inception, now);
    if (inception <= now && now <= expiration) return std::nullopt;
    const bool is_to_come = now < inception;
    const Timestamp time = is_to_come ? inception : expiration;
    if (!found || found->until < time)
      found = LapsedSignatures{Name(node.owner()), rrsig->type_covered, time, is_to_come};
  }
  return found;
}

std::optional<LapsedSignatures> find_lapsed(const ZoneWalk& nodes, Timestamp now) {
  for (const ZoneNode node : nodes) {
    for (std::size_t i = 0; i < node.rrset_count(); ++i) {
      if (auto found = lapsed(node, node.rrset(i), now)) return found;
    }
  }
  return std::nullopt;
}

bool are_same(const RRsetView& left, const RRsetView& right) {
  return left.ttl == right.ttl && std::ranges::equal(left.rdatas.packed(), right.rdatas.packed());
}

bool are_same(const ZoneNode& left, const ZoneNode& right) {
  if (left.is_shared_with(right)) return true;
  if (left.owner() != right.owner() || left.rrset_count() != right.rrset_count()) return false;
  for (std::size_t i = 0; i < left.rrset_count(); ++i) {
    const ZoneRRset one = left.rrset(i);
    const ZoneRRset other = right.rrset(i);
    if (one.rrset.type != other.rrset.type || !are_same(one.rrset, other.rrset) ||
        !are_same(one.signatures, other.signatures))
      return false;
  }
  return true;
}

bool are_same(const ZoneWalk& left, const ZoneWalk& right) {
  auto at = left.begin();
  auto other = right.begin();
  for (; at != left.end() && other != right.end(); ++at, ++other) {
    if (!are_same(*at, *other)) return false;
  }
  return at == left.end() && other == right.end();
}

}  // namespace

bool is_signed(const Zone& zone) {
  const auto soa = zone.find(zone.apex(), RRType::SOA);
  return soa && !soa->signatures.empty();
}

std::optional<LapsedSignatures> find_lapsed(const Zone& zone, Timestamp now) {
  auto found = find_lapsed(zone.nodes(), now);
  return found ? found : find_lapsed(zone.nsec3_nodes(), now);
}

bool have_same_content(const Zone& left, const Zone& right) {
  return left.record_count() == right.record_count() && are_same(left.nodes(), right.nodes()) &&
         are_same(left.nsec3_nodes(), right.nsec3_nodes());
}

}  // namespace vouch::authority
