#include "vouch/zone/zone_delta.hpp"

#include <algorithm>

#include "vouch/zone/delta_merge.hpp"
#include "vouch/zone/zone_assembly.hpp"

namespace vouch {
namespace {

void append_all(std::vector<Record>& to, RRsetView rrset) {
  for (const OctetView rdata : rrset.rdatas)
    to.push_back({Name(rrset.owner), rrset.type, rrset.rrclass, rrset.ttl,
                  Octets(rdata.begin(), rdata.end())});
}

// RDATA is in canonical order in both, so one pass finds what is in one only.
void compare(RRsetView from, RRsetView to, ZoneDelta& delta) {
  if (from.ttl != to.ttl || from.empty() || to.empty()) {
    append_all(delta.removed, from);
    append_all(delta.added, to);
    return;
  }
  const auto take = [](std::vector<Record>& list, const RRsetView& rrset, OctetView rdata) {
    list.push_back({Name(rrset.owner), rrset.type, rrset.rrclass, rrset.ttl,
                    Octets(rdata.begin(), rdata.end())});
  };
  auto left = from.rdatas.begin();
  auto right = to.rdatas.begin();
  while (left != from.rdatas.end() || right != to.rdatas.end()) {
    const int order = left == from.rdatas.end() ? 1
                      : right == to.rdatas.end()
                          ? -1
                          : compare_canonical_rdata(from.type, from.rrclass, *left, *right);
    if (order < 0) take(delta.removed, from, *left);
    if (order > 0) take(delta.added, to, *right);
    if (order <= 0) ++left;
    if (order >= 0) ++right;
  }
}

void compare(const ZoneRRset& from, const ZoneRRset& to, ZoneDelta& delta) {
  compare(from.rrset, to.rrset, delta);
  compare(from.signatures, to.signatures, delta);
}

void append_all(std::vector<Record>& to, const ZoneNode& node) {
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    append_all(to, node.rrset(i).rrset);
    append_all(to, node.rrset(i).signatures);
  }
}

void compare(const ZoneNode& from, const ZoneNode& to, ZoneDelta& delta) {
  std::size_t left = 0;
  std::size_t right = 0;
  while (left < from.rrset_count() || right < to.rrset_count()) {
    const bool only_left =
        right == to.rrset_count() ||
        (left < from.rrset_count() && from.rrset(left).rrset.type < to.rrset(right).rrset.type);
    const bool only_right =
        !only_left &&
        (left == from.rrset_count() || to.rrset(right).rrset.type < from.rrset(left).rrset.type);
    const ZoneRRset nothing{};
    compare(only_right ? nothing : from.rrset(left), only_left ? nothing : to.rrset(right), delta);
    if (!only_right) ++left;
    if (!only_left) ++right;
  }
}

void compare(const ZoneWalk& from, const ZoneWalk& to, ZoneDelta& delta) {
  auto left = from.begin();
  auto right = to.begin();
  while (left != from.end() || right != to.end()) {
    if (left != from.end() && right != to.end()) {
      if (left.skip_shared_chunk(right)) continue;
      if ((*left).is_shared_with(*right)) {
        ++left;
        ++right;
        continue;
      }
    }
    if (right == to.end() || (left != from.end() && (*left).owner() < (*right).owner())) {
      append_all(delta.removed, *left);
      ++left;
    } else if (left == from.end() || (*right).owner() < (*left).owner()) {
      append_all(delta.added, *right);
      ++right;
    } else {
      compare(*left, *right, delta);
      ++left;
      ++right;
    }
  }
}

}  // namespace

ZoneDelta diff(const Zone& from, const Zone& to) {
  ZoneDelta delta;
  compare(from.nodes(), to.nodes(), delta);
  compare(from.nsec3_nodes(), to.nsec3_nodes(), delta);
  return delta;
}

Result<ZonePtr> apply(const Zone& zone, const ZoneDelta& delta) {
  VOUCH_TRY(const DeltaByOwner changes, DeltaByOwner::sort(zone, delta));
  VOUCH_TRY(PackedZone packed, merge(zone, changes));
  ZonePtr result = ZoneAssembly::make(zone.apex(), zone.rrclass(), std::move(packed));
  const auto soa = result->find(zone.apex(), RRType::SOA);
  if (!soa || soa->rrset.size() != 1) {
    return fail(ErrorCode::bad_zone, "the change leaves " + zone.apex().text() +
                                         (soa ? " with several SOA records" : " without SOA"));
  }
  return result;
}

}  // namespace vouch
