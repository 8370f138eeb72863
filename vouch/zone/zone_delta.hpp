// ZoneDelta: the difference of two snapshots of a zone as sets of records, as IXFR and UPDATE carry
// it (RFC 1995, RFC 2136): finding it, and applying it to make a new snapshot.
//
// A new snapshot shares with the old one every chunk that no change touches, and of the others the
// nodes that don't change, so that applying costs about the size of the change. Does not sign:
// RRSIGs and denial records are records like any other.
#pragma once

#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch {

struct ZoneDelta {
  std::vector<Record> removed;
  std::vector<Record> added;

  bool empty() const { return removed.empty() && added.empty(); }
};

/// What makes `to` out of `from`, which have one apex; both lists are in zone order, RRSIGs behind
/// what they cover, NSEC3 last. A record whose TTL alone differs is removed and added. Chunks that
/// both share cost nothing.
ZoneDelta diff(const Zone& from, const Zone& to);

/// The snapshot with the change. Records to be removed are found by owner, type and RDATA; their
/// TTL is not looked at. What an RRset keeps has its TTL, and the lowest counts (RFC 2181 section
/// 5.2). Errors: bad_zone (a record to be removed is not there, one to be added is there or outside
/// of the zone, the result has no SOA or several), too_long.
Result<ZonePtr> apply(const Zone& zone, const ZoneDelta& delta);

}  // namespace vouch
