// answer(): the reply to one query, out of a set of zones (RFC 1034 section 4.3.2, RFC 4035
// section 3, RFC 5155 section 7.2, RFC 6891, RFC 8482, RFC 8906, RFC 9471). The whole of the
// authoritative server that is not I/O.
//
// Pure: the zones, the client and the policy are parameters, and nothing is kept. Does not transfer
// zones, take notifications or updates: those are refused here, and are for the server, which reads
// the query, to tell apart before.
#pragma once

#include "authority/engine/answer_source.hpp"
#include "authority/engine/policy.hpp"
#include "authority/engine/zone_set.hpp"
#include "vouch/message/query.hpp"

namespace vouch::authority {

/// Writes the reply to the query into `reply`, which must come empty, and says what it is made
/// from. Never fails: what is
/// malformed or not offered is answered with its RCODE.
///
/// The work is bounded by the sizes of the message and of the reply: at most 13 look-ups in the
/// zone, and with NSEC3 a hash for each label of a name. Takes no lock; allocates nothing where
/// `reply` has room for the largest reply. Any thread.
AnswerSource answer(const ZoneSet& zones, const Query& query, const Client& client,
                    const AnswerPolicy& policy, Octets& reply);

/// The same reply without records, with TC set: that the client may ask again by TCP.
void answer_truncated(const Query& query, const Client& client, const AnswerPolicy& policy,
                      Rcode rcode, Octets& reply);

}  // namespace vouch::authority
