// Policy: what an operator may decide about validation (RFC 4035 section 5.3.1 for time, RFC 9904
// and RFC 9905 for algorithms, RFC 6840 section 5.10 for anchors).
#pragma once

#include "vouch/iana/registry.hpp"

namespace vouch {

/// What to do where several trust anchors are above a name (RFC 6840 section 5.10).
enum class AnchorRule : std::uint8_t {
  closest,      ///< the closest decides
  any_success,  ///< where the closest fails, one above it may still prove the name secure
};

struct Policy {
  AnchorRule anchor_rule = AnchorRule::any_success;
  /// Take RSASHA1 and NSEC3RSASHA1 for unsupported (RFC 9905 section 2).
  bool refuse_sha1_signatures = true;
  /// Take DS records with SHA-1 for unsupported.
  bool refuse_sha1_ds = false;
  /// Seconds that a signature is taken for good before its inception and after its expiration.
  std::uint32_t skew = 0;
  /// Where the driver does not know the zones on the way, ask for the DS of the owner as well, so
  /// that a zone can't sign what is in a zone below it unseen. One more query, one more signature
  /// check.
  bool look_for_hidden_cuts = true;

  /// Whether signatures of the algorithm can and may be verified.
  bool accepts(Algorithm algorithm) const;
  /// Whether DS digests of the type can and may be computed.
  bool accepts(DigestType digest) const;
  /// Whether the algorithm is implemented and allowed, but refused by the cryptographic library at
  /// run time.
  bool is_refused_by_library(Algorithm algorithm) const;
};

}  // namespace vouch
