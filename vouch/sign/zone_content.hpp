// What a signed zone holds besides denial and signatures: the unsigned content with its new serial,
// DNSKEYs, CDS, CDNSKEY, NSEC3PARAM and a place for ZONEMD. For sign_zone only.
#pragma once

#include "vouch/sign/policy.hpp"
#include "vouch/sign/signer_keys.hpp"

namespace vouch {

/// Errors: bad_zone (no SOA), unsupported_digest.
Result<ZonePtr> zone_content(const Zone& zone, const SignerKeys& keys, const SignPolicy& policy);

/// The serial that follows `old` by the policy.
Serial next_serial(Serial old, SerialPolicy policy, Timestamp now);

}  // namespace vouch
