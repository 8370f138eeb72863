#include "vouch/iana/registry.hpp"

#include <gtest/gtest.h>

namespace vouch {
namespace {

TEST(RRClass, is_read_and_written_by_mnemonic_or_generic_form) {
  EXPECT_EQ(parse_class("IN"), RRClass::IN);
  EXPECT_EQ(parse_class("ch"), RRClass::CH);
  EXPECT_EQ(parse_class("CLASS1"), RRClass::IN);
  EXPECT_EQ(parse_class("class65280"), RRClass{65280});
  EXPECT_EQ(text(RRClass::NONE), "NONE");
  EXPECT_EQ(text(RRClass{65280}), "CLASS65280");
}

TEST(RRClass, refuses_other_words) {
  for (const char* word :
       {"", "I", "INN", "CLASS", "CLASS65536", "CLASS-1", "CLASS1x", "1", "TYPE1"}) {
    EXPECT_EQ(parse_class(word), std::nullopt) << word;
  }
}

TEST(Rcode, is_read_and_written_by_mnemonic_or_number) {
  EXPECT_EQ(text(Rcode::NXDOMAIN), "NXDOMAIN");
  EXPECT_EQ(text(Rcode{12}), "RCODE12");
  EXPECT_EQ(parse_rcode("servfail"), Rcode::SERVFAIL);
  EXPECT_EQ(parse_rcode("RCODE4095"), Rcode{4095});
  EXPECT_EQ(parse_rcode("RCODE4096"), std::nullopt);
}

TEST(Opcode, is_read_and_written_by_mnemonic_or_number) {
  EXPECT_EQ(text(Opcode::UPDATE), "UPDATE");
  EXPECT_EQ(text(Opcode{3}), "OPCODE3");
  EXPECT_EQ(parse_opcode("notify"), Opcode::NOTIFY);
  EXPECT_EQ(parse_opcode("OPCODE15"), Opcode{15});
  EXPECT_EQ(parse_opcode("OPCODE16"), std::nullopt);
}

TEST(Algorithm, is_read_by_mnemonic_in_any_case_or_by_number) {
  EXPECT_EQ(parse_algorithm("ECDSAP256SHA256"), Algorithm::ECDSAP256SHA256);
  EXPECT_EQ(parse_algorithm("ed25519"), Algorithm::ED25519);
  EXPECT_EQ(parse_algorithm("8"), Algorithm::RSASHA256);
  EXPECT_EQ(parse_algorithm("255"), Algorithm{255});
  EXPECT_EQ(parse_algorithm("256"), std::nullopt);
  EXPECT_EQ(parse_algorithm(""), std::nullopt);
  EXPECT_EQ(parse_algorithm("RSASHA"), std::nullopt);
  EXPECT_EQ(text(Algorithm{200}), "200");
}

// RFC 8624 as amended by RFC 9904 and RFC 9905.
TEST(Algorithm, rows_say_what_the_registry_advises) {
  EXPECT_EQ(row_of(Algorithm::RSASHA256)->sign, Advice::recommended);
  EXPECT_EQ(row_of(Algorithm::RSASHA1)->sign, Advice::must_not);
  EXPECT_EQ(row_of(Algorithm::ECDSAP256SHA256)->signature_octets, 64);
  EXPECT_EQ(row_of(Algorithm::ECDSAP384SHA384)->key_octets, 96);
  EXPECT_EQ(row_of(Algorithm::ED448)->signature_octets, 114);
  EXPECT_EQ(row_of(Algorithm::ED25519)->key_octets, 32);
  EXPECT_EQ(row_of(Algorithm{200}), nullptr);
}

TEST(DigestType, is_read_with_or_without_hyphens_or_by_number) {
  EXPECT_EQ(parse_digest_type("SHA-256"), DigestType::sha256);
  EXPECT_EQ(parse_digest_type("sha256"), DigestType::sha256);
  EXPECT_EQ(parse_digest_type("4"), DigestType::sha384);
  EXPECT_EQ(parse_digest_type("256"), std::nullopt);
  EXPECT_EQ(text(DigestType::sha384), "SHA-384");
  EXPECT_EQ(row_of(DigestType::sha1)->octets, 20);
  EXPECT_EQ(row_of(DigestType{99}), nullptr);
}

TEST(ExtendedErrors, are_named_as_in_the_registry) {
  EXPECT_EQ(text(ExtendedErrorCode::signature_expired), "Signature Expired");
  EXPECT_EQ(static_cast<int>(ExtendedErrorCode::signature_expired), 7);
  EXPECT_EQ(text(ExtendedErrorCode{4000}), "4000");
}

TEST(EdnsOptions, are_named_as_dig_names_them) {
  EXPECT_EQ(text(EdnsOptionCode::cookie), "COOKIE");
  EXPECT_EQ(text(EdnsOptionCode{65001}), "OPT=65001");
}

}  // namespace
}  // namespace vouch
