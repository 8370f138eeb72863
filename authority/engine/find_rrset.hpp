// find_rrset(): an RRset of a node that has records; a zone may hold signatures of types that it
// has not.
#pragma once

#include "vouch/zone/zone.hpp"

namespace vouch::authority {

inline std::optional<ZoneRRset> find_rrset(const ZoneNode& node, RRType type) {
  auto set = node.find(type);
  if (set && set->rrset.empty()) set.reset();
  return set;
}

}  // namespace vouch::authority
