// Block: a run of neighbouring nodes of a zone in one piece of memory: entries in canonical order,
// then the octets of each node: its owner, a table of its RRsets, and their RDATA.
//
// A table entry takes 12 octets, and 24 in the rare node that is large, has RRsets of mixed TTLs,
// or RRSIGs with other TTLs than what they cover. Offsets count from the node's first octet, so
// that a node can be copied as it is. For vouch/zone only. Immutable, so that snapshots share it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch {

struct BlockNode {
  std::uint64_t order = 0;  ///< name_order() of the owner
  std::uint32_t at = 0;     ///< in the octets of the block
  std::uint16_t set_count = 0;
  std::uint8_t owner_octets = 0;
  std::uint8_t kind : 7 = 0;
  std::uint8_t wide : 1 = 0;  ///< its table has entries of 24 octets
};

/// One RRset and the RRSIGs that cover it, either of which may be absent; packed as RdataRange has
/// it.
struct PackedSet {
  RRType type = RRType{0};
  std::uint16_t count = 0;
  std::uint16_t signature_count = 0;
  bool mixed_ttls = false;  ///< the records came with different TTLs
  bool mixed_signature_ttls = false;
  std::uint32_t ttl = 0;
  std::uint32_t signature_ttl = 0;
  OctetView rdata;
  OctetView signatures;
};

/// How many records and RRsets there are in some nodes.
struct RecordCounts {
  std::uint32_t records = 0;
  std::uint32_t rrsets = 0;

  RecordCounts& operator+=(RecordCounts other) {
    records += other.records;
    rrsets += other.rrsets;
    return *this;
  }
  RecordCounts& operator-=(RecordCounts other) {
    records -= other.records;
    rrsets -= other.rrsets;
    return *this;
  }
};

class Block {
 public:
  std::size_t size() const { return size_; }
  const BlockNode& node(std::size_t i) const { return nodes_of(memory_.get())[i]; }
  NameView owner(const BlockNode& node) const {
    return NameView::trusted({octets_ + node.at, node.owner_octets});
  }
  RRType set_type(const BlockNode& node, std::size_t i) const;
  PackedSet set(const BlockNode& node, std::size_t i) const;
  bool holds(const BlockNode& node, RRType type) const;  ///< records, and not only RRSIGs for it
  RecordCounts counts(const BlockNode& node) const;
  /// All octets of the node.
  OctetView octets(const BlockNode& node) const;
  /// Of memory.
  std::size_t octets_used() const { return memory_octets_ + sizeof(Block) + 2 * sizeof(void*); }

 private:
  friend class BlockDraft;
  static const BlockNode* nodes_of(const std::uint8_t* memory) {
    return reinterpret_cast<const BlockNode*>(memory);
  }

  std::unique_ptr<std::uint8_t[]> memory_;
  const std::uint8_t* octets_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t memory_octets_ = 0;
};

/// An RRset to be packed: distinct RDATA in canonical order.
struct DraftSet {
  RRType type = RRType{0};
  std::uint32_t first = 0;  ///< of its RDATA among those given; those of its RRSIGs follow
  std::uint32_t count = 0;
  std::uint32_t signature_count = 0;
  std::uint32_t ttl = 0;
  std::uint32_t signature_ttl = 0;
  bool mixed_ttls = false;
  bool mixed_signature_ttls = false;
};

/// A block that grows. One thread at a time.
class BlockDraft {
 public:
  std::size_t size() const { return nodes_.size(); }
  std::size_t octets() const { return octets_.size(); }

  /// Adds a node with its RRsets, ascending by type; `order` is its name_order(). Errors: too_long
  /// (an RRset of more than 65535 records, or 65536 RRsets, or a name with more than 1 GB).
  Result<void> add(NameView owner, std::uint64_t order, NodeKind kind,
                   std::span<const DraftSet> sets, std::span<const OctetView> rdatas);
  /// Adds a node of another block as it is, but for its kind.
  void copy(const Block& block, const BlockNode& node, NodeKind kind);

  /// The block; the draft is empty then, and keeps its room for the next.
  std::shared_ptr<const Block> finish();

 private:
  void add_narrow_table(std::span<const DraftSet> sets, std::span<const OctetView> rdatas,
                        std::size_t start);
  void add_wide_table(std::span<const DraftSet> sets, std::span<const OctetView> rdatas,
                      std::size_t start);

  std::vector<BlockNode> nodes_;
  Octets octets_;
};

}  // namespace vouch
