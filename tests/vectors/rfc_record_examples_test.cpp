// Records that RFCs show as examples of one type: RFC 1876 (LOC), RFC 3123 (APL), RFC 4025
// (IPSECKEY), RFC 8659 (CAA), RFC 8777 (AMTRELAY). Each is read, is well-formed on the wire, and is
// printed as something that reads back to the same.
#include <gtest/gtest.h>

#include "vouch/base/encoding.hpp"
#include "vouch/rr/rdata.hpp"

using namespace vouch;

namespace {

struct Example {
  RRType type;
  const char* text;
  const char* printed;
  const char* wire;  ///< null where the RFC shows or implies none
};

void expect_holds(const Example& example) {
  const auto read = parse_rdata_text(example.type, RRClass::IN, example.text);
  ASSERT_TRUE(read.ok()) << example.text << ": " << read.error().message();
  EXPECT_TRUE(check_rdata(example.type, RRClass::IN, *read).ok()) << example.text;
  if (example.wire != nullptr) {
    EXPECT_EQ(base16_text(*read, LetterCase::lower), example.wire);
  }
  const std::string printed = rdata_text(example.type, RRClass::IN, *read);
  EXPECT_EQ(printed, example.printed);
  const auto again = parse_rdata_text(example.type, RRClass::IN, printed);
  ASSERT_TRUE(again.ok()) << printed;
  EXPECT_EQ(*again, *read);
}

}  // namespace

TEST(Rfc1876, section_4_locations) {
  expect_holds({RRType::LOC, "42 21 54 N 71 06 18 W -24m 30m",
                "42 21 54.000 N 71 6 18.000 W -24.00m 30m 10000m 10m",
                "00331613"
                "89172dd0"
                "70be15f0"
                "00988d20"});
  expect_holds({RRType::LOC, "42 21 43.952 N 71 5 6.344 W -24m 1m 200m",
                "42 21 43.952 N 71 5 6.344 W -24.00m 1m 200m 10m", nullptr});
  expect_holds({RRType::LOC, "52 14 05 N 00 08 50 E 10m",
                "52 14 5.000 N 0 8 50.000 E 10.00m 1m 10000m 10m",
                "00121613"
                "8b3556c8"
                "80081650"
                "00989a68"});
  expect_holds({RRType::LOC, "32 7 19 S 116 2 25 E 10m",
                "32 7 19.000 S 116 2 25.000 E 10.00m 1m 10000m 10m", nullptr});
  expect_holds({RRType::LOC, "42 21 28.764 N 71 00 51.617 W -44m 2000m",
                "42 21 28.764 N 71 0 51.617 W -44.00m 2000m 10000m 10m", nullptr});
}

TEST(Rfc3123, section_8_prefixes) {
  expect_holds({RRType::APL, "1:192.168.32.0/21 !1:192.168.38.0/28",
                "1:192.168.32.0/21 !1:192.168.38.0/28", "00011503c0a82000011c83c0a826"});
  expect_holds({RRType::APL, "1:192.168.42.0/26 1:192.168.42.64/26 1:192.168.42.128/25",
                "1:192.168.42.0/26 1:192.168.42.64/26 1:192.168.42.128/25",
                "00011a03c0a82a00011a04c0a82a4000011904c0a82a80"});
  expect_holds({RRType::APL, "1:127.0.0.1/32 1:172.16.64.0/22", "1:127.0.0.1/32 1:172.16.64.0/22",
                "000120047f00000100011603ac1040"});
  expect_holds({RRType::APL, "1:224.0.0.0/4  2:FF00:0:0:0:0:0:0:0/8", "1:224.0.0.0/4 2:ff00::/8",
                "00010401e000020801ff"});
}

TEST(Rfc4025, section_3_2_gateways) {
  const std::string key = " AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==";
  for (const char* gateway : {"10 1 2 192.0.2.38", "10 0 2 .", "10 1 2 192.0.2.3",
                              "10 3 2 mygateway.example.com.", "10 2 2 2001:db8:0:8002::2000:1"}) {
    const std::string text = gateway + key;
    expect_holds({RRType::IPSECKEY, text.c_str(), text.c_str(), nullptr});
  }
}

TEST(Rfc8659, section_4_properties) {
  for (const char* text :
       {"0 issue \"ca1.example.net\"", "0 issue \";\"", "0 issue \"%%%%%\"",
        "0 issue \"ca1.example.net; account=230123\"", "0 issuewild \"ca2.example.org\"",
        "0 iodef \"mailto:security@example.com\"", "0 iodef \"https://iodef.example.com/\"",
        "128 tbs \"Unknown\""}) {
    expect_holds({RRType::CAA, text, text, nullptr});
  }
}

TEST(Rfc8777, section_4_3_relays) {
  for (const char* text :
       {"10 0 1 203.0.113.15", "10 0 2 2001:db8::15", "128 1 3 amtrelays.example.com."}) {
    expect_holds({RRType::AMTRELAY, text, text, nullptr});
  }
}
