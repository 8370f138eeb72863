#include "vouch/rr/type.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vouch {
namespace {

TEST(RRType, is_read_by_mnemonic_in_any_case) {
  EXPECT_EQ(parse_type("A"), RRType::A);
  EXPECT_EQ(parse_type("dnskey"), RRType::DNSKEY);
  EXPECT_EQ(parse_type("Nsap-Ptr"), RRType::NSAP_PTR);
  EXPECT_EQ(parse_type("NULL"), RRType::NULL_);
  EXPECT_EQ(parse_type("any"), RRType::ANY);
}

// RFC 3597 section 5.
TEST(RRType, is_read_and_written_in_the_generic_form) {
  EXPECT_EQ(parse_type("TYPE1"), RRType::A);
  EXPECT_EQ(parse_type("type65280"), RRType{65280});
  EXPECT_EQ(parse_type("TYPE65535"), RRType{65535});
  EXPECT_EQ(text(RRType{65280}), "TYPE65280");
  EXPECT_EQ(text(RRType{0}), "TYPE0");
  EXPECT_EQ(text(RRType::NSEC3PARAM), "NSEC3PARAM");
  EXPECT_EQ(text(RRType::DLV), "DLV");
}

TEST(RRType, refuses_other_words) {
  for (const char* word :
       {"", "AA", "TYPE", "TYPE65536", "TYPE-1", "TYPE+1", "TYPE1x", "TYPE 1", "1", "IN", "A "}) {
    EXPECT_EQ(parse_type(word), std::nullopt) << word;
  }
}

TEST(RRType, every_row_is_found_by_code_and_by_mnemonic) {
  std::set<std::string_view> mnemonics;
  for (const TypeRow& row : all_type_rows()) {
    EXPECT_EQ(row_of(row.type), &row) << row.mnemonic;
    EXPECT_EQ(parse_type(row.mnemonic), row.type) << row.mnemonic;
    EXPECT_EQ(text(row.type), row.mnemonic);
    EXPECT_TRUE(mnemonics.insert(row.mnemonic).second) << row.mnemonic;
    EXPECT_FALSE(row.reference.empty());
  }
}

TEST(RRType, has_no_row_for_other_codes) {
  std::set<RRType> types;
  for (const TypeRow& row : all_type_rows()) types.insert(row.type);
  for (unsigned code = 0; code < 0x10000; ++code) {
    const RRType type{static_cast<std::uint16_t>(code)};
    ASSERT_EQ(row_of(type) != nullptr, types.count(type) != 0) << code;
    ASSERT_EQ(parse_type(text(type)), type);
  }
}

// RFC 6895 section 3.1.
TEST(RRType, knows_what_cannot_stand_in_a_zone) {
  for (const RRType type : {RRType::OPT, RRType::TSIG, RRType::TKEY, RRType::NXNAME, RRType::ANY,
                            RRType::AXFR, RRType::IXFR, RRType::MAILA, RRType::MAILB}) {
    EXPECT_TRUE(is_meta(type)) << text(type);
  }
  for (const RRType type : {RRType::A, RRType::RRSIG, RRType::NULL_, RRType{65280}}) {
    EXPECT_FALSE(is_meta(type)) << text(type);
  }
}

}  // namespace
}  // namespace vouch
