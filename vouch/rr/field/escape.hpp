// Character strings in presentation form (RFC 1035 section 5.1): quotes, \X and \DDD.
#pragma once

#include "vouch/rr/field/field.hpp"

namespace vouch::rr {

/// Appends the octets of a token's text with its escapes undone. Errors: bad_text (a malformed
/// escape).
Result<void> append_unescaped(Octets& to, std::string_view text);

/// Appends the octets in quotes: `"` and `\` escaped with a backslash, octets outside of
/// 0x20...0x7e as \DDD.
void append_quoted(std::string& to, OctetView octets);

}  // namespace vouch::rr
