// RFC 3597 section 5: records of unknown types and classes, and known types in the generic form.
#include <gtest/gtest.h>

#include "vouch/base/encoding.hpp"
#include "vouch/rr/rrset.hpp"

using namespace vouch;

namespace {

struct Example {
  const char* owner;
  const char* rrclass;
  const char* type;
  const char* rdata;
  const char* wire;
  const char* printed;
};

constexpr Example examples[] = {
    {"a.example.", "CLASS32", "TYPE731", "\\# 6 abcd ef 01 23 45", "ABCDEF012345",
     "a.example.\t0\tCLASS32\tTYPE731\t\\# 6 ABCDEF012345"},
    {"b.example.", "HS", "TYPE62347", "\\# 0", "", "b.example.\t0\tHS\tTYPE62347\t\\# 0"},
    {"e.example.", "IN", "A", "\\# 4 0A000001", "0A000001", "e.example.\t0\tIN\tA\t10.0.0.1"},
    {"e.example.", "CLASS1", "TYPE1", "10.0.0.2", "0A000002", "e.example.\t0\tIN\tA\t10.0.0.2"},
};

}  // namespace

TEST(Rfc3597, section_5_examples_are_read_and_known_types_printed_in_their_own_form) {
  for (const Example& example : examples) {
    const auto type = parse_type(example.type);
    const auto rrclass = parse_class(example.rrclass);
    ASSERT_TRUE(type && rrclass) << example.printed;
    const auto rdata = parse_rdata_text(*type, *rrclass, example.rdata);
    ASSERT_TRUE(rdata.ok()) << rdata.error().message();
    EXPECT_EQ(base16_text(*rdata), example.wire);
    const Record record{*Name::parse(example.owner), *type, *rrclass, Ttl{0}, *rdata};
    EXPECT_EQ(record.text(), example.printed);
  }
}

TEST(Rfc3597, section_5_the_length_must_be_that_of_the_octets) {
  for (const char* text :
       {"\\# 3 abcd", "\\# 1 abcd", "\\# 2 abc", "\\# 2", "\\#", "\\# x ab", "\\# 0 ab"}) {
    EXPECT_FALSE(parse_rdata_text(RRType{731}, RRClass::IN, text).ok()) << text;
  }
}

TEST(Rfc3597, section_5_the_generic_form_of_a_known_type_is_checked_as_that_type) {
  EXPECT_FALSE(parse_rdata_text(RRType::A, RRClass::IN, "\\# 3 0a0000").ok());
}

// Section 4: compression is for the types of RFC 1035 alone.
TEST(Rfc3597, section_4_names_in_rdata_of_unknown_types_are_left_as_they_are) {
  const Octets pointer = {0xc0, 0x0c};
  EXPECT_TRUE(check_rdata(RRType{65280}, RRClass::IN, pointer).ok());
  EXPECT_FALSE(check_rdata(RRType::DNAME, RRClass::IN, pointer).ok());
}

// Section 7: canonical form lower-cases names of known types only.
TEST(Rfc3597, section_7_rdata_of_unknown_types_keeps_its_letters) {
  const Octets rdata = {1, 'A', 0};
  Octets canonical;
  append_canonical_rdata(canonical, RRType{65280}, RRClass::IN, rdata);
  EXPECT_EQ(canonical, rdata);
}
