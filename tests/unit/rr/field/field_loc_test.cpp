// LOC (RFC 1876): every form of an angle, an altitude, a size; and what the wire may hold.
#include <gmock/gmock.h>

#include "tests/unit/rr/text_and_wire.hpp"

using namespace vouch;
using namespace vouch::test;
using testing::HasSubstr;

namespace {

std::string loc(std::string_view text) { return printed(RRType::LOC, text); }

}  // namespace

TEST(Loc, minutes_seconds_and_precisions_may_be_left_out) {
  EXPECT_EQ(loc("42 21 54 N 71 06 18 W -24m 30m"),
            "42 21 54.000 N 71 6 18.000 W -24.00m 30m 10000m 10m");
  EXPECT_EQ(loc("1 N 2 E 3"), "1 0 0.000 N 2 0 0.000 E 3.00m 1m 10000m 10m");
  EXPECT_EQ(loc("1 2 N 3 4 W 5m 6m 7m"), "1 2 0.000 N 3 4 0.000 W 5.00m 6m 7m 10m");
  EXPECT_EQ(loc("1 2 3 S 4 5 6.7 E 8m 9m 10m 11m"), "1 2 3.000 S 4 5 6.700 E 8.00m 9m 10m 10m");
}

TEST(Loc, the_wire_has_size_horizontal_and_vertical_precision_in_this_order) {
  EXPECT_EQ(wire_of(RRType::LOC, "0 N 0 E 0m 1m 20m 300m"),
            "00"
            "12"
            "23"
            "34"
            "80000000"
            "80000000"
            "00989680");
}

TEST(Loc, reaches_the_poles_the_date_line_and_the_ends_of_the_altitude) {
  EXPECT_EQ(loc("90 N 180 E 42849672.95m"),
            "90 0 0.000 N 180 0 0.000 E 42849672.95m 1m 10000m 10m");
  EXPECT_EQ(loc("90 0 0.000 S 180 W -100000.00"),
            "90 0 0.000 S 180 0 0.000 W -100000.00m 1m 10000m 10m");
  for (const char* text : {"90 0 0.001 N 0 E 0",
                           "91 N 0 E 0",
                           "0 N 180 0 0.001 E 0",
                           "0 N 181 E 0",
                           "0 N 0 E 42849672.96m",
                           "0 N 0 E -100000.01m",
                           "1 60 N 0 E 0",
                           "1 0 60 N 0 E 0",
                           "1 0 59.9999 N 0 E 0",
                           "0 N 0 E 1m 90000000.01m",
                           "0 N 0 E 1m 0.001m",
                           "0 N 0 E 1km",
                           "0 N 0 E",
                           "0 N 0 E m",
                           "0 N 0 E -",
                           "0 N 0 E 1m 1m 1m 1m 1m",
                           "-1 N 0 E 0",
                           "1. N 0 E 0",
                           "0 0 E 0",
                           "0 E 0 N 0",
                           "0 0 0 0 N 0 E 0",
                           "0 N 0 E 99999999999999999999m"}) {
    EXPECT_THAT(loc(text), HasSubstr("error: ")) << text;
  }
}

TEST(Loc, zero_is_north_and_east) {
  EXPECT_EQ(loc("0 S 0 W 0"), "0 0 0.000 N 0 0 0.000 E 0.00m 1m 10000m 10m");
}

TEST(Loc, precisions_are_rounded_down_to_one_digit) {
  EXPECT_EQ(loc("0 N 0 E 0 12.34m 99.99m 1.25m"), "0 0 0.000 N 0 0 0.000 E 0.00m 10m 90m 1m");
  EXPECT_EQ(loc("0 N 0 E 0 0m 0.05m 0.5m"), "0 0 0.000 N 0 0 0.000 E 0.00m 0.00m 0.05m 0.50m");
  EXPECT_EQ(loc("0 N 0 E 0 90000000m 90000000.00m"),
            "0 0 0.000 N 0 0 0.000 E 0.00m 90000000m 90000000m 10m");
}

TEST(Loc, wire_form_is_checked) {
  const std::string rest = "80000000 80000000 00989680";
  EXPECT_EQ(printed_wire(RRType::LOC, ""), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::LOC, "00 12 16 13 80000000 80000000 009896"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::LOC, "00 12 16 13" + rest + "00"), "error: trailing_octets");
  EXPECT_EQ(printed_wire(RRType::LOC, "00 a2 16 13" + rest), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::LOC, "00 12 1a 13" + rest), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::LOC, "00 12 16 13 934fd901 80000000 00989680"), "error: bad_rdata")
      << "a thousandth of a second beyond the pole";
  EXPECT_EQ(printed_wire(RRType::LOC, "00 12 16 13 80000000 591f5a00 00989680").substr(0, 5),
            "error");
}

TEST(Loc, other_versions_and_precisions_without_text_are_carried_in_the_generic_form) {
  EXPECT_EQ(printed_wire(RRType::LOC, "01 ff"), "\\# 2 01FF");
  EXPECT_EQ(printed_wire(RRType::LOC, "00 05 16 13 80000000 80000000 00989680"),
            "\\# 16 00051613800000008000000000989680")
      << "zero with a power";
}
