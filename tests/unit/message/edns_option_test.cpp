// Values of EDNS options, and their text as dig 9.18 prints it.
#include "vouch/message/edns_option.hpp"

#include "tests/unit/message/octets.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

std::string shown(unsigned code, std::string_view hex) {
  const Octets value = octets_from(hex);
  return text(EdnsOptionView{EdnsOptionCode(code), value});
}

std::string subnet(std::string_view text) {
  const auto parsed = ClientSubnet::parse(text);
  return parsed.ok() ? parsed->text() : "error: " + std::string(mnemonic(parsed.error().code));
}

std::string read_subnet(std::string_view hex) {
  const Octets value = octets_from(hex);
  const auto read = ClientSubnet::read(value);
  if (!read.ok()) return "error: " + std::string(mnemonic(read.error().code));
  Octets again;
  read->append_value(again);
  EXPECT_EQ(again, value);
  return read->text();
}

}  // namespace

TEST(Cookie, has_8_octets_or_16_to_40) {
  for (std::size_t size = 0; size <= 48; ++size) {
    const Octets value(size, 7);
    const auto cookie = Cookie::read(value);
    EXPECT_EQ(cookie.ok(), size == 8 || (size >= 16 && size <= 40)) << size;
    if (!cookie.ok()) continue;
    EXPECT_EQ(cookie->client.size(), 8U);
    EXPECT_EQ(cookie->server.size(), size - 8);
  }
}

TEST(ClientSubnet, is_written_as_address_and_prefix) {
  EXPECT_EQ(subnet("192.0.2.77/20"), "192.0.0.0/20/0") << "bits after the prefix are cleared";
  EXPECT_EQ(subnet("192.0.2.7"), "192.0.2.7/32/0");
  EXPECT_EQ(subnet("10/8"), "10.0.0.0/8/0");
  EXPECT_EQ(subnet("192.0.2/24"), "192.0.2.0/24/0");
  EXPECT_EQ(subnet("2001:db8::1/56"), "2001:db8::/56/0");
  EXPECT_EQ(subnet("::/0"), "::/0/0");
  EXPECT_EQ(subnet("0"), "0.0.0.0/0/0");
  for (const char* text :
       {"", "/24", "192.0.2.0/33", "::/129", "192.0.2.0/", "192.0.2.0/x", "192.0.2.0/-1", "256/8",
        "1.2.3.4.5/8", "x", "10./8", "1111111111111111111111/8"}) {
    EXPECT_EQ(subnet(text), "error: bad_address") << text;
  }
}

TEST(ClientSubnet, is_read_from_the_octets_that_its_prefix_needs) {
  EXPECT_EQ(read_subnet("0001 18 00 c00002"), "192.0.2.0/24/0");
  EXPECT_EQ(read_subnet("0002 38 30 20010db8000100"), "2001:db8:1::/56/48");
  EXPECT_EQ(read_subnet("0001 00 00"), "0.0.0.0/0/0");
  EXPECT_EQ(read_subnet("0000 00 00"), "0/0/0") << "no family";
  EXPECT_EQ(read_subnet("0001 15 00 c00000"), "192.0.0.0/21/0");
  EXPECT_EQ(read_subnet("0001 15 00 c00001"), "error: bad_message") << "a bit after the prefix";
  EXPECT_EQ(read_subnet("0001 18 00 c000"), "error: bad_message");
  EXPECT_EQ(read_subnet("0001 18 00 c0000200"), "error: bad_message");
  EXPECT_EQ(read_subnet("0001 21 00 c000020000"), "error: bad_message");
  EXPECT_EQ(read_subnet("0001 18 21 c00002"), "error: bad_message");
  EXPECT_EQ(read_subnet("0003 08 00 01"), "error: bad_message");
  EXPECT_EQ(read_subnet("0001 18"), "error: truncated");
}

TEST(Padding, fills_up_to_a_multiple_of_the_block) {
  EXPECT_EQ(padding_octets(100, 128, 65535), 24U);
  EXPECT_EQ(padding_octets(124, 128, 65535), 0U);
  EXPECT_EQ(padding_octets(125, 128, 65535), 127U);
  EXPECT_EQ(padding_octets(500, 468, 65535), 432U);
  EXPECT_EQ(padding_octets(500, 468, 512), 8U) << "never beyond the limit";
  EXPECT_EQ(padding_octets(510, 468, 512), 0U);
  EXPECT_EQ(padding_octets(100, 0, 65535), 0U);
}

// What the installed dig (9.18.49) printed for the same octets.
TEST(EdnsOptionText, is_digs) {
  EXPECT_EQ(shown(1, "0001000100000123456789abcdef00000e10"),
            "LLQ: Version: 1, Opcode: 1, Error: 0, Identifier: 81985529216486895, Lifetime: 3600");
  EXPECT_EQ(shown(2, "00000e10"), "OPT=2: 00 00 0e 10 (\"....\")");
  EXPECT_EQ(shown(3, "6c6162353300ff225c"), "NSID: 6c 61 62 35 33 00 ff 22 5c (\"lab53..\"\\\")");
  EXPECT_EQ(shown(3, ""), "NSID:");
  EXPECT_EQ(shown(5, "080d0f"), "OPT=5: 08 0d 0f (\"...\")");
  EXPECT_EQ(shown(8, "00011800c00002"), "CLIENT-SUBNET: 192.0.2.0/24/0");
  EXPECT_EQ(shown(8, "0002383020010db8000100"), "CLIENT-SUBNET: 2001:db8:1::/56/48");
  EXPECT_EQ(shown(8, "00000000"), "CLIENT-SUBNET: 0/0/0");
  EXPECT_EQ(shown(9, "00000e4d"), "EXPIRE: 3661 (1 hour 1 minute 1 second)");
  EXPECT_EQ(shown(9, "00015fcd"), "EXPIRE: 90061 (1 day 1 hour 1 minute 1 second)");
  EXPECT_EQ(shown(9, ""), "EXPIRE:");
  EXPECT_EQ(shown(10, "0001020304050607"), "COOKIE: 0001020304050607");
  EXPECT_EQ(shown(11, "012c"), "TCP KEEPALIVE: 30.0 secs");
  EXPECT_EQ(shown(11, "0131"), "TCP KEEPALIVE: 30.5 secs");
  EXPECT_EQ(shown(11, ""), "TCP KEEPALIVE:");
  EXPECT_EQ(shown(12, "00000000000000000000"), "PAD: (10 bytes)");
  EXPECT_EQ(shown(12, ""), "PAD:");
  EXPECT_EQ(shown(13, "076578616d706c6503636f6d00"),
            "OPT=13: 07 65 78 61 6d 70 6c 65 03 63 6f 6d 00 (\".example.com.\")");
  EXPECT_EQ(shown(14, "4f669728"), "KEY-TAG: 20326, 38696");
  EXPECT_EQ(shown(15, "0007657870697265642022 7822 0ac3a4"),
            "EDE: 7 (Signature Expired): (expired \"x\".\xc3\xa4)");
  EXPECT_EQ(shown(15, "0016"), "EDE: 22 (No Reachable Authority)");
  EXPECT_EQ(shown(15, "03e778"), "EDE: 999: (x)");
  EXPECT_EQ(shown(16, "012c"), "CLIENT-TAG: 300");
  EXPECT_EQ(shown(17, "012d"), "SERVER-TAG: 301");
  EXPECT_EQ(shown(65001, "616201"), "OPT=65001: 61 62 01 (\"ab.\")");
  EXPECT_EQ(shown(65002, ""), "OPT=65002:");
}

TEST(EdnsOptionText, shows_malformed_values_as_octets) {
  EXPECT_EQ(shown(1, "0001"), "LLQ: 00 01 (\"..\")");
  EXPECT_EQ(shown(8, "0003080001"), "CLIENT-SUBNET: 00 03 08 00 01 (\".....\")");
  EXPECT_EQ(shown(9, "0000"), "EXPIRE: 00 00 (\"..\")");
  EXPECT_EQ(shown(11, "00"), "TCP KEEPALIVE: 00 (\".\")");
  EXPECT_EQ(shown(14, "000000"), "KEY-TAG: 00 00 00 (\"...\")");
  EXPECT_EQ(shown(15, "00"), "EDE: 00 (\".\")");
  EXPECT_EQ(shown(16, "01"), "CLIENT-TAG: 01 (\".\")");
}

// A stranger's text must not reach the terminal as it is.
TEST(EdnsOptionText, makes_controls_and_what_is_not_utf_8_dots) {
  EXPECT_EQ(shown(15, "0000 1b5b326a"), "EDE: 0 (Other Error): (.[2j)");
  EXPECT_EQ(shown(15, "0000 c29b"), "EDE: 0 (Other Error): (.)") << "a control of two octets";
  EXPECT_EQ(shown(15, "0000 c0af"), "EDE: 0 (Other Error): (..)") << "overlong";
  EXPECT_EQ(shown(15, "0000 eda080"), "EDE: 0 (Other Error): (...)") << "a surrogate";
  EXPECT_EQ(shown(15, "0000 f4908080"), "EDE: 0 (Other Error): (....)") << "beyond Unicode";
  EXPECT_EQ(shown(15, "0000 e282"), "EDE: 0 (Other Error): (..)") << "cut off";
  EXPECT_EQ(shown(15, "0000 e282ac f09f9880"),
            "EDE: 0 (Other Error): (\xe2\x82\xac\xf0\x9f\x98\x80)");
}
