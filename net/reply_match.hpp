// Whether a message is the answer to a query, as far as anybody can tell without its content: ID,
// QR, opcode and question (RFC 5452 section 9.1).
#pragma once

#include "vouch/base/octets.hpp"

namespace vouch::net {

/// Whether `reply` answers `query`, letter case ignored; both are whole messages. A reply without a
/// question is taken where it reports an error, as some servers do for queries that they can't
/// read.
bool is_reply_to(OctetView query, OctetView reply);

/// The same without the question, for the later messages of a zone transfer (RFC 5936 section 2.2).
bool is_continuation_of(OctetView query, OctetView reply);

/// The TC bit of a whole header (RFC 1035 section 4.1.1).
bool is_truncated(OctetView message);

}  // namespace vouch::net
