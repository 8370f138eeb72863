// Verifying a whole zone: every RRSIG by every key, the whole chain of denial with its bitmaps,
// cuts, ZONEMD (RFC 4035 sections 2 and 5, RFC 5155 section 7.1, RFC 8976 section 4).
//
// Not covered by DNSSEC, so not seen: changed glue, a name server more or less at a delegation.
// ZONEMD sees those.
#pragma once

#include "vouch/base/timestamp.hpp"
#include "vouch/crypto/public_key.hpp"
#include "vouch/sign/zone_report.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch {

struct VerifyPolicy {
  Timestamp at;  ///< when signatures have to hold
  std::vector<Record>
      anchors;  ///< DS or DNSKEY records, one of which must match; none are asked for where empty
  unsigned threads = 1;
  CryptoForm crypto = CryptoForm::best;  ///< for ECDSA P-256
};

/// Costs a signature check per RRSIG. Errors: crypto_failure.
Result<ZoneReport> verify_zone(const Zone& zone, const VerifyPolicy& policy);

}  // namespace vouch
