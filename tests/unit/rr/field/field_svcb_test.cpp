// SVCB's parameters (RFC 9460): what the RFC's own vectors leave out.
// tests/vectors/rfc9460_test.cpp has those.
#include <gmock/gmock.h>

#include "tests/unit/rr/text_and_wire.hpp"
#include "vouch/rr/typed/svcb.hpp"

using namespace vouch;
using namespace vouch::test;
using testing::HasSubstr;

namespace {

std::string svcb_wire(std::string_view params) {
  return wire_of(RRType::SVCB, "1 . " + std::string(params));
}
std::string svcb_text(std::string_view params) {
  return printed(RRType::SVCB, "1 . " + std::string(params));
}
std::string read_svcb(std::string_view hex) {
  return printed_wire(RRType::SVCB, "000100" + std::string(hex));
}

}  // namespace

TEST(Svcb, parameters_stand_in_any_order_in_text_and_ascend_on_the_wire) {
  EXPECT_EQ(svcb_text("port=53 ech=AQID alpn=h2 key65000=x"),
            "1 . alpn=\"h2\" port=53 ech=AQID key65000=\"x\"");
}

TEST(Svcb, every_registered_key_has_its_form) {
  EXPECT_EQ(svcb_text("mandatory=port port=443"), "1 . mandatory=port port=443");
  EXPECT_EQ(svcb_text("alpn=h2 no-default-alpn"), "1 . alpn=\"h2\" no-default-alpn");
  EXPECT_EQ(svcb_text("ipv4hint=192.0.2.1,192.0.2.2"), "1 . ipv4hint=192.0.2.1,192.0.2.2");
  EXPECT_EQ(svcb_text("ech=AQIDBA=="), "1 . ech=AQIDBA==");
  EXPECT_EQ(svcb_text("ipv6hint=2001:db8::1"), "1 . ipv6hint=2001:db8::1");
  EXPECT_EQ(svcb_text("dohpath=/dns-query{?dns}"), "1 . dohpath=\"/dns-query{?dns}\"");
  EXPECT_EQ(svcb_text("ohttp"), "1 . ohttp");
  EXPECT_EQ(svcb_text("tls-supported-groups=29,23"), "1 . tls-supported-groups=29,23");
  EXPECT_EQ(svcb_text("docpath=dns,q"), "1 . docpath=\"dns,q\"");
  EXPECT_EQ(svcb_text("docpath"), "1 . docpath");
}

TEST(Svcb, keys_have_their_registered_numbers) {
  EXPECT_EQ(svcb_wire("alpn=h2 no-default-alpn port=1"),
            "000100"
            "0001000302"
            "6832"
            "00020000"
            "000300020001");
  EXPECT_EQ(svcb_wire("dohpath=/ ohttp tls-supported-groups=29 docpath=a"),
            "000100"
            "000700012f"
            "00080000"
            "00090002001d"
            "000a00020161");
}

TEST(Svcb, a_key_written_by_number_has_its_value_in_wire_form) {
  EXPECT_EQ(svcb_text("key1=\"\\002h2\""), "1 . alpn=\"h2\"");
  EXPECT_EQ(svcb_text("key3=\"\\000\\053\""), "1 . port=53");
  EXPECT_EQ(svcb_text("key2 alpn=h2"), "1 . alpn=\"h2\" no-default-alpn");
  EXPECT_THAT(why_refused(RRType::SVCB, "1 . key1=h2"), HasSubstr("alpn lists one protocol"));
  EXPECT_THAT(why_refused(RRType::SVCB, "1 . key3=443"), HasSubstr("port is one number"));
  EXPECT_THAT(why_refused(RRType::SVCB, "1 . port=1 key3=\"\\000\\001\""),
              HasSubstr("port stands twice"));
}

TEST(Svcb, keys_are_lower_case_and_without_leading_zeros) {
  for (const char* text :
       {"1 . PORT=1", "1 . key07=a", "1 . key=a", "1 . key65536=a", "1 . key65535=a", "1 . keyx=a",
        "1 . =a", "1 . unknown=1", "1 . \"port=1\""}) {
    EXPECT_THAT(why_refused(RRType::SVCB, text), HasSubstr("is no parameter")) << text;
  }
}

TEST(Svcb, values_are_read_with_and_without_quotes_and_with_blanks) {
  EXPECT_EQ(svcb_wire("key667=\"a b\""), svcb_wire("key667=a\\032b"));
  EXPECT_EQ(svcb_text("key667=\"a \\\"b\\\" \\\\\""), "1 . key667=\"a \\\"b\\\" \\\\\"");
  EXPECT_EQ(svcb_text("key667"), "1 . key667");
  EXPECT_EQ(svcb_text("key667="), "1 . key667");
  EXPECT_EQ(svcb_text("key667=\"\""), "1 . key667");
  EXPECT_EQ(svcb_text("key667=a=b"), "1 . key667=\"a=b\"");
  EXPECT_EQ(wire_of(RRType::SVCB, "1 . key667=\"a b"), "error: bad_text");
}

TEST(Svcb, a_value_in_quotes_may_be_a_token_of_its_own) {
  const Token tokens[] = {
      {"1", false, 1, 1}, {".", false, 1, 3}, {"alpn=", false, 1, 5}, {"h2,h3", true, 1, 10}};
  Octets octets;
  ASSERT_TRUE(parse_rdata(RRType::SVCB, RRClass::IN, tokens, NameView(), octets).ok());
  EXPECT_EQ(rdata_text(RRType::SVCB, RRClass::IN, octets), "1 . alpn=\"h2,h3\"");
}

TEST(Svcb, alpn_items_have_commas_backslashes_and_blanks_escaped_twice) {
  const char* const text = "1 . alpn=\"a\\\\,b,c\\\\\\\\d,e\\032f,\\200\"";
  EXPECT_EQ(printed(RRType::SVCB, text), text);
  EXPECT_EQ(wire_of(RRType::SVCB, text),
            "0001000001"
            "000e"
            "03612c62"
            "03635c64"
            "03652066"
            "01c8");
}

TEST(Svcb, refuses_malformed_lists) {
  EXPECT_EQ(svcb_wire("alpn=h2,,h3"), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("alpn=,h2"), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("alpn=\"\""), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("alpn=h2\\\\"), "error: bad_text");
  EXPECT_EQ(svcb_wire("alpn=\"a\\\\bc\""), "error: bad_text");
  EXPECT_EQ(svcb_wire("alpn=" + std::string(256, 'a')), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("ipv4hint=192.0.2.1,"), "error: bad_address");
  EXPECT_EQ(svcb_wire("ipv4hint=2001:db8::1"), "error: bad_address");
  EXPECT_EQ(svcb_wire("ipv6hint=192.0.2.1"), "error: bad_address");
  EXPECT_EQ(svcb_wire("port=65536"), "error: bad_number");
  EXPECT_EQ(svcb_wire("port=1,2"), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("port=-1"), "error: bad_number");
  EXPECT_EQ(svcb_wire("ech=AQI"), "error: bad_base64");
  EXPECT_EQ(svcb_wire("ech"), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("ohttp=1"), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("dohpath"), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("tls-supported-groups=29,29"), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("mandatory=nothing"), "error: bad_rdata");
  EXPECT_EQ(svcb_wire("mandatory=port,alpn port=1"), "error: bad_rdata");
}

TEST(Svcb, no_default_alpn_needs_alpn) {
  EXPECT_THAT(why_refused(RRType::SVCB, "1 . no-default-alpn"),
              HasSubstr("no-default-alpn needs alpn"));
}

TEST(Svcb, wire_form_is_checked) {
  EXPECT_EQ(read_svcb("0003"), "error: bad_rdata") << "a cut head";
  EXPECT_EQ(read_svcb("00030002 00"), "error: bad_rdata") << "a cut value";
  EXPECT_EQ(read_svcb("000300020035 000300020035"), "error: bad_rdata") << "a key twice";
  EXPECT_EQ(read_svcb("000300020035 0001000302 6832"), "error: bad_rdata") << "descending";
  EXPECT_EQ(read_svcb("00030000"), "error: bad_rdata") << "a port without number";
  EXPECT_EQ(read_svcb("0003000100"), "error: bad_rdata");
  EXPECT_EQ(read_svcb("00010000"), "error: bad_rdata") << "no protocol";
  EXPECT_EQ(read_svcb("0001000100"), "error: bad_rdata") << "a protocol of no octets";
  EXPECT_EQ(read_svcb("000100020268"), "error: bad_rdata") << "a protocol beyond the value";
  EXPECT_EQ(read_svcb("00020001 61"), "error: bad_rdata");
  EXPECT_EQ(read_svcb("00040000"), "error: bad_rdata") << "no hint";
  EXPECT_EQ(read_svcb("00040003 c00002"), "error: bad_rdata");
  EXPECT_EQ(read_svcb("00050000"), "error: bad_rdata");
  EXPECT_EQ(read_svcb("00060004 c0000201"), "error: bad_rdata");
  EXPECT_EQ(read_svcb("00090001 1d"), "error: bad_rdata");
  EXPECT_EQ(read_svcb("000000020000"), "error: bad_rdata") << "mandatory lists itself";
  EXPECT_EQ(read_svcb("0000000400030001"), "error: bad_rdata") << "mandatory descends";
  EXPECT_EQ(read_svcb("ffff0000"), "error: bad_rdata") << "the reserved key";
  EXPECT_EQ(printed_wire(RRType::SVCB, "0001 c000"), "error: bad_name") << "a compressed target";
}

TEST(Svcb, contradictions_are_carried_from_messages_in_the_generic_form) {
  EXPECT_EQ(read_svcb("00020000"), "\\# 7 00010000020000") << "no-default-alpn without alpn";
  EXPECT_EQ(read_svcb("000000020003"), "\\# 9 000100000000020003")
      << "mandatory lists what is absent";
  const char* const generic = "\\# 7 00010000020000";
  EXPECT_EQ(printed(RRType::SVCB, generic), generic);
}

TEST(Svcb, in_alias_mode_parameters_mean_nothing_but_are_well_formed) {
  EXPECT_EQ(printed(RRType::SVCB, "0 foo. port=53"), "0 foo. port=53");
  EXPECT_EQ(printed(RRType::SVCB, "0 foo. mandatory=port"), "0 foo. mandatory=port");
  EXPECT_EQ(wire_of(RRType::SVCB, "0 foo. port=x"), "error: bad_number");
}

// Quadratic checks of these took seconds.
TEST(Svcb, checks_the_largest_parameters_in_no_time) {
  Octets groups = octets_from("000100 0009fff8");
  for (unsigned i = 0; i < 0xfff8 / 2; ++i) {
    groups.push_back(static_cast<std::uint8_t>(i >> 8));
    groups.push_back(static_cast<std::uint8_t>(i));
  }
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(check_rdata(RRType::SVCB, RRClass::IN, groups).ok());
  }
  groups.back() = 0;
  groups[groups.size() - 2] = 0;
  EXPECT_FALSE(check_rdata(RRType::SVCB, RRClass::IN, groups).ok());
}

TEST(Svcb, the_target_keeps_its_letters_in_canonical_form) {
  const auto octets = parse_rdata_text(RRType::HTTPS, RRClass::IN, "1 WWW.Example. alpn=h2");
  ASSERT_TRUE(octets.ok());
  Octets canonical;
  append_canonical_rdata(canonical, RRType::HTTPS, RRClass::IN, *octets);
  EXPECT_EQ(canonical, *octets);
}

TEST(Svcb, the_typed_view_walks_the_parameters) {
  const auto octets =
      parse_rdata_text(RRType::SVCB, RRClass::IN, "7 svc.example. alpn=h2 port=8443");
  ASSERT_TRUE(octets.ok());
  const auto svcb = rr::Svcb::read(*octets);
  ASSERT_TRUE(svcb.ok());
  EXPECT_EQ(svcb->priority, 7);
  EXPECT_FALSE(svcb->is_alias());
  EXPECT_EQ(svcb->target.text(), "svc.example.");
  std::vector<std::uint16_t> keys;
  for (const rr::SvcParam param : svcb->params)
    keys.push_back(static_cast<std::uint16_t>(param.key));
  EXPECT_THAT(keys, testing::ElementsAre(1, 3));
  ASSERT_TRUE(svcb->params.find(rr::SvcParamKey::port));
  EXPECT_EQ(base16_text(*svcb->params.find(rr::SvcParamKey::port)), "20FB");
  EXPECT_FALSE(svcb->params.find(rr::SvcParamKey::ech));
  EXPECT_FALSE(rr::Svcb::read(octets_from("0001")).ok());
}
