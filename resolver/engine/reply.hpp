// The reply to a client out of an answer: AD, CD and DO (RFC 4035 section 3.2, RFC 6840 section 5),
// TTLs that count down, extended errors with the reason (RFC 8914), and NXDOMAIN for compact
// denials where the client takes it (RFC 9824).
#pragma once

#include "resolver/engine/client_query.hpp"
#include "resolver/engine/resolution.hpp"

namespace vouch::resolver {

/// Writes the reply, at most `limit` octets, into `reply`, which comes empty.
void write_reply(const ClientQuery& query, const Answer& answer, std::size_t limit, Octets& reply);

/// The same out of what is kept, without unpacking it.
void write_known_reply(const ClientQuery& query, const KnownAnswer& known, std::size_t limit,
                       Moment now, Octets& reply);

/// One line for the log about a bogus verdict: reason, extended error, section of the RFC, place.
std::string log_line(const Question& question, const Verdict& verdict);

}  // namespace vouch::resolver
