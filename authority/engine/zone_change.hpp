// What a zone has lost, or changed in silence, when it comes back from its file: signatures that
// are gone or not in force, a serial that says nothing of a change (RFC 1982, RFC 4034
// section 3.1.5, RFC 9276 section 3.2 for iterations).
//
// Pure: two snapshots and the time. Verifies nothing, and decides nothing: what is served is for
// zone_loading.
#pragma once

#include "vouch/base/timestamp.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch::authority {

/// Whether the zone's SOA has a signature.
bool is_signed(const Zone& zone);

/// An RRset that has signatures, none of which is in force.
struct LapsedSignatures {
  Name owner;
  RRType type = RRType{0};
  Timestamp until;       ///< when the last of them ended, or begins
  bool is_yet_to_begin;  ///< their time is to come
};

/// The first RRset whose signatures are all out of their time, in the order of the zone, the NSEC3
/// records last; nothing where there is none.
std::optional<LapsedSignatures> find_lapsed(const Zone& zone, Timestamp now);

/// Whether both have the same records, with the same TTLs.
bool have_same_content(const Zone& left, const Zone& right);

}  // namespace vouch::authority
