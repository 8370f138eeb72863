// DenialWatch: checks the chain of denial of a signed zone as its pieces are made, before they are
// published: every name that needs one has its NSEC or NSEC3, with the types that stand there, and
// each leads to the next (RFC 4035 section 2.3, RFC 5155 section 7.1). For vouch/sign only.
#pragma once

#include "vouch/sign/denial_chain.hpp"
#include "vouch/sign/pieces/signed_piece.hpp"

namespace vouch {

class DenialWatch {
 public:
  DenialWatch(const Zone& content, const SignPolicy& policy) : content_(content), policy_(policy) {}

  /// Checks a piece by itself; `hashed` are the nodes that its NSEC3 are of. May be called by
  /// several threads at once. Errors: verify_failed (names the owner).
  Result<void> check(const SignedPiece& piece, std::span<const HashedNode> hashed) const;

  /// Checks that the piece's chain goes on from that of the pieces before, which came in order.
  /// Errors: verify_failed.
  Result<void> follow(const SignedPiece& piece);

  /// Checks that the last leads to the first. Errors: verify_failed.
  Result<void> finish() const;

 private:
  Result<void> check_node(const SignedPiece& piece, const SignedNode& node,
                          std::vector<RRType>& types, Octets& bitmap) const;
  Result<void> check_hashed(const SignedPiece& piece, const SignedNode& node,
                            const HashedNode& hashed, Octets& bitmap) const;
  Error broken(NameView owner, std::string_view what) const;

  const Zone& content_;
  const SignPolicy& policy_;
  Octets first_;  ///< the owner of the first NSEC, or the first label of that of NSEC3
  Octets next_;   ///< where the last one leads
};

}  // namespace vouch
