// Merging a change into the chunks of a zone: chunks that it does not touch are taken over as they
// are. For vouch/zone only.
#pragma once

#include "vouch/zone/packed/packer.hpp"
#include "vouch/zone/zone_delta.hpp"

namespace vouch {

/// What a change does to one owner; views of the delta, in the order of types and RDATA.
struct OwnerChange {
  NameView owner;
  std::vector<PackedRecord> removed;
  std::vector<PackedRecord> added;

  /// Whether names below it may become occluded, or be so no longer.
  bool touches_cover(const Zone& zone) const;
};

/// A change by owners in canonical order, those of NSEC3 apart.
struct DeltaByOwner {
  std::vector<OwnerChange> names;
  std::vector<OwnerChange> nsec3;

  /// Errors: bad_zone (an owner outside of the zone, another class).
  static Result<DeltaByOwner> sort(const Zone& zone, const ZoneDelta& delta);
};

/// The chunks of the zone with the change. Errors: bad_zone, too_long.
Result<PackedZone> merge(const Zone& zone, const DeltaByOwner& changes);

}  // namespace vouch
