// Errors about tokens: placed at the token, which is shown cut to a sane length and with what is
// not printable escaped.
#pragma once

#include <string>

#include "vouch/base/error.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::zonefile {

/// The token between apostrophes: at most 40 octets of it, others than printable ASCII as \DDD.
std::string shown(std::string_view text);

/// An error with the token's line and column; `detail` is appended to the shown token.
Error complaint(ErrorCode code, const Token& token, std::string_view detail);

/// An error behind the token, where something is missing.
Error missing_after(const Token& token, std::string detail);

}  // namespace vouch::zonefile
