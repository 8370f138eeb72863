// Revoked keys: DNSKEYs that say so themselves (RFC 5011 section 2.1).
//
// What follows for trust anchors, with its timers, is the resolver's. A revoked key is never used
// to check other data (zone_keys.hpp).
#pragma once

#include "vouch/base/timestamp.hpp"
#include "vouch/validate/limits.hpp"
#include "vouch/validate/zone_keys.hpp"

namespace vouch {

/// RDATA of the keys with the REVOKE bit that sign their own RRset; the bit alone revokes nothing.
/// Draws on the budget.
std::vector<Octets> self_revoked_keys(const SignedRRset& dnskeys, Timestamp now,
                                      WorkBudget& budget);

/// The RDATA that a revoked key had before.
Octets without_revocation(OctetView dnskey);

}  // namespace vouch
