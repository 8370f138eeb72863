// ZoneAssembly: a Zone as the chunks that it is made of, for what makes snapshots out of others.
// For vouch/zone only.
#pragma once

#include "vouch/zone/packer.hpp"

namespace vouch {

class ZoneAssembly {
 public:
  /// A snapshot of these chunks, which are in order; the first node is the apex.
  static ZonePtr make(NameView apex, RRClass rrclass, PackedZone packed);

  static const std::vector<ChunkPtr>& names(const Zone& zone) { return zone.names_; }
  static const std::vector<ChunkPtr>& nsec3(const Zone& zone) { return zone.nsec3_; }

  /// The chunk that holds the name, or would hold it if it were there.
  static std::size_t chunk_of(const Zone& zone, const std::vector<ChunkPtr>& chunks,
                              NameView name) {
    const auto node = zone.at_or_before(chunks, name);
    return node ? node->chunk_index_ : 0;
  }
};

}  // namespace vouch
