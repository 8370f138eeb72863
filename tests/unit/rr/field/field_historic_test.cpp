// Types of long ago.
#include "tests/unit/rr/text_and_wire.hpp"

namespace vouch::test {
namespace {

// RFC 1035 section 3.4.2.
TEST(WksField, has_a_protocol_and_ports_by_number_or_name) {
  EXPECT_EQ(wire_of(RRType::WKS, "10.0.0.1 TCP smtp 53"), "0a0000010600000040000004");
  EXPECT_EQ(printed(RRType::WKS, "10.0.0.1 tcp domain SMTP telnet 65535").substr(0, 25),
            "10.0.0.1 6 23 25 53 65535");
  EXPECT_EQ(printed(RRType::WKS, "10.0.0.1 17"), "10.0.0.1 17");
  EXPECT_EQ(printed(RRType::WKS, "10.0.0.1 6 65536"), "error: bad_number");
  EXPECT_EQ(printed(RRType::WKS, "10.0.0.1 256"), "error: bad_number");
  EXPECT_EQ(printed(RRType::WKS, "10.0.0.1 TCP nosuchservice"), "error: bad_number");
  EXPECT_EQ(printed(RRType::WKS, "10.0.0.1"), "error: bad_rdata");
}

// Zero octets at the end of the bitmap would be lost in text.
TEST(WksField, is_printed_in_the_generic_form_where_its_text_would_lose_octets) {
  EXPECT_EQ(printed_wire(RRType::WKS, "0a000001 06 40"), "10.0.0.1 6 1");
  EXPECT_EQ(printed_wire(RRType::WKS, "0a000001 06 4000"), "\\# 7 0A000001064000");
}

// RFC 2535 section 5.2.
TEST(NxtField, lists_types_below_128) {
  EXPECT_EQ(wire_of(RRType::NXT, "medium A MX SIG NXT"),
            "066d656469756d076578616d706c65004001008"
            "2");
  EXPECT_EQ(printed(RRType::NXT, "big. A TYPE71 71"), "big. A 71");
  EXPECT_EQ(printed(RRType::NXT, "big. TYPE128"), "error: bad_type");
  EXPECT_EQ(printed(RRType::NXT, "big. TYPE0"), "error: bad_type");
  EXPECT_EQ(printed(RRType::NXT, "big."), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::NXT, "00 80ff"), "\\# 3 0080FF");
  EXPECT_EQ(printed_wire(RRType::NXT, "00 4000"), "\\# 3 004000");
  EXPECT_EQ(printed_wire(RRType::NXT, "00 40000000 00000000 00000000 00000000 01"),
            "error: bad_rdata");
}

// RFC 2874 section 3.
TEST(A6Field, has_a_suffix_and_a_prefix_name) {
  EXPECT_EQ(wire_of(RRType::A6, "64 ::1:2:3:4 p."), "400001000200030004017000");
  EXPECT_EQ(printed(RRType::A6, "0 2001:db8::1"), "0 2001:db8::1");
  EXPECT_EQ(printed(RRType::A6, "128 p."), "128 p.");
  EXPECT_EQ(printed(RRType::A6, "60 ::a:1:2:3:4 p."), "60 ::a:1:2:3:4 p.");
  EXPECT_EQ(printed(RRType::A6, "60 ::1a:1:2:3:4 p."), "error: bad_address");
  EXPECT_EQ(printed(RRType::A6, "129 p."), "error: bad_number");
  EXPECT_EQ(printed(RRType::A6, "0 2001:db8::1 p."), "error: bad_rdata");
  EXPECT_EQ(printed(RRType::A6, "64 ::1"), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::A6, "80 00"), "128 .");
  EXPECT_EQ(printed_wire(RRType::A6, "81 00"), "error: bad_rdata");
}

// RFC 1706 section 6: periods are for people.
TEST(NsapField, is_hexadecimal) {
  EXPECT_EQ(printed(RRType::NSAP, "0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00"),
            "0x47000580005a0000000001e133ffffff00016100");
  EXPECT_EQ(printed(RRType::NSAP, "0x4"), "error: bad_base16");
  EXPECT_EQ(printed(RRType::NSAP, "4700"), "error: bad_address");
  EXPECT_EQ(printed(RRType::NSAP, "0x"), "error: bad_address");
}

TEST(AtmField, is_an_end_system_address_or_a_number) {
  EXPECT_EQ(wire_of(RRType::ATMA, "+358.400.1234567"), "0133353834303031323334353637");
  EXPECT_EQ(printed(RRType::ATMA, "39.246f.00"), "39246f00");
  EXPECT_EQ(printed(RRType::ATMA, "+12a"), "error: bad_address");
  EXPECT_EQ(printed(RRType::ATMA, "+"), "error: bad_address");
  EXPECT_EQ(printed_wire(RRType::ATMA, "02 ff"), "\\# 2 02FF");
}

// RFC 1183 section 3.1.
TEST(X25Field, has_four_digits_or_more) {
  EXPECT_EQ(printed(RRType::X25, "311061700956"), "\"311061700956\"");
  EXPECT_EQ(printed(RRType::X25, "311"), "error: bad_address");
  EXPECT_EQ(printed(RRType::X25, "3110x"), "error: bad_address");
}

}  // namespace
}  // namespace vouch::test
