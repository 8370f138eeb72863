#include "vouch/base/octets.hpp"

#include <gtest/gtest.h>

#include "vouch/base/ascii.hpp"

namespace vouch {
namespace {

TEST(Octets, compare_as_unsigned_and_a_prefix_first) {
  const auto order = [](Octets left, Octets right) { return compare_octets(left, right); };
  EXPECT_EQ(order({}, {}), 0);
  EXPECT_LT(order({}, {0}), 0);
  EXPECT_LT(order({0x7f}, {0x80}), 0);
  EXPECT_LT(order({1, 2}, {1, 2, 0}), 0);
  EXPECT_GT(order({2}, {1, 255}), 0);
  EXPECT_EQ(order({1, 2}, {1, 2}), 0);
  EXPECT_TRUE(equal_octets(Octets{1}, Octets{1}));
  EXPECT_FALSE(equal_octets(Octets{1}, Octets{1, 0}));
}

// RFC 4343 section 3: only the 26 letters have case.
TEST(Ascii, lowers_the_26_letters_and_nothing_else) {
  for (int octet = 0; octet < 256; ++octet) {
    const bool letter = octet >= 'A' && octet <= 'Z';
    EXPECT_EQ(lower_ascii(static_cast<std::uint8_t>(octet)), letter ? octet + 32 : octet);
  }
  EXPECT_TRUE(equal_ignoring_case("ExAmPlE", "eXaMpLe"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
  EXPECT_FALSE(equal_ignoring_case("\xc0", "\xe0"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
}

}  // namespace
}  // namespace vouch
