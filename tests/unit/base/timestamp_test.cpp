#include "vouch/base/timestamp.hpp"

#include <gtest/gtest.h>

namespace vouch {
namespace {

constexpr Timestamp some_time{1458000000};  // 2016-03-15T00:00:00Z

TEST(Timestamp, reads_the_compact_form_of_rrsigs) {
  EXPECT_EQ(Timestamp::parse("20160315000000", {})->seconds, 1458000000);
  EXPECT_EQ(Timestamp::parse("19700101000000", {})->seconds, 0);
  EXPECT_EQ(Timestamp::parse("20380119031408", {})->seconds, 0x80000000LL);
  EXPECT_EQ(Timestamp::parse("21060207062815", {})->seconds, 0xffffffffLL);
}

TEST(Timestamp, reads_iso_forms_seconds_and_times_relative_to_now) {
  EXPECT_EQ(Timestamp::parse("2016-03-15T00:00:00Z", {})->seconds, 1458000000);
  EXPECT_EQ(Timestamp::parse("2016-03-15 00:00:01", {})->seconds, 1458000001);
  EXPECT_EQ(Timestamp::parse("2016-03-15", {})->seconds, 1458000000);
  EXPECT_EQ(Timestamp::parse("1458000000", {})->seconds, 1458000000);
  EXPECT_EQ(*Timestamp::parse("now", some_time), some_time);
  EXPECT_EQ(Timestamp::parse("+14d", some_time)->seconds, 1458000000 + 14 * 86400);
  EXPECT_EQ(Timestamp::parse("-1h", some_time)->seconds, 1458000000 - 3600);
}

TEST(Timestamp, refuses_what_is_no_time) {
  for (const char* text :
       {"", "x", "2016031500000", "201603150000000", "20161315000000", "20160230000000",
        "20160315240000", "20160315006000", "20160315000060", "2016-3-15", "2016-03-15T00:00",
        "2016-03-15X00:00:00", "+", "-x", "123456789012", "20160015000000", "20160300000000"}) {
    const auto result = Timestamp::parse(text, some_time);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, ErrorCode::bad_time) << text;
  }
}

TEST(Timestamp, knows_leap_years) {
  EXPECT_TRUE(Timestamp::parse("20160229000000", {}).ok());
  EXPECT_TRUE(Timestamp::parse("20000229000000", {}).ok());
  EXPECT_FALSE(Timestamp::parse("20150229000000", {}).ok());
  EXPECT_FALSE(Timestamp::parse("21000229000000", {}).ok());
  EXPECT_FALSE(Timestamp::parse("19000229000000", {}).ok());
  EXPECT_EQ(Timestamp::parse("20000301000000", {})->seconds -
                Timestamp::parse("20000228000000", {})->seconds,
            2 * 86400);
  EXPECT_EQ(Timestamp::parse("21000301000000", {})->seconds -
                Timestamp::parse("21000228000000", {})->seconds,
            86400);
}

TEST(Timestamp, prints_the_three_forms) {
  EXPECT_EQ(some_time.compact(), "20160315000000");
  EXPECT_EQ(some_time.iso(), "2016-03-15T00:00:00Z");
  EXPECT_EQ(some_time.readable(), "2016-03-15 00:00:00 UTC");
  EXPECT_EQ(Timestamp{-1}.iso(), "1969-12-31T23:59:59Z");
}

// Every midnight and the second before, from 1970 to 2106: printing and reading agree, and days
// follow each other.
TEST(Timestamp, gives_back_every_day_until_2106) {
  int days_of_february = 0;
  for (std::int64_t day = 0; day <= 0xffffffffLL / 86400; ++day) {
    const Timestamp midnight{day * 86400};
    ASSERT_EQ(*Timestamp::parse(midnight.compact(), {}), midnight) << midnight.iso();
    ASSERT_EQ(*Timestamp::parse(midnight.iso(), {}), midnight) << midnight.iso();
    const Timestamp before = midnight.plus(-1);
    ASSERT_EQ(before.compact().substr(8), "235959");
    days_of_february += midnight.compact().substr(4, 4) == "0229" ? 1 : 0;
  }
  EXPECT_EQ(days_of_february, 33);  // 1972 to 2104 without 2100
}

TEST(Timestamp, is_the_moment_nearest_to_now_with_those_32_bits) {
  EXPECT_EQ(Timestamp::from_wire(1458000000, some_time), some_time);
  EXPECT_EQ(Timestamp::from_wire(1457999999, some_time).seconds, 1457999999);
  const Timestamp near_wrap{0x100000005LL};
  EXPECT_EQ(Timestamp::from_wire(0xfffffffeU, near_wrap).seconds, 0xfffffffeLL);
  EXPECT_EQ(Timestamp::from_wire(10, near_wrap).seconds, 0x10000000aLL);
  EXPECT_EQ(Timestamp::from_wire(10, Timestamp{0xfffffff0LL}).seconds, 0x10000000aLL);
}

TEST(RrsigTime, reads_dates_and_plain_seconds) {
  EXPECT_EQ(*parse_rrsig_time("20160315000000"), 1458000000U);
  EXPECT_EQ(*parse_rrsig_time("1458000000"), 1458000000U);
  EXPECT_EQ(*parse_rrsig_time("0"), 0U);
  EXPECT_EQ(*parse_rrsig_time("4294967295"), 0xffffffffU);
  EXPECT_EQ(*parse_rrsig_time("21060207062815"), 0xffffffffU);
}

// RFC 4034 section 3.2: the form has no more than 32 bits; a date before 1970 or after 2106 would
// come back as another.
TEST(RrsigTime, refuses_what_32_bits_do_not_hold) {
  for (const char* text : {"", "4294967296", "21060207062816", "19691231235959", "99991231235959",
                           "20161315000000", "12345678901", "+1d", "now"}) {
    const auto result = parse_rrsig_time(text);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, ErrorCode::bad_time) << text;
  }
}

TEST(RrsigTime, is_printed_as_a_date_up_to_2106) {
  EXPECT_EQ(rrsig_time_text(0), "19700101000000");
  EXPECT_EQ(rrsig_time_text(1458000000), "20160315000000");
  EXPECT_EQ(rrsig_time_text(0x80000000U), "20380119031408");
  EXPECT_EQ(rrsig_time_text(0xffffffffU), "21060207062815");
}

}  // namespace
}  // namespace vouch
