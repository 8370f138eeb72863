// ZoneAssembly: a Zone as the chunks that it is made of, for what makes snapshots out of others.
// For vouch/zone only.
#pragma once

#include "vouch/zone/packed/packer.hpp"

namespace vouch {

class ZoneAssembly {
 public:
  /// A snapshot of these chunks, which are in order; the first node is the apex.
  static ZonePtr make(NameView apex, RRClass rrclass, PackedZone packed);

  static const std::vector<ChunkPtr>& chunks(const Zone& zone, ZonePart part) {
    return part == ZonePart::names ? zone.names_ : zone.nsec3_;
  }

  /// Where a name is, or the last node before it; the first node where there is none.
  struct Position {
    std::size_t chunk = 0;
    std::size_t node = 0;
    bool exact = false;
  };
  static Position position_of(const Zone& zone, ZonePart part, NameView name) {
    const auto node = zone.at_or_before(chunks(zone, part), name);
    if (!node) return {};
    return {node->chunk_index_, node->node_index_, node->owner() == name};
  }
};

}  // namespace vouch
