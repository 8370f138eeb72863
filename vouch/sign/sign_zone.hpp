// Signing a whole zone: DNSKEYs, the chain of denial, RRSIGs, ZONEMD (RFC 4035 section 2, RFC 5155
// section 7.1, RFC 8976).
//
// Pure: the zone goes in, a signed snapshot comes out, and nothing that does not verify (Error
// verify_failed).
#pragma once

#include "vouch/sign/policy.hpp"
#include "vouch/sign/rrset_signer.hpp"

namespace vouch {

struct SignedZone {
  ZonePtr zone;
  SignatureCounts signatures;
  std::size_t denial_records = 0;
};

/// Signs. RRSIG, NSEC, NSEC3, NSEC3PARAM and ZONEMD records of the input are left out and made
/// anew; its DNSKEYs stay, and those of `pairs` are added. Glue, occluded names and the NS of
/// delegations are not signed. Errors: bad_zone, bad_key, unsupported_algorithm, crypto_failure,
/// verify_failed.
Result<SignedZone> sign_zone(const Zone& zone, std::span<const KeyPair> pairs,
                             const SignPolicy& policy);

}  // namespace vouch
