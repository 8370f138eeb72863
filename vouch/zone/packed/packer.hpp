// Packer: packs nodes, which come in canonical order, into the chunks of a zone: puts RRSIGs with
// what they cover, fills in empty non-terminals, finds cuts and what they occlude (RFC 1034
// section 4.2, RFC 4592, RFC 6672). For vouch/zone only.
#pragma once

#include <optional>

#include "vouch/zone/packed/chunk.hpp"

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
inline bool is_of_nsec3(RRType type, OctetView rdata) {
  return type == RRType::NSEC3 || (type == RRType::RRSIG && covered_type(rdata) == RRType::NSEC3);
}

/// The names of a zone, or the owners of its NSEC3, which stand apart.
enum class ZonePart : std::uint8_t { names, nsec3 };

/// What makes up a zone.
struct PackedZone {
  std::vector<ChunkPtr> names;
  std::vector<ChunkPtr> nsec3;
};

/// A name kept without allocation.
class KeptName {
 public:
  bool empty() const { return size_ == 0; }
  NameView view() const { return NameView::trusted({octets_, size_}); }
  void keep(NameView name);
  void forget() { size_ = 0; }

 private:
  std::uint8_t octets_[NameView::max_octets];
  std::uint8_t size_ = 0;
};

/// One thread at a time. The views given must last until the call ends.
class Packer {
 public:
  Packer(NameView apex, RRClass rrclass, ZonePart part)
      : apex_(apex), rrclass_(rrclass), part_(part) {}

  /// Begins in the middle of a zone: behind the node `last`, and below `cover` where a delegation
  /// or DNAME covers the names that come; nothing for either where there is none.
  void resume(std::optional<NameView> last, std::optional<NameView> cover);
  /// Nodes are spread evenly over chunks for as many to come; without this, chunks are full.
  void spread(std::size_t nodes);
  /// All that comes goes into one block, which take_open() gives.
  void keep_open();

  /// Adds a node with its records, in any order, which the call sorts; of the names between the one
  /// before and this one, those with names below them become empty non-terminals. Of records that
  /// are the same, one is kept. Errors: too_long (an RRset of more than 65535 records, a name with
  /// more than 1 GB).
  Result<void> add(NameView owner, std::span<PackedRecord> records);
  /// Adds a node without RRsets, in its turn.
  Result<void> add_empty(NameView owner) { return add(owner, {}); }
  /// Adds the empty non-terminals above a name that follows, and not the name.
  Result<void> add_ancestors(NameView owner);
  /// Adds a node of another block that has RRsets, as add() would.
  Result<void> copy(Chunk::Spot spot);
  /// Adds a node of another block as it is; neither it nor what follows is looked at.
  void copy_unseen(Chunk::Spot spot) { draft_.copy(*spot.block, *spot.node, spot.kind()); }

  /// Nodes in the block that is open.
  std::size_t open_nodes() const { return draft_.size(); }
  /// These as a block that stands alone; null where there are none.
  std::shared_ptr<const Block> take_open();
  std::vector<ChunkPtr> finish();

 private:
  NodeKind kind_of(NameView owner, bool has_ns, bool has_dname, bool is_empty);
  void make_room();
  void sort(std::span<PackedRecord> records);
  void plan_sets(std::span<const PackedRecord> records);
  std::uint32_t plan_rdatas(std::span<const PackedRecord> records, bool& mixed,
                            std::uint32_t& count);

  Name apex_;
  RRClass rrclass_;
  ZonePart part_;
  BlockDraft draft_;
  std::vector<ChunkPtr> chunks_;
  std::size_t nodes_per_chunk_ = Chunk::full_nodes;
  std::size_t octets_per_chunk_ = Chunk::full_octets;
  KeptName last_;
  KeptName cover_;  ///< the delegation or DNAME that occludes what is below it
  std::vector<DraftSet> sets_;
  std::vector<OctetView> rdatas_;
};

}  // namespace vouch
