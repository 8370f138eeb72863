// APL (RFC 3123): prefixes in text, and trailing zeros and lengths on the wire.
#include "tests/unit/rr/text_and_wire.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

std::string apl(std::string_view text) { return printed(RRType::APL, text); }
std::string read_apl(std::string_view hex) { return printed_wire(RRType::APL, hex); }

}  // namespace

TEST(Apl, a_list_may_be_empty) {
  EXPECT_EQ(wire_of(RRType::APL, ""), "");
  EXPECT_EQ(read_apl(""), "");
}

TEST(Apl, prefixes_of_both_families_with_negation) {
  const char* const text = "1:192.0.2.0/24 !1:192.0.2.64/28 2:2001:db8::/32 !2:ff00::/8";
  EXPECT_EQ(apl(text), text);
}

TEST(Apl, trailing_zero_octets_are_left_out_on_the_wire) {
  EXPECT_EQ(wire_of(RRType::APL, "1:192.0.2.0/24"), "00011803c00002");
  EXPECT_EQ(wire_of(RRType::APL, "!1:10.0.0.0/8"), "000108810a");
  EXPECT_EQ(wire_of(RRType::APL, "1:0.0.0.0/0"), "00010000");
  EXPECT_EQ(wire_of(RRType::APL, "2:::/0"), "00020000");
  EXPECT_EQ(wire_of(RRType::APL, "2:2001:db8::/32"), "0002200420010db8");
}

TEST(Apl, bits_after_the_prefix_are_kept) {
  EXPECT_EQ(apl("1:192.0.2.1/24"), "1:192.0.2.1/24");
  EXPECT_EQ(apl("1:1.2.3.4/0"), "1:1.2.3.4/0");
}

TEST(Apl, refuses_malformed_prefixes) {
  for (const char* text :
       {"1:192.0.2.0/33", "2:2001:db8::/129", "3:aa/8", "1:192.0.2.0", "1:192.0.2/24",
        "192.0.2.0/24", "1:2001:db8::/32", "2:192.0.2.0/24", "!!1:192.0.2.0/24", "1:192.0.2.0/",
        "1:/24", "!", "1:192.0.2.0/24x", "1:192.0.2.0/-1", "\"1:192.0.2.0/24\""}) {
    EXPECT_EQ(apl(text), "error: bad_rdata") << text;
  }
}

TEST(Apl, wire_form_is_checked) {
  EXPECT_EQ(read_apl("000118"), "error: truncated");
  EXPECT_EQ(read_apl("00011803c000"), "error: truncated");
  EXPECT_EQ(read_apl("00012101c0"), "error: bad_rdata") << "a prefix of 33 bits";
  EXPECT_EQ(read_apl("00028101c0"), "error: bad_rdata") << "a prefix of 129 bits";
  EXPECT_EQ(read_apl("00011804c0000200"), "error: bad_rdata") << "a trailing zero octet";
  EXPECT_EQ(read_apl("00011805c000020101"), "error: bad_rdata") << "five octets of IPv4";
  EXPECT_EQ(read_apl("00030800"), "error: bad_rdata") << "another family";
  EXPECT_EQ(read_apl("00011803c0000200020000"), "1:192.0.2.0/24 2:::/0");
}
