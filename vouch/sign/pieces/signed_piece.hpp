// SignedPiece: neighbouring nodes of a signed zone, as they are published: views of the content and
// of the previous zone, and in octets of its own what signing made. For vouch/sign only.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "vouch/sign/pieces/arena.hpp"
#include "vouch/sign/signature_counts.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch {

struct SignedNode {
  NameView owner;
  NodeKind kind = NodeKind::authoritative;
  std::uint32_t first_set = 0;
  std::uint32_t set_count = 0;
};

struct SignedPiece {
  std::vector<SignedNode> nodes;  ///< in canonical order; those of NSEC3 in the order of hashes
  std::vector<ZoneRRset> sets;    ///< of each node ascending by type
  Arena made;
  SignatureCounts counts;
  std::size_t denial_records = 0;
  std::size_t records = 0;
  std::string text;  ///< of all that, where text is wanted

  std::span<const ZoneRRset> sets_of(const SignedNode& node) const {
    return std::span(sets).subspan(node.first_set, node.set_count);
  }

  /// Empties it, and keeps its memory for the next.
  void clear() {
    nodes.clear();
    sets.clear();
    made.clear();
    counts = {};
    denial_records = 0;
    records = 0;
    text.clear();
  }
};

}  // namespace vouch
