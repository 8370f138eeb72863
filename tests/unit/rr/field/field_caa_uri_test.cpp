// CAA (RFC 8659), URI (RFC 7553), and NAPTR (RFC 3403) with its character strings.
#include "tests/unit/rr/text_and_wire.hpp"

using namespace vouch;
using namespace vouch::test;

TEST(Caa, the_value_has_no_length_and_is_printed_in_quotes) {
  EXPECT_EQ(wire_of(RRType::CAA, "0 issue \"ca.example.net\""),
            "0005697373756563612e6578616d706c652e6e6574");
  EXPECT_EQ(printed(RRType::CAA, "128 tbs Unknown"), "128 tbs \"Unknown\"");
  EXPECT_EQ(printed(RRType::CAA, "0 issue \"\""), "0 issue \"\"");
  EXPECT_EQ(printed(RRType::CAA, "0 ISSUE \"a\\\"b\\\\\\200;c\""), "0 ISSUE \"a\\\"b\\\\\\200;c\"");
}

TEST(Caa, a_value_may_be_longer_than_a_character_string) {
  const std::string value(1000, 'v');
  EXPECT_EQ(printed(RRType::CAA, "0 issue \"" + value + "\""), "0 issue \"" + value + "\"");
}

TEST(Caa, refuses_what_is_malformed) {
  for (const char* text : {"256 issue x", "0 is-sue x", "0 \"\" x", "0 issue", "0 issue a b"}) {
    EXPECT_EQ(printed(RRType::CAA, text).substr(0, 5), "error") << text;
  }
  EXPECT_EQ(printed_wire(RRType::CAA, "00"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::CAA, "0000"), "error: bad_rdata") << "a tag of no octets";
  EXPECT_EQ(printed_wire(RRType::CAA, "000269"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::CAA, "0002692d"), "error: bad_rdata") << "a hyphen in the tag";
  EXPECT_EQ(printed_wire(RRType::CAA, "000169"), "0 i \"\"");
}

TEST(Uri, the_target_has_no_length_and_is_printed_in_quotes) {
  EXPECT_EQ(wire_of(RRType::URI, "10 1 \"ftp://ftp.example/\""),
            "000a00016674703a2f2f6674702e6578616d706c652f");
  EXPECT_EQ(printed(RRType::URI, "65535 65535 \"a\\\"\\\\\\009b\""),
            "65535 65535 \"a\\\"\\\\\\009b\"");
}

TEST(Uri, refuses_what_is_malformed) {
  for (const char* text : {"65536 1 \"x\"", "1 1 \"\"", "1 1", "1 1 \"a\" \"b\"", "1 \"a\""}) {
    EXPECT_EQ(printed(RRType::URI, text).substr(0, 5), "error") << text;
  }
  EXPECT_EQ(printed_wire(RRType::URI, "000a0001"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::URI, "000a00"), "error: truncated");
}

TEST(Naptr, its_parts_are_character_strings_and_a_name) {
  const char* const text = "100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:info@example.com!\" .";
  EXPECT_EQ(printed(RRType::NAPTR, text), text);
  EXPECT_EQ(printed(RRType::NAPTR, "1 1 S A \"\" _z._tcp"),
            "1 1 \"S\" \"A\" \"\" _z._tcp.example.");
  EXPECT_EQ(printed(RRType::NAPTR, "1 1 S A .").substr(0, 5), "error");
  EXPECT_EQ(printed_wire(RRType::NAPTR, "0001 0001 0153 0141"), "error: truncated");
}
