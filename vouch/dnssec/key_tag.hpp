// Key tags and DS records of DNSKEYs (RFC 4034 appendix B and section 5, RFC 4509, RFC 5011
// section 2.1).
#pragma once

#include "vouch/crypto/digest.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {

/// The key tag of a DNSKEY's RDATA (RFC 4034 appendix B, with B.1 for algorithm 1).
std::uint16_t key_tag(OctetView dnskey);

/// The tag that the key has once its REVOKE bit is set (RFC 5011 section 2.1).
std::uint16_t revoked_key_tag(OctetView dnskey);

/// The DS RDATA of a DNSKEY. Errors: unsupported_digest.
Result<Octets> make_ds(NameView owner, OctetView dnskey, DigestType type);

/// Whether the DS is of this DNSKEY: algorithm, key tag and digest. False where the digest is not
/// supported.
bool ds_matches(const rr::Ds& ds, NameView owner, OctetView dnskey);

}  // namespace vouch
