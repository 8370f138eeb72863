// RDATA on several lines, split and with comments, as dig prints it; tests/interop compares with
// dig itself.
#include "tests/unit/rr/text_and_wire.hpp"

namespace vouch::test {
namespace {

std::string styled(RRType type, std::string_view text, const RdataStyle& style) {
  const auto rdata = parse_rdata_text(type, RRClass::IN, text);
  return rdata.ok() ? rdata_text(type, RRClass::IN, *rdata, style) : rdata.error().message();
}

constexpr std::string_view ksk =
    "257 3 13 "
    "sO0p3JHu0IaOU+dSAYkX4KnIGzEM7CAM3swZhMUJO5Dq3eZwUyWPUiRY8fugkRNIChO+qQ4eu81KOEEgsVdEVQ==";
constexpr std::string_view ds =
    "19676 13 2 81D60DC6E355D8B3928B6C1DAECF2AB5EEDD8D6EF71681AB5D8EE338007DACD9";
constexpr RdataStyle multiline = {.multiline = true, .comments = true, .indent = 4};

TEST(RdataStyle, splits_base64_and_hex_with_blanks) {
  EXPECT_EQ(styled(RRType::DNSKEY, ksk, {.split = 56}),
            "257 3 13 sO0p3JHu0IaOU+dSAYkX4KnIGzEM7CAM3swZhMUJO5Dq3eZwUyWPUiRY "
            "8fugkRNIChO+qQ4eu81KOEEgsVdEVQ==");
  EXPECT_EQ(styled(RRType::DS, ds, {.split = 56}),
            "19676 13 2 81D60DC6E355D8B3928B6C1DAECF2AB5EEDD8D6EF71681AB5D8EE338 007DACD9");
  EXPECT_EQ(styled(RRType::DS, ds, {}), ds);
}

TEST(RdataStyle, names_role_algorithm_and_tag_of_keys) {
  EXPECT_EQ(styled(RRType::DNSKEY, ksk, {.comments = true}),
            std::string(ksk) + "  ; KSK; alg = ECDSAP256SHA256 ; key id = 19676");
  EXPECT_EQ(styled(RRType::DNSKEY, "385 3 8 AAEC", {.comments = true}),
            "385 3 8 AAEC  ; revoked KSK; alg = RSASHA256 ; key id = 1674");
  EXPECT_EQ(styled(RRType::CDNSKEY, "0 3 0 AA==", {.comments = true}),
            "0 3 0 AA==  ; ZSK; alg = 0 ; key id = 768");
  EXPECT_EQ(styled(RRType::KEY, "512 3 8 AAEC", {.comments = true}),
            "512 3 8 AAEC ; alg = RSASHA256 ; key id = 1801");
}

TEST(RdataStyle, leaves_out_keys_digests_and_signatures) {
  EXPECT_EQ(styled(RRType::DNSKEY, ksk, {.hide_crypto = true}), "257 3 13 [key id = 19676]");
  EXPECT_EQ(styled(RRType::DS, ds, {.hide_crypto = true}), "19676 13 2 [omitted]");
  EXPECT_EQ(styled(RRType::OPENPGPKEY, "AAEC", {.hide_crypto = true}), "[omitted]");
  EXPECT_EQ(styled(RRType::SSHFP, "1 2 00FF", {.hide_crypto = true}), "1 2 00FF");
}

TEST(RdataStyle, puts_a_soa_on_several_lines_with_comments) {
  constexpr std::string_view soa = "ns. hostmaster. 2025010101 7200 3600 1209600 86401";
  EXPECT_EQ(styled(RRType::SOA, soa, multiline),
            "ns. hostmaster. (\n"
            "\t\t\t\t2025010101 ; serial\n"
            "\t\t\t\t7200       ; refresh (2 hours)\n"
            "\t\t\t\t3600       ; retry (1 hour)\n"
            "\t\t\t\t1209600    ; expire (2 weeks)\n"
            "\t\t\t\t86401      ; minimum (1 day 1 second)\n"
            "\t\t\t\t)");
  EXPECT_EQ(styled(RRType::SOA, soa, {.multiline = true}),
            "ns. hostmaster. (\n2025010101\n7200\n3600\n1209600\n86401)");
  EXPECT_EQ(styled(RRType::SOA, soa, {.comments = true}), soa);
  EXPECT_EQ(styled(RRType::SOA, soa, {.period_units = true}),
            "ns. hostmaster. 2025010101 2h 1h 2w 1d1s");
}

TEST(RdataStyle, puts_keys_and_signatures_on_lines_of_44_characters) {
  EXPECT_EQ(styled(RRType::DNSKEY, ksk, multiline),
            "257 3 13 (\n"
            "\t\t\t\tsO0p3JHu0IaOU+dSAYkX4KnIGzEM7CAM3swZhMUJO5Dq\n"
            "\t\t\t\t3eZwUyWPUiRY8fugkRNIChO+qQ4eu81KOEEgsVdEVQ==\n"
            "\t\t\t\t) ; KSK; alg = ECDSAP256SHA256 ; key id = 19676");
  EXPECT_EQ(styled(RRType::DS, ds, multiline),
            "19676 13 2 (\n"
            "\t\t\t\t81D60DC6E355D8B3928B6C1DAECF2AB5EEDD8D6EF716\n"
            "\t\t\t\t81AB5D8EE338007DACD9 )");
  EXPECT_EQ(styled(RRType::RRSIG,
                   "A 13 2 3600 20261224015754 20261124015754 3285 example.test. AAEC", multiline),
            "A 13 2 3600 (\n"
            "\t\t\t\t20261224015754 20261124015754 3285 example.test.\n"
            "\t\t\t\tAAEC )");
  EXPECT_EQ(styled(RRType::DS, ds, {.multiline = true, .split = RdataStyle::no_split}),
            "19676 13 2 (\n81D60DC6E355D8B3928B6C1DAECF2AB5EEDD8D6EF71681AB5D8EE338007DACD9 )");
}

TEST(RdataStyle, gives_hash_and_each_window_of_an_nsec3_a_line) {
  EXPECT_EQ(
      styled(RRType::NSEC3, "1 0 0 - RPAEJIKULQ0I299960EIDI5AK43QQ4MV NS DS TYPE1234", multiline),
      "1 0 0 - (\n"
      "\t\t\t\tRPAEJIKULQ0I299960EIDI5AK43QQ4MV\n"
      "\t\t\t\tNS DS\n"
      "\t\t\t\tTYPE1234 )");
  EXPECT_EQ(styled(RRType::NSEC3, "1 0 0 - RPAEJIKULQ0I299960EIDI5AK43QQ4MV", multiline),
            "1 0 0 - (\n\t\t\t\tRPAEJIKULQ0I299960EIDI5AK43QQ4MV )");
}

TEST(RdataStyle, opens_the_parentheses_before_rdata_that_is_all_octets) {
  EXPECT_EQ(styled(RRType::OPENPGPKEY, "AAEC", multiline), "( AAEC )");
  EXPECT_EQ(styled(RRType::DHCID, "AAIBAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", multiline),
            "( AAIBAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd\n\t\t\t\tHh8= ) ; 2 1 32");
  EXPECT_EQ(styled(RRType::IPSECKEY, "10 1 2 192.0.2.1 AAEC", multiline),
            "( 10 1 2 192.0.2.1\n\t\t\t\tAAEC )");
  EXPECT_EQ(styled(RRType::A, "192.0.2.1", {.generic = true, .multiline = true}),
            "\\# 4 ( C0000201 )");
  EXPECT_EQ(styled(RRType::A, "192.0.2.1", multiline), "192.0.2.1");
}

}  // namespace
}  // namespace vouch::test
