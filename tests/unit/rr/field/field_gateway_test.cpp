// IPSECKEY's gateway (RFC 4025) and AMTRELAY's relay (RFC 8777): none, IPv4, IPv6 or a name, by
// their type.
#include "tests/unit/rr/text_and_wire.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

std::string ipseckey(std::string_view text) { return printed(RRType::IPSECKEY, text); }
std::string amtrelay(std::string_view text) { return printed(RRType::AMTRELAY, text); }

}  // namespace

TEST(Ipseckey, gateways_of_all_types) {
  EXPECT_EQ(wire_of(RRType::IPSECKEY, "10 0 2 . AQID"),
            "0a0002"
            "010203");
  EXPECT_EQ(wire_of(RRType::IPSECKEY, "10 1 2 192.0.2.38 AQID"),
            "0a0102"
            "c0000226"
            "010203");
  EXPECT_EQ(wire_of(RRType::IPSECKEY, "10 2 2 2001:db8::1 AQID"),
            "0a0202"
            "20010db8000000000000000000000001"
            "010203");
  EXPECT_EQ(wire_of(RRType::IPSECKEY, "10 3 2 gw AQID"),
            "0a0302"
            "026777076578616d706c6500"
            "010203");
  EXPECT_EQ(ipseckey("10 3 2 . AQID"), "10 3 2 . AQID") << "the root is a name too";
}

TEST(Ipseckey, the_key_may_have_blanks_and_be_absent) {
  EXPECT_EQ(ipseckey("10 1 2 192.0.2.38 AQ ID"), "10 1 2 192.0.2.38 AQID");
  EXPECT_EQ(ipseckey("10 0 0 ."), "10 0 0 .");
}

TEST(Ipseckey, refuses_a_gateway_that_is_not_of_its_type) {
  EXPECT_EQ(ipseckey("10 0 2 gw AQID"), "error: bad_rdata");
  EXPECT_EQ(ipseckey("10 1 2 2001:db8::1 AQID"), "error: bad_address");
  EXPECT_EQ(ipseckey("10 1 2 . AQID"), "error: bad_address");
  EXPECT_EQ(ipseckey("10 2 2 192.0.2.1 AQID"), "error: bad_address");
  EXPECT_EQ(ipseckey("10 3 2 a..b AQID"), "error: bad_name");
  EXPECT_EQ(ipseckey("10 4 2 . AQID"), "error: bad_rdata");
  EXPECT_EQ(ipseckey("10 1"), "error: bad_rdata");
}

TEST(Ipseckey, wire_form_is_checked) {
  EXPECT_EQ(printed_wire(RRType::IPSECKEY, "0a0102 c00002"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::IPSECKEY, "0a0202 20010db8"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::IPSECKEY, "0a0302 0267"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::IPSECKEY, "0a0302 c00c 01"), "error: bad_name")
      << "never compressed";
  EXPECT_EQ(printed_wire(RRType::IPSECKEY, "0a0402 01"), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::IPSECKEY, "0a01"), "error: truncated");
}

TEST(Ipseckey, the_gateways_name_is_written_uncompressed_and_keeps_its_letters) {
  const auto octets = parse_rdata_text(RRType::IPSECKEY, RRClass::IN, "10 3 2 GW.Example. AQID");
  ASSERT_TRUE(octets.ok());
  Octets message(12);
  NameCompressor compressor;
  WireWriter writer(message);
  compressor.write(writer, *Name::parse("GW.Example."));
  const std::size_t start = message.size();
  write_rdata(writer, compressor, RRType::IPSECKEY, RRClass::IN, *octets);
  EXPECT_TRUE(equal_octets(OctetView(message).subspan(start), *octets));
  Octets canonical;
  append_canonical_rdata(canonical, RRType::IPSECKEY, RRClass::IN, *octets);
  EXPECT_EQ(canonical, *octets);
}

TEST(Amtrelay, relays_of_all_types) {
  EXPECT_EQ(wire_of(RRType::AMTRELAY, "10 0 0 ."), "0a00");
  EXPECT_EQ(wire_of(RRType::AMTRELAY, "10 1 0 ."), "0a80");
  EXPECT_EQ(wire_of(RRType::AMTRELAY, "10 0 1 203.0.113.15"), "0a01cb00710f");
  EXPECT_EQ(wire_of(RRType::AMTRELAY, "10 1 2 2001:db8::15"),
            "0a8220010db8000000000000000000000015");
  EXPECT_EQ(wire_of(RRType::AMTRELAY, "128 1 3 amtrelays"),
            "808309616d7472656c617973076578616d706c6500");
  EXPECT_EQ(amtrelay("128 1 3 amtrelays"), "128 1 3 amtrelays.example.");
}

TEST(Amtrelay, refuses_what_does_not_fit_its_type) {
  EXPECT_EQ(amtrelay("10 2 0 ."), "error: bad_number");
  EXPECT_EQ(amtrelay("10 0 4 ."), "error: bad_number");
  EXPECT_EQ(amtrelay("10 0 0 relay"), "error: bad_rdata");
  EXPECT_EQ(amtrelay("10 0 1 ."), "error: bad_address");
  EXPECT_EQ(amtrelay("10 0 1 192.0.2.1 x"), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::AMTRELAY, "0a"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::AMTRELAY, "0a01 cb0071"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::AMTRELAY, "0a00 00"), "error: trailing_octets");
}

TEST(Amtrelay, types_that_are_not_assigned_are_carried) {
  EXPECT_EQ(printed_wire(RRType::AMTRELAY, "0a04 0102"), "\\# 4 0A040102");
  EXPECT_EQ(printed_wire(RRType::AMTRELAY, "0aff"), "\\# 2 0AFF");
}
