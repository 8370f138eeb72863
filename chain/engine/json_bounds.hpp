// JsonBounds: how large a recording may be, looked at before anything is made of it, so that a file
// costs little more than its own size whatever is in it.
//
// Does not check the grammar of JSON (RFC 8259); a parser does.
#pragma once

#include <cstddef>
#include <string>

#include "vouch/base/result.hpp"

namespace vouch::chain {

struct JsonBounds {
  std::size_t octets = std::size_t{64} << 20;
  std::size_t string_octets = 128 << 10;  ///< a message of 65,535 octets has 87,380 in base64
  std::size_t values = 1'000'000;
  std::size_t depth = 32;
};

/// Errors: too_long, with the line and column where a bound is exceeded.
Result<void> check_json_bounds(const std::string& text, const std::string& source,
                               const JsonBounds& bounds = {});

}  // namespace vouch::chain
