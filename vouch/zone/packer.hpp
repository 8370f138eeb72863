// Packer: packs nodes, which come in canonical order, into the chunks of a zone: puts RRSIGs with
// what they cover, fills in empty non-terminals, finds cuts and what they occlude (RFC 1034
// section 4.2, RFC 4592, RFC 6672). For vouch/zone only.
#pragma once

#include <optional>
#include <span>

#include "vouch/zone/chunk.hpp"

namespace vouch {

/// A record of a node that is packed; the owner is the node's.
struct PackedRecord {
  RRType type = RRType{0};
  Ttl ttl;
  OctetView rdata;
  bool of_mixed_ttls = false;  ///< it was in an RRset of mixed TTLs before
};

/// The type that an RRSIG covers; 0 where it is too short to say.
RRType covered_type(OctetView rrsig);

/// Whether a record is an NSEC3 or covers one: those stand apart from the names of the zone.
bool is_of_nsec3(const PackedRecord& record);

/// What makes up a zone: its nodes, and apart from them the owners of NSEC3.
struct PackedZone {
  std::vector<ChunkPtr> names;
  std::vector<ChunkPtr> nsec3;
};

/// One thread at a time. The views given must last until the call ends.
class Packer {
 public:
  Packer(NameView apex, RRClass rrclass) : apex_(apex), rrclass_(rrclass) {}

  /// Begins in the middle of a zone: behind the node `last`, and below `cover` where a delegation
  /// or DNAME covers the names that come. Nodes are spread evenly over chunks where `nodes` says
  /// how many will come.
  void resume(std::optional<Name> last, std::optional<Name> cover, std::size_t nodes);

  /// Adds a node with its records, at least one, sorted by type; of the names between the one
  /// before and this one, those with names below them become empty non-terminals. Errors: too_long
  /// (an RRset of more than 65535 records, a name with more than 1 GB).
  Result<void> add(NameView owner, std::span<const PackedRecord> records);
  /// Adds a node without RRsets, in its turn.
  Result<void> add_empty(NameView owner) { return add_name(owner, {}); }
  /// Adds the empty non-terminals above a name that follows, and not the name.
  Result<void> add_ancestors(NameView owner);

  PackedZone finish();

 private:
  struct Sequence {
    std::vector<ChunkPtr> chunks;
    std::shared_ptr<Chunk> open = std::make_shared<Chunk>();
  };

  Result<void> add_name(NameView owner, std::span<const PackedRecord> records);
  NodeKind kind_of(NameView owner, std::span<const PackedRecord> records);
  Result<void> add_node(Sequence& sequence, NameView owner, std::span<const PackedRecord> records,
                        NodeKind kind);
  Result<void> add_sets(Chunk& chunk, NameView owner, std::span<const PackedRecord> records);
  Result<void> add_set(Chunk& chunk, NameView owner, RRType type,
                       std::span<const PackedRecord> members,
                       std::span<const PackedRecord> signatures);
  std::uint32_t take_rdatas(std::span<const PackedRecord> records, bool& mixed);
  static void close(Sequence& sequence);

  Name apex_;
  RRClass rrclass_;
  Sequence names_;
  Sequence nsec3_;
  std::size_t nodes_per_chunk_ = Chunk::full_nodes;
  std::optional<Name> last_;
  std::optional<Name> cover_;  ///< the delegation or DNAME that occludes what is below it
  std::vector<OctetView> rdatas_;
  std::vector<PackedRecord> signatures_;  ///< of the node in hand, by the type covered
};

}  // namespace vouch
