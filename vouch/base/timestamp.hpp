// Timestamp: a moment in Unix seconds, as a parameter; the library never reads a clock.
//
// RRSIG times are 32-bit serials on the wire (RFC 4034 section 3.1.5); RrsigTime compares them.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "vouch/base/result.hpp"

namespace vouch {

struct Timestamp {
  std::int64_t seconds = 0;  ///< since 1970-01-01T00:00:00Z, leap seconds not counted

  friend auto operator<=>(Timestamp, Timestamp) = default;
  Timestamp plus(std::int64_t more) const { return {seconds + more}; }

  /// The moment nearest to `near` whose low 32 bits are `wire` (RFC 4034 section 3.1.5).
  static Timestamp from_wire(std::uint32_t wire, Timestamp near);
  std::uint32_t to_wire() const { return static_cast<std::uint32_t>(seconds); }

  /// Reads `YYYYMMDDHHMMSS`, ISO 8601 (`2016-03-15T00:00:00Z`, `2016-03-15`), Unix seconds of up to
  /// 11 digits, `now`, or a time relative to `now` (`+14d`, `-1h`). Errors: bad_time.
  static Result<Timestamp> parse(std::string_view text, Timestamp now);

  /// `20160315000000`.
  std::string compact() const;
  /// `2016-03-15T00:00:00Z`.
  std::string iso() const;
  /// `2016-03-15 00:00:00 UTC`, for people.
  std::string readable() const;
};

/// Reads the RRSIG text form: `YYYYMMDDHHMMSS`, or a 32-bit count of seconds of up to 10 digits
/// (RFC 4034 section 3.2). Errors: bad_time, also for dates that 32 bits do not hold.
Result<std::uint32_t> parse_rrsig_time(std::string_view text);

/// `YYYYMMDDHHMMSS` of a 32-bit count, counted from 1970 to 2106 (RFC 4034 section 3.2).
std::string rrsig_time_text(std::uint32_t wire);

}  // namespace vouch
