// Verifying a whole zone: every RRSIG by every key, the whole chain of denial with its bitmaps,
// cuts, ZONEMD (RFC 4035 sections 2 and 5, RFC 5155 section 7.1, RFC 8976 section 4).
//
// Not covered by DNSSEC, so not seen: changed glue, a name server more or less at a delegation.
// ZONEMD sees those.
#pragma once

#include <functional>

#include "vouch/base/timestamp.hpp"
#include "vouch/crypto/public_key.hpp"
#include "vouch/dnssec/rrset_check.hpp"
#include "vouch/sign/zone_report.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch {

struct VerifyPolicy {
  Timestamp at;  ///< when signatures have to hold
  std::vector<Record>
      anchors;  ///< DS or DNSKEY records, one of which must match; none are asked for where empty
  unsigned threads = 1;
  CryptoForm crypto = CryptoForm::best;  ///< for ECDSA P-256
  /// Signature checks for one RRset; what is more is a finding and not looked at.
  std::size_t checks_per_rrset = usual_checks_per_rrset;
  /// Signatures that end within that many seconds, and have less than a quarter of their time left,
  /// are warned of.
  std::int64_t soon = 3 * 86400;
  /// Called now and then in the caller's thread with names done and all.
  std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// Finds what is wrong, one finding for one cause where the cause is known: a key that is gone is
/// told once with the number of its signatures, a wrong signature does not count as missing
/// besides. Costs a signature check per RRSIG, within the limit. Errors: crypto_failure.
Result<ZoneReport> verify_zone(const Zone& zone, const VerifyPolicy& policy);

}  // namespace vouch
