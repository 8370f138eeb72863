#include "vouch/base/ttl.hpp"

#include <gtest/gtest.h>

namespace vouch {
namespace {

TEST(Ttl, reads_seconds_and_units) {
  EXPECT_EQ(Ttl::parse("0")->seconds, 0U);
  EXPECT_EQ(Ttl::parse("3600")->seconds, 3600U);
  EXPECT_EQ(Ttl::parse("1h30m")->seconds, 5400U);
  EXPECT_EQ(Ttl::parse("1W2D3H4M5S")->seconds, 788645U);
  EXPECT_EQ(Ttl::parse("2147483647")->seconds, 2147483647U);
}

TEST(Ttl, refuses_what_is_no_ttl) {
  for (const char* text : {"", "h", "1x", "1h30", "-1", "+1", "1.5h", " 1", "1 h", "2147483648",
                           "4294967296", "99999999999", "7102w", "1hh"}) {
    const auto result = Ttl::parse(text);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, ErrorCode::bad_number) << text;
  }
}

// RFC 2181 section 8.
TEST(Ttl, counts_as_zero_on_the_wire_with_the_top_bit_set) {
  EXPECT_EQ(Ttl::from_wire(0x7fffffffU).seconds, 0x7fffffffU);
  EXPECT_EQ(Ttl::from_wire(0x80000000U).seconds, 0U);
  EXPECT_EQ(Ttl::from_wire(0xffffffffU).seconds, 0U);
}

TEST(Period, may_have_all_32_bits) {
  EXPECT_EQ(*parse_period("4294967295"), 0xffffffffU);
  EXPECT_FALSE(parse_period("4294967296").ok());
  EXPECT_FALSE(parse_period("7102w").ok());
}

TEST(Period, is_printed_with_the_units_that_are_not_zero) {
  EXPECT_EQ(period_text(0), "0s");
  EXPECT_EQ(period_text(3600), "1h");
  EXPECT_EQ(period_text(5400), "1h30m");
  EXPECT_EQ(period_text(788645), "1w2d3h4m5s");
  for (const std::uint32_t seconds :
       {1U, 59U, 61U, 86399U, 86401U, 604801U, 0x7fffffffU, 0xffffffffU}) {
    EXPECT_EQ(*parse_period(period_text(seconds)), seconds);
  }
}

}  // namespace
}  // namespace vouch
