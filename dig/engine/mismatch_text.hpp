// What is wrong with a message that came to a query's port and is not its reply, in dig's words
// (RFC 5452 section 9.1). Does not decide whether it is one (net/reply_match.hpp).
#pragma once

#include <string>

#include "vouch/base/octets.hpp"

namespace vouch::dig {

/// One line, `;; Warning: ...`. `query` is a whole message; `received` may be anything.
std::string mismatch_text(OctetView query, OctetView received);

}  // namespace vouch::dig
