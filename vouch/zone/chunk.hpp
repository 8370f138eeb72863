// Chunk: a run of neighbouring nodes of a zone, packed: one run of octets, and entries that are
// offsets into it.
//
// For vouch/zone only; others look through ZoneNode. Immutable once it is in a Zone, so that
// snapshots share it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch {

struct ChunkNode {
  std::uint64_t order = 0;  ///< name_order() of the owner
  std::uint32_t owner_at = 0;
  std::uint32_t first_set = 0;
  std::uint16_t set_count = 0;
  std::uint8_t owner_octets = 0;
  NodeKind kind = NodeKind::authoritative;
};

/// The packed RDATA of an RRset, then that of the RRSIGs that cover it.
struct ChunkSet {
  std::uint32_t rdata_at = 0;
  std::uint32_t rdata_octets = 0;
  std::uint32_t signature_octets = 0;
  std::uint32_t ttl = 0;
  std::uint32_t signature_ttl = 0;
  RRType type = RRType{0};
  std::uint16_t count = 0;
  std::uint16_t signature_count = 0;
  bool mixed_ttls = false;  ///< the records came with different TTLs
  bool mixed_signature_ttls = false;
};

struct Chunk {
  static constexpr std::size_t full_nodes = 256;
  static constexpr std::size_t full_octets = std::size_t{1} << 16;

  Octets octets;
  std::vector<ChunkNode> nodes;
  std::vector<ChunkSet> sets;

  NameView owner(std::size_t node) const {
    const ChunkNode& entry = nodes[node];
    return NameView::trusted(OctetView(octets).subspan(entry.owner_at, entry.owner_octets));
  }
  OctetView rdata(const ChunkSet& set) const {
    return OctetView(octets).subspan(set.rdata_at, set.rdata_octets);
  }
  OctetView signatures(const ChunkSet& set) const {
    return OctetView(octets).subspan(set.rdata_at + set.rdata_octets, set.signature_octets);
  }
  std::span<const ChunkSet> sets_of(const ChunkNode& node) const {
    return std::span(sets).subspan(node.first_set, node.set_count);
  }
  std::size_t octets_used() const {
    return octets.capacity() + nodes.capacity() * sizeof(ChunkNode) +
           sets.capacity() * sizeof(ChunkSet);
  }
};

using ChunkPtr = std::shared_ptr<const Chunk>;

}  // namespace vouch
