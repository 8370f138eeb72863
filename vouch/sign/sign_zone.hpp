// Signing a whole zone: DNSKEYs, the chain of denial, RRSIGs, ZONEMD (RFC 4035 section 2, RFC 5155
// section 7.1, RFC 8976).
//
// Pure: the zone goes in, a signed snapshot or its text comes out, and nothing that does not verify
// (Error verify_failed). Every signature is checked before it is published, with the DNSKEY as it
// is published, and so are the signatures that are taken over from an earlier signing, and the
// chain of denial.
#pragma once

#include "vouch/crypto/key_store.hpp"
#include "vouch/sign/policy.hpp"
#include "vouch/sign/signature_counts.hpp"
#include "vouch/sign/signer_keys.hpp"

namespace vouch {

struct SignedZone {
  ZonePtr zone;  ///< null where the text alone was wanted
  SignatureCounts signatures;
  std::size_t denial_records = 0;
  std::size_t records = 0;
};

/// Signs. RRSIG, NSEC, NSEC3, NSEC3PARAM and ZONEMD records of the input are left out and made
/// anew; its DNSKEYs stay, but for those that the plan of `keys` withdraws, and those that it
/// publishes are added. Signatures of offline keys come from the input or the previous zone. Glue,
/// occluded names and the NS of delegations are not signed. Errors: bad_zone, bad_key,
/// unsupported_algorithm, crypto_failure, verify_failed.
Result<SignedZone> sign_zone(const Zone& zone, const SignerKeys& keys, const SignPolicy& policy);

/// The same with every pair in use.
Result<SignedZone> sign_zone(const Zone& zone, std::span<const KeyPair> pairs,
                             const SignPolicy& policy);

/// Takes the text of a signed zone piece by piece, in order and one at a time, but not always in
/// the caller's thread.
using SignedText = std::function<Result<void>(std::string_view)>;

/// The same, with the zone as text, as write_zone_text() has it, while other parts of it are still
/// to be signed: what was given is good for nothing where an error is returned. The signed zone is
/// not kept, unless for ZONEMD, so that its size does not matter. Errors: as sign_zone; those of
/// `text`.
Result<SignedZone> sign_zone_text(const Zone& zone, const SignerKeys& keys,
                                  const SignPolicy& policy, const SignedText& text);
Result<SignedZone> sign_zone_text(const Zone& zone, std::span<const KeyPair> pairs,
                                  const SignPolicy& policy, const SignedText& text);

}  // namespace vouch
