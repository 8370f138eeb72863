#include "vouch/base/serial.hpp"

#include <gtest/gtest.h>

namespace vouch {
namespace {

TEST(Serial, wraps_and_keeps_its_order_across_the_wrap) {
  const Serial last{0xffffffffU};
  EXPECT_EQ(last.plus(1), Serial{0});
  EXPECT_LT(last, Serial{0});
  EXPECT_GT(Serial{5}, last);
}

// RFC 1982 section 3.2: the result of such a comparison is undefined; here it is false both ways.
TEST(Serial, leaves_two_serials_half_the_circle_apart_unordered) {
  EXPECT_FALSE(Serial{0} < Serial{0x80000000U});
  EXPECT_FALSE(Serial{0x80000000U} < Serial{0});
  EXPECT_FALSE(Serial{0} >= Serial{0x80000000U});
}

// RFC 1982 section 5.2 has these for 8 bits; shifted to 32 bits the order is the same.
TEST(Serial, orders_the_examples_of_rfc_1982_section_5_2) {
  const auto serial = [](std::uint32_t eight_bits) { return Serial{eight_bits << 24}; };
  EXPECT_GT(serial(1), serial(0));
  EXPECT_GT(serial(44), serial(0));
  EXPECT_GT(serial(100), serial(0));
  EXPECT_GT(serial(100), serial(44));
  EXPECT_GT(serial(200), serial(100));
  EXPECT_GT(serial(255), serial(200));
  EXPECT_GT(serial(0), serial(255));
  EXPECT_GT(serial(100), serial(255));
  EXPECT_GT(serial(0), serial(200));
  EXPECT_GT(serial(44), serial(200));
}

TEST(Serial, is_greater_after_any_addition_that_the_rfc_defines) {
  for (const std::uint32_t start : {0U, 1U, 0x7fffffffU, 0x80000000U, 0xffffffffU}) {
    for (const std::uint32_t step : {1U, 2U, 0x3fffffffU, 0x7fffffffU}) {
      EXPECT_GT(Serial{start}.plus(step), Serial{start}) << start << '+' << step;
    }
  }
}

TEST(Serial, is_equal_to_itself_only) {
  EXPECT_LE(Serial{7}, Serial{7});
  EXPECT_GE(Serial{7}, Serial{7});
  EXPECT_FALSE(Serial{7} < Serial{7});
  EXPECT_FALSE(Serial{7} == Serial{8});
}

}  // namespace
}  // namespace vouch
