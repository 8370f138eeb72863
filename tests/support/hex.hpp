// Octets written as hexadecimal digits, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "vouch/base/encoding.hpp"

namespace vouch::test {

/// Hexadecimal digits with blanks anywhere.
inline Octets octets_from(std::string_view hex) {
  std::string digits;
  for (const char c : hex) {
    if (c != ' ' && c != '\n') digits += c;
  }
  auto octets = base16_octets(digits);
  EXPECT_TRUE(octets.ok()) << hex;
  return octets.ok() ? *octets : Octets();
}

}  // namespace vouch::test
