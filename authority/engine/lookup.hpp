// Lookup: the answer out of one zone (RFC 1034 section 4.3.2 as amended by RFC 6672 section 3.2,
// RFC 4592 section 3.3, RFC 4035 section 3.1, RFC 5155 section 7.2, RFC 6604 for the RCODE after a
// CNAME).
//
// Follows CNAME and DNAME within the zone; a name that leaves it is for the client to ask.
#pragma once

#include "authority/engine/denial.hpp"

namespace vouch::authority {

/// CNAME records, synthesized ones included, that one answer follows; the client asks for the rest.
constexpr std::size_t max_chain_links = 12;

/// Answers the response's query, whose name is at or below the zone's apex, from the zone. The
/// response fails where no truthful proof is possible (RFC 5155 section 7.2.9).
void look_up(const Zone& zone, const AnswerPolicy& policy, Response& response);

}  // namespace vouch::authority
