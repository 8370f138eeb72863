// Signatures of keys that are elsewhere, taken from a zone that was signed before. For vouch/sign
// only.
#pragma once

#include "vouch/base/timestamp.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch {

/// The RDATA of the RRSIG over an RRset at the apex, by the key, that holds at the time and ends
/// last, out of the zones, null or not. At most 100 signatures are checked. Errors: bad_key (none;
/// says why), unsupported_algorithm.
Result<Octets> given_signature(RRsetView rrset, OctetView dnskey,
                               std::span<const Zone* const> zones, Timestamp now);

}  // namespace vouch
