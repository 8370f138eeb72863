// Text of RDATA: the generic form, tokens, and what every walker does whatever the fields are.
#include <gtest/gtest.h>

#include "tests/unit/rr/text_and_wire.hpp"
#include "vouch/rr/rdata.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {
namespace {

using namespace std::string_view_literals;

Result<Octets> parse(RRType type, std::string_view text, RRClass rrclass = RRClass::IN) {
  return parse_rdata_text(type, rrclass, text, Name::parse("example.").value());
}

Octets octets(std::string_view text) { return {octets_of(text).begin(), octets_of(text).end()}; }

ErrorCode code_of(RRType type, std::string_view text) {
  const auto result = parse(type, text);
  EXPECT_FALSE(result.ok()) << text;
  return result.ok() ? ErrorCode::verify_failed : result.error().code;
}

// RFC 3597 section 5.
TEST(GenericText, is_read_for_unknown_types) {
  EXPECT_EQ(*parse(RRType{731}, "\\# 6 abcd ef01 2345"), octets("\xab\xcd\xef\x01\x23\x45"sv));
  EXPECT_EQ(*parse(RRType{62347}, "\\# 0"), Octets());
  EXPECT_EQ(*parse(RRType::A, "\\# 4 0A000001"), octets("\x0a\0\0\1"sv));
  EXPECT_EQ(*parse(RRType::AAAA, "\\# 1 ff", RRClass::CH), octets("\xff"sv));
}

TEST(GenericText, of_a_known_type_must_have_its_form) {
  EXPECT_FALSE(parse(RRType::A, "\\# 3 0A0000").ok());
  EXPECT_FALSE(parse(RRType::A, "\\# 5 0A00000100").ok());
  EXPECT_FALSE(parse(RRType::MX, "\\# 4 0005C00C").ok());
  EXPECT_TRUE(parse(RRType::MX, "\\# 5 0005016100").ok());
}

TEST(GenericText, refuses_lengths_that_are_not_that_of_the_octets) {
  EXPECT_EQ(code_of(RRType{731}, "\\#"), ErrorCode::bad_rdata);
  EXPECT_EQ(code_of(RRType{731}, "\\# 2 00"), ErrorCode::bad_rdata);
  EXPECT_EQ(code_of(RRType{731}, "\\# 1 0000"), ErrorCode::bad_rdata);
  EXPECT_EQ(code_of(RRType{731}, "\\# 0 00"), ErrorCode::bad_rdata);
  EXPECT_EQ(code_of(RRType{731}, "\\# 65536 00"), ErrorCode::bad_number);
  EXPECT_EQ(code_of(RRType{731}, "\\# x 00"), ErrorCode::bad_number);
  EXPECT_EQ(code_of(RRType{731}, "\\# 1 0 0"), ErrorCode::bad_base16);
  EXPECT_EQ(code_of(RRType{731}, "\\# 1 0g"), ErrorCode::bad_base16);
}

TEST(GenericText, is_the_only_one_of_types_and_classes_without_a_form) {
  EXPECT_EQ(code_of(RRType{731}, "abc"), ErrorCode::bad_rdata);
  EXPECT_EQ(code_of(RRType{731}, "\"\\#\" 0"), ErrorCode::bad_rdata);
  EXPECT_FALSE(parse(RRType::AAAA, "::1", RRClass::CH).ok());
  EXPECT_FALSE(parse(RRType::NULL_, "abc").ok());
  EXPECT_EQ(rdata_text(RRType::AAAA, RRClass::CH, octets("\xff"sv)), "\\# 1 FF");
  EXPECT_EQ(rdata_text(RRType::NULL_, RRClass::IN, octets("ab"sv)), "\\# 2 6162");
  EXPECT_EQ(rdata_text(RRType{731}, RRClass::IN, {}), "\\# 0");
}

TEST(RdataText, refuses_missing_and_extra_tokens_with_their_place) {
  EXPECT_EQ(code_of(RRType::MX, "10"), ErrorCode::bad_rdata);
  const auto extra = parse(RRType::MX, "10 mail more");
  ASSERT_FALSE(extra.ok());
  EXPECT_EQ(extra.error().code, ErrorCode::bad_rdata);
  EXPECT_EQ(extra.error().where.column, 9U);
  const auto number = parse(RRType::SRV, "1 2 99999 host");
  ASSERT_FALSE(number.ok());
  EXPECT_EQ(number.error().message(), "line 1, column 5: port is no number from 0 to 65535");
}

TEST(RdataText, leaves_the_target_as_it_was_on_error) {
  Octets target = {7};
  const Token tokens[] = {{"10"}, {"a..b"}};
  EXPECT_FALSE(parse_rdata(RRType::MX, RRClass::IN, tokens, NameView(), target).ok());
  EXPECT_EQ(target, Octets{7});
}

TEST(RdataText, completes_relative_names_with_the_origin) {
  EXPECT_EQ(*parse(RRType::NS, "ns"), octets("\2ns\7example\0"sv));
  EXPECT_EQ(*parse(RRType::NS, "@"), octets("\7example\0"sv));
  EXPECT_EQ(*parse(RRType::NS, "ns."), octets("\2ns\0"sv));
  EXPECT_FALSE(parse(RRType::NS, "\"ns\"").ok());
}

TEST(RdataText, splits_tokens_at_blanks_outside_of_quotes) {
  EXPECT_EQ(*parse(RRType::TXT, "a \"b c\"\td\\ e \"f\\\"g\""), octets("\1a\3b c\3d e\3f\"g"sv));
  EXPECT_EQ(*parse(RRType::TXT, " \"\" "), octets("\0"sv));
  EXPECT_FALSE(parse(RRType::TXT, "\"a").ok());
  EXPECT_FALSE(parse(RRType::TXT, "a\\").ok());
  EXPECT_FALSE(parse(RRType::TXT, "").ok());
}

TEST(RdataText, refuses_more_than_65535_octets) {
  std::string text;
  for (int i = 0; i < 256; ++i) text += '"' + std::string(255, 'a') + "\" ";
  EXPECT_EQ(code_of(RRType::TXT, text), ErrorCode::too_long);
  text.resize(text.size() - 258);
  EXPECT_TRUE(parse(RRType::TXT, text).ok());
}

TEST(RecordText, is_owner_ttl_class_type_and_rdata_by_tabs) {
  const Record record = {Name::parse("Www.example.").value(), RRType::A, RRClass::IN, Ttl{3600},
                         octets("\xc0\0\2\1"sv)};
  EXPECT_EQ(record.text(), "Www.example.\t3600\tIN\tA\t192.0.2.1");
  const Record unknown = {Name(), RRType{65280}, RRClass{65281}, Ttl{0}, {}};
  EXPECT_EQ(unknown.text(), ".\t0\tCLASS65281\tTYPE65280\t\\# 0");
}

}  // namespace
}  // namespace vouch
