// Serial: a zone's serial number, and any other 32-bit number that wraps (RFC 1982, SERIAL_BITS
// 32).
#pragma once

#include <cstdint>

namespace vouch {

struct Serial {
  std::uint32_t value = 0;

  friend bool operator==(Serial, Serial) = default;

  /// RFC 1982 section 3.2. Two serials exactly 2^31 apart are not ordered: false both ways.
  friend bool operator<(Serial left, Serial right) {
    return left.value != right.value && right.value - left.value < 0x80000000U;
  }
  friend bool operator>(Serial left, Serial right) { return right < left; }
  friend bool operator<=(Serial left, Serial right) { return left == right || left < right; }
  friend bool operator>=(Serial left, Serial right) { return right <= left; }

  /// RFC 1982 section 3.1; the step is at most 2^31 - 1.
  Serial plus(std::uint32_t step) const { return {value + step}; }
};

}  // namespace vouch
