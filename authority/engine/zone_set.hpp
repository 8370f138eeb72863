// ZoneSet: the zones that a server serves, found by longest match of a name (RFC 1034 section
// 4.3.2, step 2).
//
// An immutable snapshot, like the zones in it: a change makes a new set. Knows one class, IN.
#pragma once

#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch::authority {

/// A zone that is to be served; without its content where that could not be loaded.
struct ServedZone {
  Name apex;
  ZonePtr zone;
};

/// Any thread may read; finding a zone takes no lock and allocates nothing.
class ZoneSet {
 public:
  ZoneSet() = default;

  /// The set of the zones. Two zones of one name count as one: the later.
  explicit ZoneSet(std::vector<ServedZone> zones);

  /// The zone whose apex is the nearest ancestor of the name, or the name itself; null where there
  /// is none.
  const ServedZone* find(NameView name) const { return find_from(name, 0); }

  /// The zone whose apex is the nearest ancestor of the name but not the name itself: the parent's
  /// side of a zone cut at the name. Null where there is none.
  const ServedZone* find_above(NameView name) const { return find_from(name, 1); }

  /// The zone with exactly this apex, or null.
  const ServedZone* at(NameView apex) const;

  const std::vector<ServedZone>& zones() const { return zones_; }

 private:
  const ServedZone* find_from(NameView name, std::size_t skipped) const;

  std::vector<ServedZone> zones_;
  /// Indices into zones_ plus one, 0 where empty; open addressing, a power of two.
  std::vector<std::uint32_t> slots_;
  std::vector<bool> depths_;  ///< whether there is a zone with so many labels in its apex
};

}  // namespace vouch::authority
