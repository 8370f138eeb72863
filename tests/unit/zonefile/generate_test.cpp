// $GENERATE: templates, ranges, and its limits.
#include <gtest/gtest.h>

#include "tests/unit/zonefile/reading.hpp"

namespace vouch::test {
namespace {

struct GenerateCase {
  std::string_view directive;
  std::string_view records;
};

TEST(Generate, makes_the_records_of_its_templates) {
  constexpr GenerateCase cases[] = {
      {"1-3 h$ A 192.0.2.$",
       "h1.example. 60 IN A 192.0.2.1\nh2.example. 60 IN A 192.0.2.2\nh3.example. 60 IN A "
       "192.0.2.3\n"},
      {"0-0 $ A 192.0.2.1", "0.example. 60 IN A 192.0.2.1\n"},
      {"1-6/2 h$ A 192.0.2.$",
       "h1.example. 60 IN A 192.0.2.1\nh3.example. 60 IN A 192.0.2.3\nh5.example. 60 IN A "
       "192.0.2.5\n"},
      {"7-8/100 h$ A 192.0.2.$", "h7.example. 60 IN A 192.0.2.7\n"},
      {"2147483647-2147483647/2147483647 h$ A 192.0.2.1",
       "h2147483647.example. 60 IN A 192.0.2.1\n"},
      {"1-1 h$ 300 A 192.0.2.1", "h1.example. 300 IN A 192.0.2.1\n"},
      {"1-1 h$ IN A 192.0.2.1", "h1.example. 60 IN A 192.0.2.1\n"},
      {"1-1 h$ 300 IN A 192.0.2.1", "h1.example. 300 IN A 192.0.2.1\n"},
      {"1-1 h$ IN 300 A 192.0.2.1", "h1.example. 300 IN A 192.0.2.1\n"},
      {"1-1 @ A 192.0.2.$", "example. 60 IN A 192.0.2.1\n"},
      {"1-1 h$.test. A 192.0.2.$", "h1.test. 60 IN A 192.0.2.1\n"},
      {"1-1 $-$ A 192.0.$.$", "1-1.example. 60 IN A 192.0.1.1\n"},
      {"1-1 a$$ A 192.0.2.1", "a\\$.example. 60 IN A 192.0.2.1\n"},
      {"1-1 a\\$ A 192.0.2.1", "a\\$.example. 60 IN A 192.0.2.1\n"},
      {"1-1 a\\\\$ A 192.0.2.1", "a\\\\1.example. 60 IN A 192.0.2.1\n"},
      {"1-1 h${0} A 192.0.2.1", "h1.example. 60 IN A 192.0.2.1\n"},
      {"1-1 h${10} A 192.0.2.1", "h11.example. 60 IN A 192.0.2.1\n"},
      {"1-1 h${+10} A 192.0.2.1", "h11.example. 60 IN A 192.0.2.1\n"},
      {"5-5 h${-5} A 192.0.2.1", "h0.example. 60 IN A 192.0.2.1\n"},
      {"7-7 h${0,3} A 192.0.2.1", "h007.example. 60 IN A 192.0.2.1\n"},
      {"1234-1234 h${0,3} A 192.0.2.1", "h1234.example. 60 IN A 192.0.2.1\n"},
      {"8-8 h${0,3,d} A 192.0.2.1", "h008.example. 60 IN A 192.0.2.1\n"},
      {"8-8 h${0,3,o} A 192.0.2.1", "h010.example. 60 IN A 192.0.2.1\n"},
      {"171-171 h${0,4,x} A 192.0.2.1", "h00ab.example. 60 IN A 192.0.2.1\n"},
      {"171-171 h${0,4,X} A 192.0.2.1", "h00AB.example. 60 IN A 192.0.2.1\n"},
      {"18-18 ${0,0,n}.x A 192.0.2.1", "2.1.x.example. 60 IN A 192.0.2.1\n"},
      {"18-18 ${0,7,n}.x A 192.0.2.1", "2.1.0.0.x.example. 60 IN A 192.0.2.1\n"},
      {"18-18 ${0,8,n}x A 192.0.2.1", "2.1.0.0.x.example. 60 IN A 192.0.2.1\n"},
      {"0-0 ${0,1,n}.x A 192.0.2.1", "0.x.example. 60 IN A 192.0.2.1\n"},
      {"171-171 ${0,3,N}.x A 192.0.2.1", "B.A.x.example. 60 IN A 192.0.2.1\n"},
      {"1-1 h${0,,x} A 192.0.2.1", "h1.example. 60 IN A 192.0.2.1\n"},
      {"1-1 h$ MX 10 m$", "h1.example. 60 IN MX 10 m1.example.\n"},
      {"1-1 h$ MX \"10 m$\"", "h1.example. 60 IN MX 10 m1.example.\n"},
      {"1-1 h$ TXT \"\\\"text $\\\"\"", "h1.example. 60 IN TXT \"text 1\"\n"},
      {"1-1 h$ TXT \"a $\" \"b $$\"", "h1.example. 60 IN TXT \"a 1\" \"b $\"\n"},
      {"1-1 h$ CNAME ${1}", "h1.example. 60 IN CNAME 2.example.\n"},
      {"1-1 h$ TYPE65280 \\# 1 ${0,2,X}", "h1.example. 60 IN TYPE65280 \\# 1 01\n"},
      {"1-2 ( h$ A\n192.0.2.$ ) ; comment",
       "h1.example. 60 IN A 192.0.2.1\nh2.example. 60 IN A 192.0.2.2\n"},
  };
  for (const GenerateCase& good : cases) {
    const Reading reading = read_text("$GENERATE " + std::string(good.directive) + "\n");
    EXPECT_EQ(messages(reading), "") << good.directive;
    EXPECT_EQ(reading.records, good.records) << good.directive;
  }
}

struct RefusedCase {
  std::string_view directive;
  std::uint32_t column;
  ErrorCode code;
  std::string_view words;
};

TEST(Generate, refuses_what_it_can_not_make) {
  constexpr RefusedCase cases[] = {
      {"$GENERATE", 10, ErrorCode::bad_syntax, "ends early"},
      {"$GENERATE 1-2 h$", 17, ErrorCode::bad_syntax, "ends early"},
      {"$GENERATE 1-2 h$ A", 18, ErrorCode::bad_rdata, "missing"},
      {"$GENERATE 1 h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE 1- h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE -1 h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE 2-1 h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE 1-2/0 h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE 1-2/ h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE 1-2/x h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE a-b h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE 1-2147483648 h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE 1-99999999999 h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE \"1-2\" h$ A 192.0.2.$", 11, ErrorCode::bad_number, "no range"},
      {"$GENERATE 1-2 h${ A 192.0.2.$", 15, ErrorCode::bad_syntax, "without its '}'"},
      {"$GENERATE 1-2 h${} A 192.0.2.$", 15, ErrorCode::bad_syntax, "offset"},
      {"$GENERATE 1-2 h${x} A 192.0.2.$", 15, ErrorCode::bad_syntax, "offset"},
      {"$GENERATE 1-2 h${2147483648} A 192.0.2.$", 15, ErrorCode::bad_syntax, "offset"},
      {"$GENERATE 1-2 h${0,256} A 192.0.2.$", 15, ErrorCode::bad_syntax, "width"},
      {"$GENERATE 1-2 h${0,-1} A 192.0.2.$", 15, ErrorCode::bad_syntax, "width"},
      {"$GENERATE 1-2 h${0,1,q} A 192.0.2.$", 15, ErrorCode::bad_syntax, "base"},
      {"$GENERATE 1-2 h${0,1,dd} A 192.0.2.$", 15, ErrorCode::bad_syntax, "base"},
      {"$GENERATE 1-2 h${0,1,d,1} A 192.0.2.$", 15, ErrorCode::bad_syntax, "base"},
      {"$GENERATE 1-2 h${-2} A 192.0.2.$", 15, ErrorCode::bad_number, "negative"},
      {"$GENERATE 1-2 h$ A 192.0.2.${-2}", 20, ErrorCode::bad_number, "negative"},
      {"$GENERATE 1-2 h$ AA 192.0.2.$", 18, ErrorCode::bad_type, "'AA'"},
      {"$GENERATE 1-2 h$ CH A 192.0.2.$", 18, ErrorCode::bad_class, "'CH'"},
      {"$GENERATE 1-2 h$ MX \"10 ( m$\"", 21, ErrorCode::bad_syntax, "malformed"},
      {"$GENERATE 1-2 \"h$\" A 192.0.2.$", 15, ErrorCode::bad_name, "quoted"},
      {"$GENERATE 0-2147483647 h$ A 192.0.2.1", 11, ErrorCode::limit_reached, "10000000"},
  };
  for (const RefusedCase& bad : cases) {
    const Reading reading = read_text("\n" + std::string(bad.directive) + "\nnext A 192.0.2.9\n");
    ASSERT_EQ(reading.errors.size(), 1U) << bad.directive << "\n" << messages(reading);
    const Error& error = reading.errors[0];
    EXPECT_EQ(error.where.line, 2U) << bad.directive;
    EXPECT_EQ(error.where.column, bad.column) << bad.directive << ": " << error.message();
    EXPECT_EQ(mnemonic(error.code), mnemonic(bad.code)) << bad.directive << ": " << error.message();
    EXPECT_NE(error.detail.find(bad.words), std::string::npos) << error.message();
    EXPECT_EQ(reading.records, "next.example. 60 IN A 192.0.2.9\n") << bad.directive;
  }
}

TEST(Generate, ends_with_the_first_record_that_is_malformed) {
  const Reading reading = read_text("$GENERATE 254-1000000 h$ A 192.0.2.$\nnext A 192.0.2.9\n");
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_NE(reading.errors[0].detail.find("generated with the counter 256"), std::string::npos);
  EXPECT_EQ(reading.errors[0].where.column, 28U);
  EXPECT_EQ(reading.records,
            "h254.example. 60 IN A 192.0.2.254\nh255.example. 60 IN A 192.0.2.255\nnext.example. "
            "60 IN A 192.0.2.9\n");
}

TEST(Generate, bounds_the_records_of_all_directives_together) {
  ZoneFileOptions options = example_options();
  options.max_generated = 10;
  const Reading reading = read_text(
      "$GENERATE 1-6 a$ A 192.0.2.$\n$GENERATE 1-5 b$ A 192.0.2.$\n$GENERATE 1-4 c$ A 192.0.2.$\n",
      options);
  EXPECT_EQ(reading.lines.size(), 10U);
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.errors[0].where.line, 2U);
  EXPECT_EQ(reading.errors[0].code, ErrorCode::limit_reached);
}

TEST(Generate, gives_all_its_records_the_line_of_the_directive) {
  const Reading reading = read_text("\n\n$GENERATE 1-3 a$ A 192.0.2.$\nb A 192.0.2.1\n");
  EXPECT_EQ(reading.lines, (std::vector<std::uint32_t>{3, 3, 3, 4}));
}

TEST(Generate, leaves_its_last_owner_to_the_record_after_it) {
  const Reading reading = read_text("$GENERATE 1-2 a$ A 192.0.2.$\n A 192.0.2.9\na2 A 192.0.2.8\n");
  EXPECT_EQ(reading.records,
            "a1.example. 60 IN A 192.0.2.1\na2.example. 60 IN A 192.0.2.2\na2.example. 60 IN A "
            "192.0.2.9\n"
            "a2.example. 60 IN A 192.0.2.8\n");
}

}  // namespace
}  // namespace vouch::test
