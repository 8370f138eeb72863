// PieceMaker: makes the signed zone piece by piece out of its content: adds the NSEC or NSEC3
// records and all RRSIGs (RFC 4035 section 2, RFC 5155 section 7.1). For vouch/sign only.
//
// Pieces are the same whatever thread makes them and in whatever order.
#pragma once

#include <memory>
#include <mutex>

#include "vouch/sign/denial_chain.hpp"
#include "vouch/sign/pieces/rrset_signer.hpp"
#include "vouch/sign/pieces/signed_piece.hpp"
#include "vouch/sign/pieces/walk_index.hpp"

namespace vouch {

class PieceMaker {
 public:
  /// What is given must outlive it; the content is that of zone_content(). Errors: bad_zone (two
  /// names with one NSEC3 hash), bad_key (a private key is not that of its DNSKEY).
  static Result<std::unique_ptr<PieceMaker>> start(const Zone& content, const SignerKeys& keys,
                                                   const SignPolicy& policy);

  /// The pieces are those of names first, the apex at the head, then those of NSEC3.
  std::size_t pieces() const { return names_.runs() + nsec3_pieces(); }
  /// Nodes in all, those of NSEC3 included.
  std::size_t nodes() const { return content_.node_count() + hashed_.size(); }

  /// Makes a piece; its signatures are verified where the policy says so, and the ZONEMD RRset has
  /// none yet. May be called by several threads at once. Errors: bad_key, crypto_failure,
  /// verify_failed.
  Result<void> make(std::size_t which, SignedPiece& piece);

  /// The nodes whose hashes the NSEC3 of a piece are of, in their order; none for pieces of names.
  std::span<const HashedNode> hashed_of(std::size_t which) const;

  /// Signs one more RRset, verified as the others. Errors: as make.
  Result<RRset> sign(RRsetView rrset, SignatureCounts& counts);

 private:
  class Work;
  using SignerPtr = std::unique_ptr<RRsetSigner>;

  PieceMaker(const Zone& content, const SignerKeys& keys, const SignPolicy& policy);
  std::size_t nsec3_pieces() const { return (hashed_.size() + run_ - 1) / run_; }
  Result<void> read_published_keys();
  SignerPtr take_signer();
  void give_back(SignerPtr signer);
  Result<void> add_nodes(std::size_t which, Work& work);
  Result<void> add_nsec3(std::size_t which, Work& work);

  const Zone& content_;
  const SignerKeys& keys_;
  const SignPolicy& policy_;
  Ttl denial_ttl_;
  std::size_t run_;
  WalkIndex names_;
  std::vector<HashedNode> hashed_;
  std::optional<WalkIndex> previous_names_;
  std::optional<WalkIndex> previous_nsec3_;
  std::mutex mutex_;
  std::vector<PublicKey> published_;  ///< of the signer keys, where signatures are verified
  std::vector<SignerPtr> idle_;
};

}  // namespace vouch
