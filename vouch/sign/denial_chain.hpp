// The chain of NSEC or NSEC3 records that a zone's content asks for (RFC 4034 section 4, RFC 4035
// section 2.3, RFC 5155 section 7.1), for signing and for checking what others signed.
//
// Only says which records there must be; adds none to a zone and signs nothing.
#pragma once

#include <vector>

#include "vouch/crypto/digest.hpp"
#include "vouch/sign/policy.hpp"

namespace vouch {

/// The TTL of denial records: the lesser of the SOA's TTL and its minimum (RFC 9077).
Ttl denial_ttl(const Zone& zone);

/// The types that the bitmap of a node's NSEC or NSEC3 holds, ascending, without RRSIG and NSEC
/// themselves: at a delegation only NS and DS (RFC 4035 section 2.3); none for empty non-terminals.
std::vector<RRType> denied_types(const ZoneNode& node);

/// Whether the node's RRsets are signed, at least one of them.
bool has_signed_rrset(const ZoneNode& node);

/// Whether the node has an NSEC: authoritative nodes and delegations do.
bool needs_nsec(const ZoneNode& node);

struct Nsec3Settings {
  std::uint16_t iterations = 0;
  OctetView salt;
  bool opt_out = false;
  unsigned threads = 1;
};

/// A node and its hash.
struct HashedNode {
  Nsec3Hash hash;
  ZoneNode node;
  bool needs_record;  ///< even where opt-out lets others be without
};

/// The nodes that have an NSEC3, by hash: authoritative ones, delegations, empty non-terminals;
/// with opt-out without the delegations that have no DS, and without the empty non-terminals that
/// only those make (RFC 5155 section 7.1). Hashes several names at once, in all threads. Errors:
/// bad_zone (two names with one hash; another salt mends it).
Result<std::vector<HashedNode>> hashed_nodes(const Zone& zone, const Nsec3Settings& settings);

}  // namespace vouch
