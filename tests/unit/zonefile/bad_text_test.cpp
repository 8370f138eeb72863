// Texts that are refused: where, with which code and words, and what is read all the same.
#include <gtest/gtest.h>

#include "tests/unit/zonefile/reading.hpp"

namespace vouch::test {
namespace {

using namespace std::string_view_literals;

struct BadCase {
  std::string_view name;
  std::string_view text;  ///< the first record of it that is read after the error is named `next`
  std::uint32_t line;
  std::uint32_t column;
  ErrorCode code;
  std::string_view words;  ///< in the message
};

void PrintTo(const BadCase& bad, std::ostream* to) { *to << bad.name; }

class BadText : public testing::TestWithParam<BadCase> {};

// Every text is followed by a good record, so that going on is seen each time.
TEST_P(BadText, is_refused_at_its_place_and_reading_goes_on) {
  const BadCase& bad = GetParam();
  const Reading reading = read_text(std::string(bad.text) + "\nnext A 192.0.2.9\n");
  ASSERT_EQ(reading.errors.size(), 1U) << messages(reading);
  const Error& error = reading.errors[0];
  EXPECT_EQ(error.where.source, "test.zone");
  EXPECT_EQ(error.where.line, bad.line) << error.message();
  EXPECT_EQ(error.where.column, bad.column) << error.message();
  EXPECT_EQ(mnemonic(error.code), mnemonic(bad.code)) << error.message();
  EXPECT_NE(error.detail.find(bad.words), std::string::npos) << error.message();
  EXPECT_EQ(reading.records, "next.example. 60 IN A 192.0.2.9\n");
}

constexpr BadCase tokens[] = {
    {"nul_octet", "a A 192.0.2.1\0 "sv, 1, 14, ErrorCode::bad_syntax, "NUL"},
    {"nul_octet_in_quotes", "a TXT \"x\0y\""sv, 1, 9, ErrorCode::bad_syntax, "NUL"},
    {"escaped_nul_octet", "a TXT x\\\0"sv, 1, 9, ErrorCode::bad_syntax, "NUL"},
    {"nul_octets_for_a_line", "\0\0\0\0"sv, 1, 1, ErrorCode::bad_syntax, "NUL"},
    {"open_quote", "a TXT \"x y", 1, 7, ErrorCode::bad_syntax, "not closed on its line"},
    {"open_quote_after_an_escaped_one", "a TXT \"x\\\"", 1, 7, ErrorCode::bad_syntax,
     "not closed on its line"},
    {"open_quote_after_an_equals_sign", "a SVCB 1 . alpn=\"h2", 1, 17, ErrorCode::bad_syntax,
     "not closed on its line"},
    {"open_quote_in_parentheses", "a TXT (\n\"x\n)", 2, 1, ErrorCode::bad_syntax,
     "not closed on its line"},
    {"quote_inside_a_token", "a TXT x\"y\"", 1, 8, ErrorCode::bad_syntax, "quote inside a token"},
    {"text_after_a_closing_quote", "a TXT \"x\"y", 1, 10, ErrorCode::bad_syntax,
     "follows the closing quote"},
    {"unescaped_inner_quotes", "a TXT \"say \"hi\" now\"", 1, 13, ErrorCode::bad_syntax,
     "follows the closing quote"},
    {"backslash_at_the_end_of_a_line", "a TXT x\\", 1, 8, ErrorCode::bad_syntax, "backslash"},
    {"backslash_before_crlf", "a TXT x\\\r", 1, 8, ErrorCode::bad_syntax, "backslash"},
    {"nested_parenthesis", "a TXT ( x ( y ) )", 1, 11, ErrorCode::bad_syntax, "opened in line 1"},
    {"forgotten_closing_parenthesis", "a TXT ( x\nb TXT ( y )", 2, 7, ErrorCode::bad_syntax,
     "opened in line 1"},
    {"closing_parenthesis_alone", "a TXT x )", 1, 9, ErrorCode::bad_syntax, "without its '('"},
    {"two_closing_parentheses", "a TXT ( x ) )", 1, 13, ErrorCode::bad_syntax, "without its '('"},
};
INSTANTIATE_TEST_SUITE_P(tokens, BadText, testing::ValuesIn(tokens),
                         [](const auto& i) { return std::string(i.param.name); });

constexpr BadCase owners[] = {
    {"empty_label", "a..b A 192.0.2.1", 1, 1, ErrorCode::bad_name, "empty label"},
    {"leading_dot", ".a A 192.0.2.1", 1, 1, ErrorCode::bad_name, "empty label"},
    {"long_label", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl A 192.0.2.1",
     1, 1, ErrorCode::bad_name, "63"},
    {"malformed_escape", "a\\25 A 192.0.2.1", 1, 1, ErrorCode::bad_name, "escape"},
    {"escape_over_255", "a\\256 A 192.0.2.1", 1, 1, ErrorCode::bad_name, "escape"},
    {"quoted", "\"a\" A 192.0.2.1", 1, 1, ErrorCode::bad_name, "quoted"},
    {"none_yet", "  A 192.0.2.1", 1, 3, ErrorCode::bad_syntax, "write the owner"},
    {"dollar", "$a A 192.0.2.1", 1, 1, ErrorCode::bad_syntax, "no directive"},
};
INSTANTIATE_TEST_SUITE_P(owners, BadText, testing::ValuesIn(owners),
                         [](const auto& i) { return std::string(i.param.name); });

constexpr BadCase heads[] = {
    {"owner_alone", "a", 1, 2, ErrorCode::bad_syntax, "type is expected"},
    {"owner_and_ttl", "a 300", 1, 6, ErrorCode::bad_syntax, "type is expected"},
    {"owner_and_class", "a IN ; A", 1, 5, ErrorCode::bad_syntax, "type is expected"},
    {"unknown_word", "a IN AAA 192.0.2.1", 1, 6, ErrorCode::bad_type, "'AAA'"},
    {"unknown_word_over_lines", "a (\n\nIN\n  AAA\n192.0.2.1)", 4, 3, ErrorCode::bad_type, "'AAA'"},
    {"long_unknown_word_is_cut", "a abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz x", 1, 3,
     ErrorCode::bad_type, "'abcdefghijklmnopqrstuvwxyzabcdefghijklmn...'"},
    {"unprintable_word_is_escaped", "a \x1b[31m x", 1, 3, ErrorCode::bad_type, "'\\027[31m'"},
    {"quoted_type", "a \"A\" 192.0.2.1", 1, 3, ErrorCode::bad_type, "quoted"},
    {"empty_quoted_type", "a \"\" 192.0.2.1", 1, 3, ErrorCode::bad_type, "quoted"},
    {"type_number_too_large", "a TYPE65536 \\# 0", 1, 3, ErrorCode::bad_type, "'TYPE65536'"},
    {"type_without_number", "a TYPE \\# 0", 1, 3, ErrorCode::bad_type, "'TYPE'"},
    {"opt", "a OPT \\# 0", 1, 3, ErrorCode::bad_type, "messages only"},
    {"tsig", "a TSIG \\# 0", 1, 3, ErrorCode::bad_type, "messages only"},
    {"any", "a ANY \\# 0", 1, 3, ErrorCode::bad_type, "messages only"},
    {"axfr", "a AXFR \\# 0", 1, 3, ErrorCode::bad_type, "messages only"},
    {"second_ttl", "a 1 2 A 192.0.2.1", 1, 5, ErrorCode::bad_syntax, "second TTL"},
    {"second_ttl_after_the_class", "a 1 IN 2 A 192.0.2.1", 1, 8, ErrorCode::bad_syntax,
     "second TTL"},
    {"second_class", "a IN IN A 192.0.2.1", 1, 6, ErrorCode::bad_syntax, "second class"},
    {"ttl_too_large", "a 2147483648 A 192.0.2.1", 1, 3, ErrorCode::bad_number, "no TTL"},
    {"ttl_of_33_bits", "a 99999999999 A 192.0.2.1", 1, 3, ErrorCode::bad_number, "no TTL"},
    {"ttl_with_a_foreign_unit", "a 3y A 192.0.2.1", 1, 3, ErrorCode::bad_number, "no TTL"},
    {"ttl_with_a_number_without_unit", "a 1h30 A 192.0.2.1", 1, 3, ErrorCode::bad_number, "no TTL"},
    {"negative_ttl", "a -1 A 192.0.2.1", 1, 3, ErrorCode::bad_type, "'-1'"},
    {"another_class", "a CH TXT x", 1, 3, ErrorCode::bad_class, "IN"},
    {"another_numbered_class", "a CLASS3 TXT x", 1, 3, ErrorCode::bad_class, "IN"},
    {"class_any", "a CLASS255 TXT x", 1, 3, ErrorCode::bad_class, "no class of records"},
    {"class_none", "a NONE TXT x", 1, 3, ErrorCode::bad_class, "no class of records"},
};
INSTANTIATE_TEST_SUITE_P(heads, BadText, testing::ValuesIn(heads),
                         [](const auto& i) { return std::string(i.param.name); });

TEST(ZoneFileReader, refuses_a_directive_behind_blanks) {
  const Reading reading = read_text("a A 192.0.2.1\n  $TTL 5\n");
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.errors[0].message(),
            "test.zone:2:3: '$TTL' is no type; a directive begins in the first column");
}

constexpr BadCase rdatas[] = {
    {"address_with_a_number_too_large", "a A 192.0.2.256", 1, 5, ErrorCode::bad_address,
     "192.0.2.256"},
    {"address_with_three_numbers", "a A 192.0.2", 1, 5, ErrorCode::bad_address, "192.0.2"},
    {"no_rdata", "a A", 1, 3, ErrorCode::bad_rdata, "after 'A': address is missing"},
    {"one_field_too_few", "a MX 10", 1, 6, ErrorCode::bad_rdata, "after '10': "},
    {"one_field_too_much", "a A 192.0.2.1 192.0.2.2", 1, 15, ErrorCode::bad_rdata, "192.0.2.2"},
    {"number_out_of_range", "a MX 65536 m", 1, 6, ErrorCode::bad_number, "65536"},
    {"word_for_a_number", "a MX ten m", 1, 6, ErrorCode::bad_number,
     "'ten': preference is no number"},
    {"malformed_name", "a NS b..c", 1, 6, ErrorCode::bad_name, "empty label"},
    {"generic_length_too_large", "a TYPE65280 \\# 65536 00", 1, 16, ErrorCode::bad_number, "65536"},
    {"unknown_type_in_another_form", "a TYPE65280 hello", 1, 13, ErrorCode::bad_rdata, "\\#"},
    {"string_of_256_octets",
     "a TXT "
     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abc"
     "def"
     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abc"
     "def"
     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
     1, 7, ErrorCode::too_long, "255"},
};
INSTANTIATE_TEST_SUITE_P(rdatas, BadText, testing::ValuesIn(rdatas),
                         [](const auto& i) { return std::string(i.param.name); });

constexpr BadCase directives[] = {
    {"unknown", "$DATE 2020", 1, 1, ErrorCode::bad_syntax, "'$DATE' is no directive"},
    {"dollar_alone", "$ A 192.0.2.1", 1, 1, ErrorCode::bad_syntax, "no directive"},
    {"ttl_without_value", "$TTL", 1, 5, ErrorCode::bad_syntax, "without its TTL"},
    {"ttl_with_two_values", "$TTL 1 2", 1, 8, ErrorCode::bad_syntax, "too much"},
    {"ttl_with_a_word", "$TTL long", 1, 6, ErrorCode::bad_number, "no TTL"},
    {"ttl_too_large", "$TTL 2147483648", 1, 6, ErrorCode::bad_number, "no TTL"},
    {"quoted_ttl", "$TTL \"5\"", 1, 6, ErrorCode::bad_number, "no TTL"},
    {"origin_without_name", "$ORIGIN ; test.", 1, 8, ErrorCode::bad_syntax, "without its name"},
    {"origin_with_two_names", "$ORIGIN a. b.", 1, 12, ErrorCode::bad_syntax, "too much"},
    {"origin_with_a_malformed_name", "$ORIGIN a..b.", 1, 9, ErrorCode::bad_name, "empty label"},
    {"quoted_origin", "$ORIGIN \"a.\"", 1, 9, ErrorCode::bad_name, "quoted"},
    {"include_without_file", "$INCLUDE", 1, 9, ErrorCode::bad_syntax, "without its file"},
    {"include_in_a_text", "$INCLUDE other.zone", 1, 10, ErrorCode::bad_syntax, "not allowed"},
    {"include_with_too_much", "$INCLUDE other.zone a. b.", 1, 24, ErrorCode::bad_syntax,
     "too much"},
    {"include_with_a_malformed_origin", "$INCLUDE other.zone a..", 1, 21, ErrorCode::bad_name,
     "empty label"},
    {"include_of_nothing", "$INCLUDE \"\"", 1, 10, ErrorCode::bad_syntax, "names no file"},
    {"include_with_a_malformed_escape", "$INCLUDE a\\1", 1, 10, ErrorCode::bad_syntax, "escape"},
    {"include_with_a_nul_escape", "$INCLUDE a\\000", 1, 10, ErrorCode::bad_syntax, "no path"},
};
INSTANTIATE_TEST_SUITE_P(directives, BadText, testing::ValuesIn(directives),
                         [](const auto& i) { return std::string(i.param.name); });

struct EndCase {
  std::string_view name;
  std::string_view text;
  std::uint32_t line;
  std::uint32_t column;
  std::string_view words;
};

TEST(ZoneFileReader, names_where_an_open_parenthesis_or_quote_was_opened) {
  constexpr EndCase ends[] = {
      {"parenthesis", "a A 192.0.2.1\nb TXT ( x\n y\n z\n", 2, 7,
       "'(' here is not closed before the file ends"},
      {"parenthesis before the owner", "(\n", 1, 1, "'(' here is not closed before the file ends"},
      {"quote", "a A 192.0.2.1\nb TXT \"x", 2, 7, "quote here is not closed before the file ends"},
      {"quote and backslash", "b TXT \"x\\", 1, 7, "quote here is not closed before the file ends"},
      {"quote in parentheses", "b TXT ( x\n \"y", 2, 2,
       "quote here is not closed before the file ends"},
      {"backslash", "b TXT x\\", 1, 8, "backslash ends the line"},
  };
  for (const EndCase& end : ends) {
    const Reading reading = read_text(end.text);
    ASSERT_EQ(reading.errors.size(), 1U) << end.name;
    EXPECT_EQ(reading.errors[0].where.line, end.line) << end.name;
    EXPECT_EQ(reading.errors[0].where.column, end.column) << end.name;
    EXPECT_NE(reading.errors[0].detail.find(end.words), std::string::npos)
        << reading.errors[0].message();
  }
}

TEST(ZoneFileReader, gives_no_record_to_another_owner_when_its_own_is_malformed) {
  const Reading reading =
      read_text("a A 192.0.2.1\nb..c A 192.0.2.2\n A 192.0.2.3\nd A 192.0.2.4\n A 192.0.2.5\n");
  EXPECT_EQ(
      reading.records,
      "a.example. 60 IN A 192.0.2.1\nd.example. 60 IN A 192.0.2.4\nd.example. 60 IN A 192.0.2.5\n");
  ASSERT_EQ(reading.errors.size(), 2U);
  EXPECT_EQ(reading.errors[1].where.line, 3U);
}

TEST(ZoneFileReader, keeps_the_owner_of_a_record_whose_rdata_is_malformed) {
  const Reading reading = read_text("a A 192.0.2.1\nb A no\n A 192.0.2.3\n");
  EXPECT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.records, "a.example. 60 IN A 192.0.2.1\nb.example. 60 IN A 192.0.2.3\n");
}

TEST(ZoneFileReader, reports_every_error_of_a_file) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "a A 192.0.2.300\nb A 192.0.2.1\n";
  auto reader = ZoneFileReader::from_text(text, "test.zone", example_options());
  const ParsedFile file = read_all(reader);
  EXPECT_EQ(file.records.size(), 50U);
  ASSERT_EQ(file.errors.size(), 50U);
  EXPECT_EQ(file.errors[49].where.line, 99U);
}

TEST(ZoneFileReader, stops_after_as_many_errors_as_asked) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "a A 192.0.2.300\n";
  auto reader = ZoneFileReader::from_text(text, "test.zone", example_options());
  EXPECT_EQ(read_all(reader, 7).errors.size(), 7U);
}

TEST(ZoneFileReader, wants_a_ttl_from_somewhere) {
  ZoneFileOptions options = example_options();
  options.default_ttl.reset();
  const Reading reading = read_text("a A 192.0.2.1\n", options);
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.errors[0].message(),
            "test.zone:1:3: 'A' record has no TTL; write one before it, or $TTL above");
}

TEST(ZoneFileReader, refuses_a_name_that_is_too_long_with_its_origin_only) {
  std::string label(60, 'a');
  const std::string name = label + "." + label + "." + label + "." + label;
  ZoneFileOptions options = example_options();
  EXPECT_TRUE(read_text(name + " A 192.0.2.1\n", options).errors.empty());
  options.origin = *Name::parse("longer.example.");
  const Reading reading = read_text(name + " A 192.0.2.1\n", options);
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.errors[0].code, ErrorCode::bad_name);
}

TEST(ZoneFileReader, bounds_the_tokens_and_octets_of_a_record) {
  std::string many = "a TXT (\n";
  for (int i = 0; i < 140'000; ++i) many += "x ";
  const Reading long_reading = read_text(many + ")\nnext A 192.0.2.9\n");
  ASSERT_EQ(long_reading.errors.size(), 1U);
  EXPECT_EQ(long_reading.errors[0].code, ErrorCode::limit_reached);
  EXPECT_NE(long_reading.errors[0].detail.find("'(' of line 1"), std::string::npos);
  EXPECT_EQ(long_reading.records, "next.example. 60 IN A 192.0.2.9\n");

  const Reading octets = read_text("a TXT " + std::string(2'000'000, 'x') + "\nnext A 192.0.2.9\n");
  ASSERT_EQ(octets.errors.size(), 1U);
  EXPECT_EQ(octets.errors[0].code, ErrorCode::limit_reached);
  EXPECT_LT(octets.errors[0].message().size(), 200U);
  EXPECT_EQ(octets.records, "next.example. 60 IN A 192.0.2.9\n");
}

TEST(ZoneFileReader, refuses_rdata_of_more_than_65535_octets) {
  std::string text = "a TXT (\n";
  for (int i = 0; i < 257; ++i) text += "\"" + std::string(255, 'x') + "\"\n";
  const Reading reading = read_text(text + ")\n");
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.errors[0].code, ErrorCode::too_long) << reading.errors[0].message();
}

}  // namespace
}  // namespace vouch::test
