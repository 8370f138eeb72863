// Zone: an immutable snapshot of one zone: nodes in canonical order, each with its RRsets and their RRSIGs, packed
// (RFC 1034 section 4.2, RFC 4034 section 6.1, RFC 4592 for empty non-terminals and wildcards).
//
// Readers hold a shared_ptr<const Zone>; a change makes a new snapshot through ZoneBuilder or ZoneDelta that shares the
// untouched chunks with the old. Looking up takes no lock and allocates nothing. Does no DNSSEC; answers are made in
// authority/engine.
#pragma once

#include <memory>
#include <optional>

#include "vouch/base/serial.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {

class Zone;
using ZonePtr = std::shared_ptr<const Zone>;

/// An RRset of a zone with the RRSIGs that cover it (empty where unsigned). The signatures' owner, class are the RRset's.
struct ZoneRRset {
  RRsetView rrset;
  RRsetView signatures;
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
  /// The child `*.owner`, where there is one.
  bool has_wildcard_child() const;

  std::size_t rrset_count() const;
  ZoneRRset rrset(std::size_t i) const;           ///< ascending by type; RRSIGs are not among them
  std::optional<ZoneRRset> find(RRType type) const;
  bool has(RRType type) const;

 private:
  friend class Zone;
  const Zone* zone_ = nullptr;
  std::uint32_t chunk_ = 0;
  std::uint32_t index_ = 0;
};

class Zone {
 public:
  NameView apex() const;
  RRClass rrclass() const;
  Serial serial() const;          ///< of the SOA; zero where there is none
  std::size_t node_count() const; ///< empty non-terminals included
  std::size_t record_count() const;
  std::size_t rrset_count() const;
  std::size_t octets_used() const;  ///< memory of the snapshot's chunks

  /// The node with exactly this name (empty non-terminals included), or nothing.
  std::optional<ZoneNode> find(NameView name) const;
  std::optional<ZoneRRset> find(NameView name, RRType type) const;

  /// Where a name stands in the zone (it must be at or below the apex).
  struct Place {
    std::optional<ZoneNode> node;             ///< exact match
    ZoneNode closest_encloser;                ///< the node, or the longest existing ancestor
    std::optional<ZoneNode> cut;              ///< the topmost delegation at or above the name, apex excluded
    std::optional<ZoneNode> dname;            ///< the topmost ancestor (not the name itself) that owns a DNAME
    std::optional<ZoneNode> wildcard;         ///< `*.closest_encloser` where the name does not exist
  };
  Place place(NameView name) const;

  /// The last node that owns an NSEC at or before the name in canonical order, wrapping to the zone's last: the node
  /// whose NSEC matches or covers the name. Nothing where the zone has no NSEC.
  std::optional<ZoneNode> nsec_at_or_before(NameView name) const;

  /// NSEC3: the parameters of the chain in use (from NSEC3PARAM at the apex with flags 0), or nothing.
  struct Nsec3Chain {
    std::uint16_t iterations;
    OctetView salt;
  };
  std::optional<Nsec3Chain> nsec3_chain() const;
  /// The NSEC3 node whose hash is equal to, or the last before, `hash` (20 octets), wrapping.
  std::optional<ZoneNode> nsec3_at_or_before(OctetView hash) const;

  /// Walks all nodes in canonical order, NSEC3 owners included (they are nodes of kind authoritative that hold NSEC3).
  class Iterator;
  Iterator begin() const;
  Iterator end() const;
};

}  // namespace vouch
