// Texts that are read, and the records that come of them.
#include <gtest/gtest.h>

#include "tests/unit/zonefile/reading.hpp"

namespace vouch::test {
namespace {

using namespace std::string_view_literals;

struct GoodCase {
  std::string_view name;
  std::string_view text;
  std::string_view records;
};

void PrintTo(const GoodCase& good, std::ostream* to) { *to << good.name; }

class GoodText : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodText, gives_its_records) {
  const Reading reading = read_text(GetParam().text);
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(reading.records, GetParam().records);
}

constexpr GoodCase tokens[] = {
    {"nothing", "", ""},
    {"one_line_feed", "\n", ""},
    {"blank_lines_and_comments", "\n   \n\t\n; a comment\n   ; another\n", ""},
    {"a_comment_without_line_end", "; the end", ""},
    {"parentheses_around_nothing", "( )\n(\n)\n", ""},
    {"last_line_without_line_feed", "a A 192.0.2.1", "a.example. 60 IN A 192.0.2.1\n"},
    {"carriage_returns", "a A 192.0.2.1\r\n A 192.0.2.2\r\n\r\n",
     "a.example. 60 IN A 192.0.2.1\na.example. 60 IN A 192.0.2.2\n"},
    {"carriage_return_before_the_end", "a A 192.0.2.1\r", "a.example. 60 IN A 192.0.2.1\n"},
    {"byte_order_mark",
     "\xef\xbb\xbf"
     "a A 192.0.2.1\n",
     "a.example. 60 IN A 192.0.2.1\n"},
    {"tabs_between", "a\tIN\t\tA\t192.0.2.1\t\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"many_blanks", "a      A        192.0.2.1      \n", "a.example. 60 IN A 192.0.2.1\n"},
    {"comment_after_a_record", "a A 192.0.2.1 ; here\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"comment_without_a_blank", "a A 192.0.2.1;here\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"comment_with_quotes_and_parentheses", "a A 192.0.2.1 ; \" ( ) \\\n",
     "a.example. 60 IN A 192.0.2.1\n"},
    {"nul_in_a_comment", "a A 192.0.2.1 ; \0 ;\nb A 192.0.2.2\n"sv,
     "a.example. 60 IN A 192.0.2.1\nb.example. 60 IN A 192.0.2.2\n"},
    {"parentheses_over_lines", "a MX (\n 10 ; preference\n\n mail )\n",
     "a.example. 60 IN MX 10 mail.example.\n"},
    {"parentheses_without_blanks", "a MX(10)(mail)\n", "a.example. 60 IN MX 10 mail.example.\n"},
    {"two_pairs_of_parentheses", "a MX (\n10) (\nmail\n)\n",
     "a.example. 60 IN MX 10 mail.example.\n"},
    {"parenthesis_before_the_owner", "(a A\n192.0.2.1)\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"owner_continues_inside_parentheses", "a (\nA\n192.0.2.1\n)\nb A 192.0.2.2\n",
     "a.example. 60 IN A 192.0.2.1\nb.example. 60 IN A 192.0.2.2\n"},
    {"text_after_the_closing_parenthesis", "a MX ( 10\n) mail ; comment\n",
     "a.example. 60 IN MX 10 mail.example.\n"},
    {"quoted_text", "a TXT \"one two\"\n", "a.example. 60 IN TXT \"one two\"\n"},
    {"quoted_text_with_special_characters", "a TXT \"; ( ) @ $\"\n",
     "a.example. 60 IN TXT \"; ( ) @ $\"\n"},
    {"empty_quotes", "a TXT \"\"\n", "a.example. 60 IN TXT \"\"\n"},
    {"adjacent_quotes", "a TXT \"one\"\"two\"\n", "a.example. 60 IN TXT \"one\" \"two\"\n"},
    {"quotes_next_to_parentheses", "a TXT (\"one\"\n\"two\")\n",
     "a.example. 60 IN TXT \"one\" \"two\"\n"},
    {"quotes_before_a_comment", "a TXT \"one\";two\n", "a.example. 60 IN TXT \"one\"\n"},
    {"escaped_quote_in_quotes", "a TXT \"say \\\"hi\\\"\"\n",
     "a.example. 60 IN TXT \"say \\\"hi\\\"\"\n"},
    {"escaped_backslash_before_the_closing_quote", "a TXT \"c:\\\\\"\n",
     "a.example. 60 IN TXT \"c:\\\\\"\n"},
    {"decimal_escape_in_quotes", "a TXT \"\\065\\010\\000\"\n",
     "a.example. 60 IN TXT \"A\\010\\000\"\n"},
    {"plain_text", "a TXT one two\n", "a.example. 60 IN TXT \"one\" \"two\"\n"},
    {"escaped_blank_in_plain_text", "a TXT one\\ two\n", "a.example. 60 IN TXT \"one two\"\n"},
    {"escaped_semicolon_in_plain_text", "a TXT v=1\\;k=2\n", "a.example. 60 IN TXT \"v=1;k=2\"\n"},
    {"escaped_parenthesis_in_plain_text", "a TXT \\(\\)\n", "a.example. 60 IN TXT \"()\"\n"},
    {"escaped_quote_in_plain_text", "a TXT 6\\\"\n", "a.example. 60 IN TXT \"6\\\"\"\n"},
    {"octets_over_127", "a TXT \xc3\xa9\n", "a.example. 60 IN TXT \"\\195\\169\"\n"},
    {"a_control_character_is_ordinary", "a TXT x\x01y\n", "a.example. 60 IN TXT \"x\\001y\"\n"},
    {"quote_after_an_equals_sign", "a SVCB 1 . alpn=\"h2,h3\" port=53\n",
     "a.example. 60 IN SVCB 1 . alpn=\"h2,h3\" port=53\n"},
};
INSTANTIATE_TEST_SUITE_P(tokens, GoodText, testing::ValuesIn(tokens),
                         [](const auto& i) { return std::string(i.param.name); });

constexpr GoodCase owners[] = {
    {"relative", "a A 192.0.2.1\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"relative_of_two_labels", "a.b A 192.0.2.1\n", "a.b.example. 60 IN A 192.0.2.1\n"},
    {"absolute", "a.test. A 192.0.2.1\n", "a.test. 60 IN A 192.0.2.1\n"},
    {"root", ". NS a.\n", ". 60 IN NS a.\n"},
    {"origin", "@ A 192.0.2.1\n", "example. 60 IN A 192.0.2.1\n"},
    {"escaped_at_sign", "\\@ A 192.0.2.1\n", "\\@.example. 60 IN A 192.0.2.1\n"},
    {"wildcard", "* A 192.0.2.1\n", "*.example. 60 IN A 192.0.2.1\n"},
    {"keeps_its_case", "WwW A 192.0.2.1\n", "WwW.example. 60 IN A 192.0.2.1\n"},
    {"escaped_dot", "a\\.b A 192.0.2.1\n", "a\\.b.example. 60 IN A 192.0.2.1\n"},
    {"decimal_escape", "\\097 A 192.0.2.1\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"escaped_dollar", "\\$x A 192.0.2.1\n", "\\$x.example. 60 IN A 192.0.2.1\n"},
    {"left_out", "a A 192.0.2.1\n A 192.0.2.2\n\tA 192.0.2.3\n",
     "a.example. 60 IN A 192.0.2.1\na.example. 60 IN A 192.0.2.2\na.example. 60 IN A 192.0.2.3\n"},
    {"left_out_after_blank_lines", "a A 192.0.2.1\n\n; x\n A 192.0.2.2\n",
     "a.example. 60 IN A 192.0.2.1\na.example. 60 IN A 192.0.2.2\n"},
    {"same_text_twice", "a A 192.0.2.1\na A 192.0.2.2\n",
     "a.example. 60 IN A 192.0.2.1\na.example. 60 IN A 192.0.2.2\n"},
    {"same_text_under_another_origin", "a A 192.0.2.1\n$ORIGIN test.\na A 192.0.2.2\n",
     "a.example. 60 IN A 192.0.2.1\na.test. 60 IN A 192.0.2.2\n"},
    {"kept_over_a_change_of_origin", "a A 192.0.2.1\n$ORIGIN test.\n A 192.0.2.2\n",
     "a.example. 60 IN A 192.0.2.1\na.example. 60 IN A 192.0.2.2\n"},
    {"named_like_a_type", "A A 192.0.2.1\nIN A 192.0.2.2\n3600 A 192.0.2.3\n",
     "A.example. 60 IN A 192.0.2.1\nIN.example. 60 IN A 192.0.2.2\n3600.example. 60 IN A "
     "192.0.2.3\n"},
    {"label_of_63_octets",
     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk A 192.0.2.1\n",
     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk.example. 60 IN A "
     "192.0.2.1\n"},
};
INSTANTIATE_TEST_SUITE_P(owners, GoodText, testing::ValuesIn(owners),
                         [](const auto& i) { return std::string(i.param.name); });

constexpr GoodCase heads[] = {
    {"ttl_then_class", "a 300 IN A 192.0.2.1\n", "a.example. 300 IN A 192.0.2.1\n"},
    {"class_then_ttl", "a IN 300 A 192.0.2.1\n", "a.example. 300 IN A 192.0.2.1\n"},
    {"ttl_alone", "a 300 A 192.0.2.1\n", "a.example. 300 IN A 192.0.2.1\n"},
    {"class_alone", "a IN A 192.0.2.1\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"lower_case", "a in a 192.0.2.1\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"numbered_class", "a CLASS1 A 192.0.2.1\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"numbered_type", "a TYPE1 192.0.2.1\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"lower_case_numbered_type", "a type1 192.0.2.1\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"ttl_with_units", "a 1w2d3h4m5s A 192.0.2.1\n", "a.example. 788645 IN A 192.0.2.1\n"},
    {"ttl_with_capital_units", "a 1H30M A 192.0.2.1\n", "a.example. 5400 IN A 192.0.2.1\n"},
    {"ttl_zero", "a 0 A 192.0.2.1\n", "a.example. 0 IN A 192.0.2.1\n"},
    {"largest_ttl", "a 2147483647 A 192.0.2.1\n", "a.example. 2147483647 IN A 192.0.2.1\n"},
    {"a_stated_ttl_does_not_override_the_default", "a 300 A 192.0.2.1\n A 192.0.2.2\n",
     "a.example. 300 IN A 192.0.2.1\na.example. 60 IN A 192.0.2.2\n"},
    {"generic_rdata_of_a_known_type", "a A \\# 4 C0000201\n", "a.example. 60 IN A 192.0.2.1\n"},
    {"generic_rdata_in_many_tokens", "a A \\# 4 C0 00 (\n02\n01)\n",
     "a.example. 60 IN A 192.0.2.1\n"},
    {"unknown_type", "a TYPE65280 \\# 3 ABCDEF\n", "a.example. 60 IN TYPE65280 \\# 3 ABCDEF\n"},
    {"unknown_type_without_rdata", "a TYPE65280 \\# 0\n", "a.example. 60 IN TYPE65280 \\# 0\n"},
    {"type_named_like_a_class_prefix", "a IN HINFO i386 linux\n",
     "a.example. 60 IN HINFO \"i386\" \"linux\"\n"},
};
INSTANTIATE_TEST_SUITE_P(heads, GoodText, testing::ValuesIn(heads),
                         [](const auto& i) { return std::string(i.param.name); });

constexpr GoodCase directives[] = {
    {"origin", "$ORIGIN test.\na A 192.0.2.1\n@ A 192.0.2.2\n",
     "a.test. 60 IN A 192.0.2.1\ntest. 60 IN A 192.0.2.2\n"},
    {"relative_origin", "$ORIGIN sub\na A 192.0.2.1\n$ORIGIN sub\na A 192.0.2.2\n",
     "a.sub.example. 60 IN A 192.0.2.1\na.sub.sub.example. 60 IN A 192.0.2.2\n"},
    {"root_origin", "$ORIGIN .\na A 192.0.2.1\n", "a. 60 IN A 192.0.2.1\n"},
    {"origin_completes_names_in_rdata", "$ORIGIN test.\na CNAME b\n",
     "a.test. 60 IN CNAME b.test.\n"},
    {"ttl", "$TTL 1d\na A 192.0.2.1\n", "a.example. 86400 IN A 192.0.2.1\n"},
    {"ttl_twice", "$TTL 1\na A 192.0.2.1\n$TTL 2\n A 192.0.2.2\n",
     "a.example. 1 IN A 192.0.2.1\na.example. 2 IN A 192.0.2.2\n"},
    {"lower_case", "$ttl 5\n$origin test.\na A 192.0.2.1\n", "a.test. 5 IN A 192.0.2.1\n"},
    {"comment_after_a_directive", "$TTL 5 ; five\n$ORIGIN test.;x\na A 192.0.2.1\n",
     "a.test. 5 IN A 192.0.2.1\n"},
    {"parentheses_in_a_directive", "$TTL (\n5 )\na A 192.0.2.1\n", "a.example. 5 IN A 192.0.2.1\n"},
};
INSTANTIATE_TEST_SUITE_P(directives, GoodText, testing::ValuesIn(directives),
                         [](const auto& i) { return std::string(i.param.name); });

TEST(ZoneFileReader, takes_the_last_stated_ttl_where_there_is_no_default) {
  ZoneFileOptions options = example_options();
  options.default_ttl.reset();
  EXPECT_EQ(
      read_text("a 5 A 192.0.2.1\n A 192.0.2.2\n 7 A 192.0.2.3\n A 192.0.2.4\n", options).records,
      "a.example. 5 IN A 192.0.2.1\na.example. 5 IN A 192.0.2.2\n"
      "a.example. 7 IN A 192.0.2.3\na.example. 7 IN A 192.0.2.4\n");
}

TEST(ZoneFileReader, takes_the_minimum_of_a_soa_that_states_no_ttl) {
  ZoneFileOptions options = example_options();
  options.default_ttl.reset();
  const Reading reading = read_text("@ SOA ns mail 1 2 3 4 900\n NS ns\n", options);
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(reading.records,
            "example. 900 IN SOA ns.example. mail.example. 1 2 3 4 900\nexample. 900 IN NS "
            "ns.example.\n");
}

TEST(ZoneFileReader, reads_every_class_on_demand_and_inherits_it) {
  ZoneFileOptions options = example_options();
  options.any_class = true;
  const Reading reading =
      read_text("a A 192.0.2.1\na CH TXT x\n TXT y\na CLASS65280 TXT z\n", options);
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(reading.records,
            "a.example. 60 IN A 192.0.2.1\na.example. 60 CH TXT \"x\"\na.example. 60 CH TXT \"y\"\n"
            "a.example. 60 CLASS65280 TXT \"z\"\n");
}

TEST(ZoneFileReader, says_where_records_begin) {
  const Reading reading = read_text("\na A 192.0.2.1\n\n A (\n192.0.2.2\n)\n A 192.0.2.3");
  EXPECT_EQ(reading.lines, (std::vector<std::uint32_t>{2, 4, 7}));
}

TEST(ZoneFileReader, counts_its_progress_and_stays_at_the_end) {
  auto reader =
      ZoneFileReader::from_text("a A 192.0.2.1\nb A 192.0.2.2\n", "test.zone", example_options());
  EXPECT_EQ(reader.octets_done(), 0U);
  EXPECT_EQ(reader.octets_total(), 28U);
  ASSERT_TRUE(reader.next().ok());
  EXPECT_EQ(reader.octets_done(), 14U);
  ASSERT_TRUE(reader.next().ok());
  for (int i = 0; i < 3; ++i) {
    const auto end = reader.next();
    ASSERT_TRUE(end.ok());
    EXPECT_FALSE(end->has_value());
  }
  EXPECT_EQ(reader.octets_done(), reader.octets_total());
}

TEST(ZoneFileReader, can_be_moved_while_it_reads) {
  auto reader =
      ZoneFileReader::from_text("a A 192.0.2.1\n A 192.0.2.2\n", "test.zone", example_options());
  ASSERT_TRUE(reader.next().ok());
  ZoneFileReader moved = std::move(reader);
  const auto next = moved.next();
  ASSERT_TRUE(next.ok() && next->has_value());
  EXPECT_EQ((*next)->owner.text(), "a.example.");
  EXPECT_EQ((*next)->source, "test.zone");
}

TEST(ZoneFileReader, reads_the_longest_rdata) {
  std::string text = "a TYPE65280 \\# 65535 (\n";
  for (int i = 0; i < 65535; ++i) text += i % 2 == 0 ? "00 " : "FF\n";
  const Reading reading = read_text(text + ")\nb A 192.0.2.1\n");
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(reading.lines.size(), 2U);
}

}  // namespace
}  // namespace vouch::test
