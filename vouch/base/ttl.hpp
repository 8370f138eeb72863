// Ttl: a time to live in seconds (RFC 2181 section 8), with the text forms of zone files (1h30m).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "vouch/base/result.hpp"

namespace vouch {

struct Ttl {
  std::uint32_t seconds = 0;

  friend auto operator<=>(Ttl, Ttl) = default;

  /// The largest TTL; a received TTL with the top bit set counts as zero (RFC 2181 section 8).
  static constexpr std::uint32_t max_seconds = 0x7fffffff;

  static Ttl from_wire(std::uint32_t value) { return {value > max_seconds ? 0 : value}; }

  /// Reads `3600`, or `1w2d3h4m5s` in any case and order without repeats of a bare number.
  /// Errors: bad_number.
  static Result<Ttl> parse(std::string_view text);
};

/// Reads a 32-bit count of seconds in the same two forms; SOA and RFC 1035 timers may use all 32
/// bits.
Result<std::uint32_t> parse_period(std::string_view text);

/// `1w2d3h4m5s` with the units that are not zero; `0s` for zero.
std::string period_text(std::uint32_t seconds);

}  // namespace vouch
