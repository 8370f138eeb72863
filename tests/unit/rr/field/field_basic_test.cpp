// The kinds of field that most types are made of: what their text is, and what it must not be.
#include <gtest/gtest.h>

#include "vouch/base/encoding.hpp"
#include "vouch/name/name.hpp"
#include "vouch/rr/field/address.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch {
namespace {

// The text that comes back when the text is read and printed; the error's mnemonic where it is
// refused.
std::string reprinted(RRType type, std::string_view text, RRClass rrclass = RRClass::IN) {
  const auto rdata = parse_rdata_text(type, rrclass, text, Name::parse("example.").value());
  if (!rdata.ok()) return std::string(mnemonic(rdata.error().code));
  EXPECT_TRUE(check_rdata(type, rrclass, *rdata).ok());
  return rdata_text(type, rrclass, *rdata);
}

std::string hex_of(RRType type, std::string_view text, RRClass rrclass = RRClass::IN) {
  const auto rdata = parse_rdata_text(type, rrclass, text, Name::parse("example.").value());
  return rdata.ok() ? base16_text(*rdata, LetterCase::lower)
                    : std::string(mnemonic(rdata.error().code));
}

TEST(NumberFields, keep_to_their_size) {
  EXPECT_EQ(reprinted(RRType::MX, "65535 ."), "65535 .");
  EXPECT_EQ(reprinted(RRType::MX, "007 ."), "7 .");
  EXPECT_EQ(reprinted(RRType::MX, "65536 ."), "bad_number");
  EXPECT_EQ(reprinted(RRType::MX, "-1 ."), "bad_number");
  EXPECT_EQ(reprinted(RRType::MX, "+1 ."), "bad_number");
  EXPECT_EQ(reprinted(RRType::MX, "0x1 ."), "bad_number");
  EXPECT_EQ(reprinted(RRType::MX, "\"1\" ."), "bad_number");
  EXPECT_EQ(reprinted(RRType::TLSA, "256 0 0 00"), "bad_number");
  EXPECT_EQ(reprinted(RRType::ZONEMD, "4294967295 1 1 00"), "4294967295 1 1 00");
  EXPECT_EQ(reprinted(RRType::ZONEMD, "4294967296 1 1 00"), "bad_number");
  EXPECT_EQ(reprinted(RRType::IPN, "18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(reprinted(RRType::IPN, "18446744073709551616"), "bad_number");
}

TEST(NumberFields, of_soa_are_read_with_units) {
  EXPECT_EQ(reprinted(RRType::SOA, "ns host 1 2h 30m 2w 1h30m"),
            "ns.example. host.example. 1 7200 1800 1209600 5400");
  EXPECT_EQ(reprinted(RRType::SOA, "ns host 1h 2 3 4 5"), "bad_number");
  EXPECT_EQ(reprinted(RRType::SOA, "ns host 1 2 3 4 4294967295"),
            "ns.example. host.example. 1 2 3 4 4294967295");
  EXPECT_EQ(reprinted(RRType::SOA, "ns host 1 2 3 4 5x"), "bad_number");
}

TEST(RegisteredFields, are_read_as_mnemonics_or_numbers) {
  EXPECT_EQ(reprinted(RRType::DS, "1 ECDSAP256SHA256 SHA-256 00"), "1 13 2 00");
  EXPECT_EQ(reprinted(RRType::DS, "1 250 9 00"), "1 250 9 00");
  EXPECT_EQ(reprinted(RRType::DS, "1 NOALGORITHM 1 00"), "bad_number");
  EXPECT_EQ(reprinted(RRType::DS, "1 256 1 00"), "bad_number");
  EXPECT_EQ(reprinted(RRType::CERT, "PKIX 1 8 AA=="), "PKIX 1 RSASHA256 AA==");
  EXPECT_EQ(reprinted(RRType::CERT, "1 1 0 AA=="), "PKIX 1 0 AA==");
  EXPECT_EQ(reprinted(RRType::CERT, "300 1 200 AA=="), "300 1 200 AA==");
  EXPECT_EQ(reprinted(RRType::CERT, "NOCERT 1 1 AA=="), "bad_number");
  EXPECT_EQ(reprinted(RRType::DSYNC, "CDS notify 5300 scanner"),
            "CDS NOTIFY 5300 scanner.example.");
  EXPECT_EQ(reprinted(RRType::DSYNC, "TYPE65280 200 0 ."), "TYPE65280 200 0 .");
  EXPECT_EQ(reprinted(RRType::DSYNC, "CDS 256 0 ."), "bad_number");
  EXPECT_EQ(reprinted(RRType::TSIG, "hmac-sha256. 281474976710655 300 0 1 BADTIME 0", RRClass::ANY),
            "hmac-sha256. 281474976710655 300 0 1 BADTIME 0");
}

TEST(SignatureFields, have_types_and_times) {
  constexpr std::string_view text = "A 5 3 86400 20030322173103 20030220173103 2642 example. AA==";
  EXPECT_EQ(reprinted(RRType::RRSIG, text), text);
  EXPECT_EQ(
      reprinted(RRType::RRSIG, "TYPE1 RSASHA1 3 1d 1048354263 1045762263 2642 example. A A = ="),
      "A 5 3 86400 20030322173103 20030220173103 2642 example. AA==");
  EXPECT_EQ(
      reprinted(RRType::RRSIG, "B 5 3 86400 20030322173103 20030220173103 2642 example. AA=="),
      "bad_type");
  EXPECT_EQ(
      reprinted(RRType::RRSIG, "A 5 3 86400 20030332173103 20030220173103 2642 example. AA=="),
      "bad_time");
  EXPECT_EQ(reprinted(RRType::RRSIG, "A 5 3 86400 20030322173103 20030220173103 2642 example."),
            "bad_rdata");
}

TEST(AddressFields, of_ipv4_take_four_decimal_numbers_only) {
  EXPECT_EQ(hex_of(RRType::A, "192.0.2.1"), "c0000201");
  EXPECT_EQ(hex_of(RRType::A, "0.0.0.0"), "00000000");
  EXPECT_EQ(hex_of(RRType::A, "255.255.255.255"), "ffffffff");
  for (const char* text :
       {"1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4x",
        "0x1.2.3.4", "1.2.3.-4", "16909060", "::1", "\"1.2.3.4\"", "1.2.3.1000"}) {
    EXPECT_EQ(hex_of(RRType::A, text), "bad_address") << text;
  }
}

// RFC 4291 section 2.2, RFC 5952 section 4.
TEST(AddressFields, of_ipv6_are_read_in_any_form_and_written_in_one) {
  const auto text = [](std::string_view written) { return reprinted(RRType::AAAA, written); };
  EXPECT_EQ(text("2001:0DB8:0000:0000:0008:0800:200C:417A"), "2001:db8::8:800:200c:417a");
  EXPECT_EQ(text("::"), "::");
  EXPECT_EQ(text("::1"), "::1");
  EXPECT_EQ(text("1::"), "1::");
  EXPECT_EQ(text("2001:db8::1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ(text("2001:0:0:1:0:0:0:1"), "2001:0:0:1::1");
  EXPECT_EQ(text("2001:db8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
  EXPECT_EQ(text("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
  EXPECT_EQ(text("0:0:0:0:0:ffff:c000:201"), "::ffff:192.0.2.1");
  EXPECT_EQ(text("64:ff9b::192.0.2.33"), "64:ff9b::c000:221");
  EXPECT_EQ(text("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0");
  EXPECT_EQ(text("::2:3:4:5:6:7:8"), "0:2:3:4:5:6:7:8");
  for (const char* wrong :
       {"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::g",
        "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7:8", "::1.2.3", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4::5:6:7:8", "::1%eth0", "192.0.2.1"}) {
    EXPECT_TRUE(text(wrong) == "bad_address" || text(wrong) == "bad_rdata") << wrong;
  }
}

TEST(AddressFields, of_ipv6_are_expanded_on_demand) {
  const auto rdata = parse_rdata_text(RRType::AAAA, RRClass::IN, "2001:db8::1").value();
  EXPECT_EQ(rdata_text(RRType::AAAA, RRClass::IN, rdata, {.expand_addresses = true}),
            "2001:0db8:0000:0000:0000:0000:0000:0001");
}

// RFC 7043 section 3.3 and 4.3, RFC 6742 section 2.
TEST(AddressFields, of_identifiers_have_fixed_shapes) {
  EXPECT_EQ(reprinted(RRType::EUI48, "00-00-5E-00-53-2a"), "00-00-5e-00-53-2a");
  EXPECT_EQ(reprinted(RRType::EUI64, "00-00-5e-ef-10-00-00-2a"), "00-00-5e-ef-10-00-00-2a");
  for (const char* wrong : {"00-00-5e-00-53", "00-00-5e-00-53-2a-00", "0-0-5e-00-53-2a",
                            "00:00:5e:00:53:2a", "00005e00532a", "00-00-5e-00-53-2g"}) {
    EXPECT_EQ(reprinted(RRType::EUI48, wrong), "bad_address") << wrong;
  }
  EXPECT_EQ(reprinted(RRType::NID, "10 0014:4fff:ff20:ee64"), "10 0014:4fff:ff20:ee64");
  EXPECT_EQ(reprinted(RRType::L64, "10 2001:DB8:1140:0"), "10 2001:0db8:1140:0000");
  EXPECT_EQ(reprinted(RRType::L32, "10 10.1.2.0"), "10 10.1.2.0");
  EXPECT_EQ(reprinted(RRType::LP, "10 l64-subnet1"), "10 l64-subnet1.example.");
  for (const char* wrong :
       {"10 1:2:3", "10 1:2:3:4:5", "10 1::2", "10 12345:1:1:1", "10 1:2:3:", "10 1:2:3:g"}) {
    EXPECT_EQ(reprinted(RRType::NID, wrong), "bad_address") << wrong;
  }
}

TEST(StringFields, are_quoted_and_escaped) {
  EXPECT_EQ(reprinted(RRType::TXT, "a;b"), "\"a;b\"");
  EXPECT_EQ(reprinted(RRType::TXT, "\"a b\" c"), "\"a b\" \"c\"");
  EXPECT_EQ(reprinted(RRType::TXT, "\\000\\255\\\"\\\\\\a\\032"), "\"\\000\\255\\\"\\\\a \"");
  EXPECT_EQ(reprinted(RRType::TXT, "\\256"), "bad_text");
  EXPECT_EQ(reprinted(RRType::TXT, "\\25"), "bad_text");
  EXPECT_EQ(reprinted(RRType::HINFO, "PDP-11 UNIX"), "\"PDP-11\" \"UNIX\"");
  EXPECT_EQ(reprinted(RRType::ISDN, "150862028003217 004"), "\"150862028003217\" \"004\"");
  EXPECT_EQ(reprinted(RRType::ISDN, "150862028003217"), "\"150862028003217\"");
  EXPECT_EQ(reprinted(RRType::NAPTR, "100 50 s http \"!^.*$!x!\" _a._b"),
            "100 50 \"s\" \"http\" \"!^.*$!x!\" _a._b.example.");
}

TEST(StringFields, hold_255_octets_at_most) {
  EXPECT_EQ(reprinted(RRType::TXT, std::string(255, 'a')), '"' + std::string(255, 'a') + '"');
  EXPECT_EQ(reprinted(RRType::TXT, std::string(256, 'a')), "too_long");
  EXPECT_EQ(reprinted(RRType::HINFO, "a " + std::string(256, 'a')), "too_long");
}

TEST(EncodedFields, may_be_broken_by_blanks_anywhere) {
  EXPECT_EQ(reprinted(RRType::DNSKEY, "256 3 8 Aw EA Ag =="), "256 3 8 AwEAAg==");
  EXPECT_EQ(reprinted(RRType::DNSKEY, "256 3 8 A w E A A g = ="), "256 3 8 AwEAAg==");
  EXPECT_EQ(reprinted(RRType::DNSKEY, "256 3 8 AwEAAg="), "bad_base64");
  EXPECT_EQ(reprinted(RRType::DNSKEY, "256 3 8 AwEAAg== AwEAAg=="), "bad_base64");
  EXPECT_EQ(reprinted(RRType::DNSKEY, "256 3 8"), "bad_rdata");
  EXPECT_EQ(reprinted(RRType::DNSKEY, "256 3 8 \"\""), "bad_rdata");
  EXPECT_EQ(reprinted(RRType::DS, "1 8 2 0 0f F"), "1 8 2 00FF");
  EXPECT_EQ(reprinted(RRType::DS, "1 8 2 000"), "bad_base16");
  EXPECT_EQ(reprinted(RRType::DS, "1 8 2"), "bad_rdata");
}

TEST(EncodedFields, may_be_empty_where_their_rfc_says_so) {
  EXPECT_EQ(reprinted(RRType::KEY, "49152 3 0"), "49152 3 0");
  EXPECT_EQ(reprinted(RRType::KEY, "512 3 0"), "bad_rdata");
  EXPECT_EQ(reprinted(RRType::SINK, "1 2 3"), "1 2 3");
  EXPECT_EQ(reprinted(RRType::IPSECKEY, "10 0 0 ."), "10 0 0 .");
  EXPECT_EQ(reprinted(RRType::DOA, "1 2 3 text -"), "1 2 3 \"text\" -");
  EXPECT_EQ(reprinted(RRType::DOA, "1 2 3 text AA=="), "1 2 3 \"text\" AA==");
  EXPECT_EQ(reprinted(RRType::DOA, "1 2 3 text"), "bad_rdata");
}

// RFC 8078 section 4.
TEST(EncodedFields, take_the_records_that_ask_for_deletion) {
  EXPECT_EQ(reprinted(RRType::CDS, "0 0 0 0"), "bad_base16");
  EXPECT_EQ(reprinted(RRType::CDS, "0 0 0 00"), "0 0 0 00");
  EXPECT_EQ(reprinted(RRType::CDNSKEY, "0 3 0 AA=="), "0 3 0 AA==");
}

// RFC 5155 sections 3.3 and 4.3.
TEST(EncodedFields, of_nsec3_are_counted) {
  constexpr std::string_view text =
      "1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR MX DNSKEY NS SOA NSEC3PARAM RRSIG";
  EXPECT_EQ(reprinted(RRType::NSEC3, text),
            "1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR NS SOA MX RRSIG DNSKEY NSEC3PARAM");
  EXPECT_EQ(reprinted(RRType::NSEC3, "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr"),
            "1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR");
  EXPECT_EQ(hex_of(RRType::NSEC3PARAM, "1 0 5 -"), "0100000500");
  EXPECT_EQ(hex_of(RRType::NSEC3PARAM, "1 0 5 " + std::string(510, 'a')).substr(0, 12),
            "01000005ffaa");
  EXPECT_EQ(reprinted(RRType::NSEC3PARAM, "1 0 5 " + std::string(512, 'a')), "too_long");
  EXPECT_EQ(reprinted(RRType::NSEC3PARAM, "1 0 5 abc"), "bad_base16");
  EXPECT_EQ(reprinted(RRType::NSEC3PARAM, "1 0 5 \"\""), "bad_rdata");
  EXPECT_EQ(reprinted(RRType::NSEC3, "1 0 0 - 2t7w A"), "bad_base32");
  EXPECT_EQ(reprinted(RRType::NSEC3, "1 0 0 - \"\" A"), "bad_rdata");
}

TEST(EncodedFields, of_tkey_and_tsig_are_counted_in_text_too) {
  EXPECT_EQ(reprinted(RRType::TKEY, "gss. 1 2 3 0 3 AAEC 0"), "gss. 1 2 3 NOERROR 3 AAEC 0");
  EXPECT_EQ(reprinted(RRType::TKEY, "gss. 1 2 3 BADKEY 3 AA EC 1 AA=="),
            "gss. 1 2 3 BADKEY 3 AAEC 1 AA==");
  EXPECT_EQ(reprinted(RRType::TKEY, "gss. 1 2 3 0 2 AAEC 0"), "bad_rdata");
  EXPECT_EQ(reprinted(RRType::TKEY, "gss. 1 2 3 0 3 0"), "bad_rdata");
}

TEST(BitmapFields, list_types_in_order) {
  EXPECT_EQ(reprinted(RRType::NSEC, "host. NSEC A RRSIG TYPE1234 MX"),
            "host. A MX RRSIG NSEC TYPE1234");
  EXPECT_EQ(reprinted(RRType::NSEC, "host."), "bad_rdata");
  EXPECT_EQ(reprinted(RRType::NSEC, "host. A 1234"), "bad_type");
  EXPECT_EQ(reprinted(RRType::CSYNC, "66 3"), "66 3");
  EXPECT_EQ(reprinted(RRType::CSYNC, "66 3 A NS AAAA"), "66 3 A NS AAAA");
}

}  // namespace
}  // namespace vouch
