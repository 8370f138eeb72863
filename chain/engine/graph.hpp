// ChainGraph: the chain of trust as lanes, pills and edges, ready to be drawn: one lane for each
// zone from the trust anchor down, in each the key that the parent points to, the key that signs,
// and what is signed.
#pragma once

#include "chain/engine/assess.hpp"

namespace vouch::chain {

/// How a part of the chain stands. Cause and consequence are told apart.
enum class Standing : std::uint8_t {
  good,
  broken,    ///< the cause
  unproven,  ///< a consequence: nothing vouches for it
  insecure,  ///< without a chain, as proven
  absent,    ///< is named, but does not exist
};
std::string_view text(Standing standing);

struct Pill {
  enum class Kind : std::uint8_t { anchor, key, ds, no_ds, rrset, denial };

  Kind kind = Kind::rrset;
  std::string title;      ///< `KSK 20326`, `DS com.`, `www.example. A`
  std::string subtitle;   ///< `ECDSA P-256`
  std::string note = {};  ///< `30 d left`
  Standing standing = Standing::good;
};

struct Edge {
  std::size_t from = 0;  ///< indices into ChainGraph::pills
  std::size_t to = 0;
  std::string label = {};  ///< `30 d`
  Standing standing = Standing::good;
};

/// One zone. Pills are indices, from left to right.
struct Lane {
  Name zone;
  Standing standing = Standing::good;
  std::string note = {};             ///< `not signed`
  std::vector<std::size_t> entry;    ///< trust anchors and keys that are pointed to
  std::vector<std::size_t> signers;  ///< keys that sign data, where they are others
  std::vector<std::size_t> content;  ///< DS of the next zone, and what was asked for
};

struct ChainGraph {
  std::vector<Pill> pills;
  std::vector<Edge> edges;
  std::vector<Lane> lanes;
  std::string cause = {};  ///< a short sentence at the broken edge; empty where nothing is broken
};

/// `RSA/SHA-256`, `ECDSA P-256`: an algorithm in words.
std::string algorithm_words(Algorithm algorithm);

/// `30 d`, `5 h`, `expired 3 d ago`.
std::string time_left(Timestamp expiry, Timestamp now);

ChainGraph make_graph(const Assessment& assessment);

}  // namespace vouch::chain
