// The additional section: addresses of the names that the answer or a referral mentions (RFC 1034
// section 4.3.2 step 6, RFC 9471 for glue, RFC 2782, RFC 9460 section 4.1).
//
// Adds only what the zone itself holds.
#pragma once

#include "authority/engine/response.hpp"

namespace vouch::authority {

/// Whether records of the type mention a name whose addresses are worth adding.
bool has_targets(RRType type);

/// Adds the addresses of the targets of an RRset of NS, MX, SRV and the like, as many as fit:
/// authoritative ones, and for NS glue as well.
void add_addresses(const Zone& zone, const RRsetView& rrset, Response& response);

/// Adds the addresses of a delegation's name servers: those in the child's zone, or TC (RFC 9471
/// section 3.1), then those elsewhere in this zone that fit.
void add_glue(const Zone& zone, const ZoneRRset& delegation, Response& response);

}  // namespace vouch::authority
