// RRsetSigner: the RRSIGs of many RRsets, by several threads, each verified as it was made.
//
// Results stand in the order of the RRsets, whatever thread made them.
#pragma once

#include "vouch/sign/policy.hpp"
#include "vouch/sign/signer_keys.hpp"

namespace vouch {

struct SignatureCounts {
  std::size_t made = 0;
  std::size_t reused = 0;
  std::size_t verified = 0;
};

/// RRSIG RDATA per RRset, in the order given. Signatures of the previous zone are used again where
/// the RRset is the same, the key is in use, and they verify (unless the policy leaves that out)
/// and last long enough. Errors: crypto_failure, verify_failed (names the owner, type and key).
Result<std::vector<std::vector<Octets>>> sign_rrsets(std::span<const RRsetView> rrsets,
                                                     NameView apex, const SignerKeys& keys,
                                                     const SignPolicy& policy,
                                                     SignatureCounts& counts);

}  // namespace vouch
