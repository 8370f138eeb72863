// Zone: an immutable snapshot of one zone: nodes in canonical order, each with its RRsets and their
// RRSIGs, packed (RFC 1034 section 4.2, RFC 4034 section 6.1, RFC 4592 for empty non-terminals and
// wildcards).
//
// Readers hold a shared_ptr<const Zone>; ZoneBuilder makes a snapshot, and ZoneDelta one that
// shares with another what did not change. Looking up takes no lock and allocates nothing. The
// NSEC3 records stand apart in hash order, since their owners are no names of the zone (RFC 5155
// section 7.2.8). Does no DNSSEC; answers are made in authority/engine.
#pragma once

#include <iterator>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "vouch/base/serial.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {

class Zone;
class Block;
class Chunk;
struct BlockNode;
using ZonePtr = std::shared_ptr<const Zone>;

/// An RRset of a zone with the RRSIGs that cover it (empty where unsigned). Where a zone holds
/// RRSIGs for a type that is absent, `rrset` is empty.
struct ZoneRRset {
  RRsetView rrset;
  RRsetView signatures;
  bool mixed_ttls =
      false;  ///< the records, or the RRSIGs, came with different TTLs; the lowest is kept
};

/// What kind of place a node is (RFC 1034 section 4.2, RFC 9499 section 7).
enum class NodeKind : std::uint8_t {
  authoritative,  ///< apex included
  delegation,     ///< holds NS below the apex: the parent side of a zone cut
  occluded,       ///< below a delegation or a DNAME: glue, or data that is never answered
  empty,          ///< an empty non-terminal: no RRset of its own, names below it
};

/// A node of a zone; lasts as long as the Zone.
class ZoneNode {
 public:
  NameView owner() const;
  NodeKind kind() const;
  bool is_apex() const;
  bool is_wildcard() const { return owner().is_wildcard(); }
  /// Whether both are one node that their snapshots share.
  bool is_shared_with(const ZoneNode& other) const { return node_ == other.node_; }
  /// Whether `*.owner` exists.
  bool has_wildcard_child() const;

  std::size_t rrset_count() const;
  ZoneRRset rrset(std::size_t i) const;  ///< ascending by type; RRSIGs are not among them
  std::optional<ZoneRRset> find(RRType type) const;
  bool has(RRType type) const;

 private:
  friend class Zone;
  friend class ZoneAssembly;
  friend class ZoneWalk;
  ZoneNode(const Zone& zone, const Chunk& chunk, std::size_t chunk_index, std::size_t node_index);

  const Zone* zone_;
  const Block* block_;
  const BlockNode* node_;
  std::uint32_t chunk_index_;
  std::uint32_t node_index_;
};

/// Nodes in their order, for range-for.
class ZoneWalk {
 public:
  class Iterator {
   public:
    using value_type = ZoneNode;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using pointer = const ZoneNode*;
    using reference = ZoneNode;

    Iterator(const ZoneWalk& walk, std::uint32_t chunk, std::uint32_t node)
        : walk_(&walk), chunk_(chunk), node_(node) {}
    ZoneNode operator*() const;
    Iterator& operator++();
    /// Where both stand at the start of one chunk that their snapshots share: moves both behind it.
    bool skip_shared_chunk(Iterator& other);
    friend bool operator==(const Iterator& left, const Iterator& right) {
      return left.chunk_ == right.chunk_ && left.node_ == right.node_;
    }

   private:
    const ZoneWalk* walk_;
    std::uint32_t chunk_;
    std::uint32_t node_;
  };

  Iterator begin() const { return {*this, 0, 0}; }
  Iterator end() const { return part(part_count()); }

  /// The walk in parts of a few hundred nodes, for several threads: part `i` goes from part(i) to
  /// part(i + 1).
  std::size_t part_count() const { return chunks_->size(); }
  Iterator part(std::size_t i) const { return {*this, static_cast<std::uint32_t>(i), 0}; }

 private:
  friend class Zone;
  ZoneWalk(const Zone& zone, const std::vector<std::shared_ptr<const Chunk>>& chunks)
      : zone_(&zone), chunks_(&chunks) {}

  const Zone* zone_;
  const std::vector<std::shared_ptr<const Chunk>>* chunks_;
};

class Zone {
 public:
  NameView apex() const { return apex_; }
  RRClass rrclass() const { return rrclass_; }
  Serial serial() const;  ///< of the SOA; zero where there is none
  std::size_t node_count() const {
    return node_count_;
  }  ///< empty non-terminals included, NSEC3 owners not
  std::size_t record_count() const { return record_count_; }
  std::size_t rrset_count() const { return rrset_count_; }
  /// Octets of memory that the snapshot takes, what it shares with others included.
  std::size_t octets_used() const;
  std::size_t chunk_count() const { return names_.size() + nsec3_.size(); }
  /// How many of its chunks are also those of another snapshot.
  std::size_t chunks_shared_with(const Zone& other) const;
  /// Of octets_used(), those that another snapshot does not take too: what this one costs beside
  /// it.
  std::size_t octets_beside(const Zone& other) const;

  /// The node with exactly this name (empty non-terminals included, owners of NSEC3 not), or
  /// nothing.
  std::optional<ZoneNode> find(NameView name) const;
  std::optional<ZoneRRset> find(NameView name, RRType type) const;

  /// Where a name stands in the zone; it must be at or below the apex.
  struct Place {
    std::optional<ZoneNode> node;  ///< exact match
    ZoneNode closest_encloser;     ///< the node, or the longest existing ancestor
    std::optional<ZoneNode> cut;   ///< the topmost delegation at or above the name, apex excluded
    std::optional<ZoneNode>
        dname;  ///< the topmost ancestor (not the name itself) that owns a DNAME
    std::optional<ZoneNode> wildcard;  ///< `*.closest_encloser` where the name does not exist
  };
  Place place(NameView name) const;

  /// The last node that owns an NSEC at or before the name in canonical order, wrapping to the
  /// zone's last: the node whose NSEC matches or covers the name. Nothing where the zone has no
  /// NSEC.
  std::optional<ZoneNode> nsec_at_or_before(NameView name) const;

  /// The parameters of the NSEC3 chain in use (NSEC3PARAM at the apex with flags 0), or nothing.
  struct Nsec3Chain {
    std::uint16_t iterations;
    OctetView salt;
  };
  std::optional<Nsec3Chain> nsec3_chain() const;
  /// The NSEC3 node whose hash is equal to `hash` (20 octets), or the last before it, wrapping.
  std::optional<ZoneNode> nsec3_at_or_before(OctetView hash) const;

  /// All nodes but the owners of NSEC3, in canonical order, the apex first.
  ZoneWalk nodes() const { return {*this, names_}; }
  /// The owners of NSEC3, in the order of their hashes.
  ZoneWalk nsec3_nodes() const { return {*this, nsec3_}; }

 private:
  friend class ZoneAssembly;
  friend class ZoneNode;
  Zone() = default;

  std::optional<ZoneNode> at_or_before(const std::vector<std::shared_ptr<const Chunk>>& chunks,
                                       NameView name) const;
  std::size_t octets_but(std::unordered_set<const void*>& counted) const;

  Name apex_;
  std::size_t apex_labels_ = 0;
  RRClass rrclass_ = RRClass::IN;
  std::vector<std::shared_ptr<const Chunk>> names_;
  std::vector<std::shared_ptr<const Chunk>> nsec3_;
  std::size_t node_count_ = 0;
  std::size_t record_count_ = 0;
  std::size_t rrset_count_ = 0;
};

}  // namespace vouch
