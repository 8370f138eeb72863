#include "vouch/sign/verify_zone.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/sign/signed_example.hpp"
#include "vouch/dnssec/key_tag.hpp"
#include "vouch/dnssec/rrsig.hpp"
#include "vouch/sign/sign_zone.hpp"

namespace vouch {
namespace {

using namespace vouch::testing;

std::vector<Record> signed_records(DenialKind denial = DenialKind::nsec, bool zonemd = false) {
  SignPolicy policy = example_policy(denial);
  if (zonemd) policy.zonemd = {ZonemdHash::sha384};
  return zone_records(*sign_zone(*zone_of(example_zone), example_keys(), policy)->zone);
}

ZoneReport verified(const std::vector<Record>& records, Timestamp at = now) {
  VerifyPolicy policy;
  policy.at = at;
  return verify_zone(*zone_of(records), policy).value();
}

bool has(const ZoneReport& report, FindingCode code, std::string_view owner = {}) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const ZoneFinding& finding) {
                       return finding.code == code &&
                              (owner.empty() || finding.owner == Name::parse(owner).value());
                     });
}

Record record(std::string_view owner, RRType type, std::string_view rdata,
              std::uint32_t ttl = 300) {
  return {Name::parse(owner).value(), type, RRClass::IN, Ttl{ttl},
          parse_rdata_text(type, RRClass::IN, rdata).value()};
}

TEST(VerifyZone, finds_a_zone_without_dnssec_unsigned) {
  EXPECT_EQ(verified(zone_records(*zone_of(example_zone))).status, ZoneStatus::unsigned_zone);
}

TEST(VerifyZone, finds_every_single_record_that_is_missing_and_signed) {
  for (const DenialKind denial : {DenialKind::nsec, DenialKind::nsec3}) {
    const std::vector<Record> whole = signed_records(denial);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      const bool of_delegation =
          whole[i].type == RRType::A || whole[i].type == RRType::NS || whole[i].type == RRType::SOA;
      if (of_delegation) continue;
      std::vector<Record> less = whole;
      less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_EQ(verified(less).status, ZoneStatus::broken) << whole[i].text();
    }
  }
}

TEST(VerifyZone, finds_every_octet_of_a_signature_that_is_changed) {
  const std::vector<Record> whole = signed_records();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i].type != RRType::RRSIG) continue;
    std::vector<Record> changed = whole;
    changed[i].rdata.back() ^= 1;
    const ZoneReport report = verified(changed);
    EXPECT_TRUE(has(report, FindingCode::signature_invalid, whole[i].owner.text()))
        << whole[i].text();
  }
}

TEST(VerifyZone, tells_expired_from_not_yet_valid) {
  const std::vector<Record> whole = signed_records();
  EXPECT_TRUE(has(verified(whole, now.plus(90000)), FindingCode::expired));
  EXPECT_TRUE(has(verified(whole, now.plus(-7200)), FindingCode::not_yet));
}

// The zone's address of ns with one more signature, by the key and for the span.
std::vector<Record> signed_again(const KeyPair& key, SignatureSpan span,
                                 const std::vector<KeyPair>& keys) {
  const ZonePtr zone = sign_zone(*zone_of(example_zone), keys, example_policy())->zone;
  std::vector<Record> records = zone_records(*zone);
  const Name owner = Name::parse("ns.example.").value();
  Octets scratch;
  const auto rrsig = make_rrsig(zone->find(owner, RRType::A)->rrset, key.key, key.key_tag, key.zone,
                                span, scratch);
  records.push_back({owner, RRType::RRSIG, RRClass::IN, Ttl{300}, rrsig.value()});
  return records;
}

TEST(VerifyZone, finds_a_signature_that_expires_before_its_inception) {
  const std::vector<KeyPair> keys = example_keys();
  const auto records = signed_again(keys[1], {now.plus(60), now.plus(-60)}, keys);
  EXPECT_TRUE(has(verified(records), FindingCode::inverted, "ns.example."));
}

TEST(VerifyZone, finds_content_that_a_revoked_key_signs) {
  const std::vector<KeyPair> keys = example_keys();
  const KeyPair revoked = make_key("example.", Algorithm::ED25519, 256 | 128);
  auto records = signed_again(revoked, example_policy().span, keys);
  records.push_back({revoked.zone, RRType::DNSKEY, RRClass::IN, Ttl{300}, revoked.dnskey()});
  EXPECT_TRUE(has(verified(records), FindingCode::revoked_signs_content, "ns.example."));
}

TEST(VerifyZone, finds_names_that_were_added_unsigned) {
  std::vector<Record> more = signed_records();
  more.push_back(record("added.example.", RRType::TXT, "more"));
  const ZoneReport report = verified(more);
  EXPECT_TRUE(has(report, FindingCode::missing_rrsig, "added.example."));
  EXPECT_TRUE(has(report, FindingCode::missing_nsec, "added.example."));
}

TEST(VerifyZone, finds_a_changed_ttl_even_of_one_record_of_several) {
  std::vector<Record> changed = signed_records();
  for (Record& one : changed) {
    if (one.type == RRType::DNSKEY) one.ttl = Ttl{one.ttl.seconds + 1};
    if (one.type == RRType::DNSKEY) break;
  }
  EXPECT_TRUE(has(verified(changed), FindingCode::ttl_mismatch, "example."));
}

TEST(VerifyZone, finds_denial_that_says_too_much) {
  std::vector<Record> more = signed_records();
  more.push_back(record("b.c.example.", RRType::NSEC, "cut.example. A RRSIG NSEC", 200));
  EXPECT_TRUE(has(verified(more), FindingCode::extra_nsec, "b.c.example."));
  more = signed_records(DenialKind::nsec3);
  more.push_back(record("00000000000000000000000000000000.example.", RRType::NSEC3,
                        "1 0 0 - 00000000000000000000000000000001", 200));
  EXPECT_TRUE(has(verified(more), FindingCode::extra_nsec3));
}

TEST(VerifyZone, finds_glue_that_was_changed_only_where_zonemd_covers_it) {
  for (const bool zonemd : {false, true}) {
    std::vector<Record> changed = signed_records(DenialKind::nsec, zonemd);
    for (Record& one : changed) {
      if (one.owner == Name::parse("ns.cut.example.").value()) one.rdata.back() ^= 1;
    }
    EXPECT_EQ(has(verified(changed), FindingCode::zonemd_mismatch), zonemd);
    EXPECT_EQ(verified(changed).status, zonemd ? ZoneStatus::broken : ZoneStatus::secure);
  }
}

TEST(VerifyZone, asks_for_a_key_that_a_trust_anchor_matches) {
  const std::vector<KeyPair> keys = example_keys();
  const ZonePtr zone = sign_zone(*zone_of(example_zone), keys, example_policy())->zone;
  const Name apex = Name::parse("example.").value();
  VerifyPolicy policy;
  policy.at = now;
  policy.anchors = {{apex, RRType::DS, RRClass::IN, Ttl{1},
                     make_ds(apex, keys[0].dnskey(), DigestType::sha256).value()}};
  EXPECT_EQ(verify_zone(*zone, policy)->status, ZoneStatus::secure);
  policy.anchors[0].rdata.back() ^= 1;
  EXPECT_TRUE(has(*verify_zone(*zone, policy), FindingCode::no_sep));
  // The zone-signing key does not sign the DNSKEY RRset.
  policy.anchors[0].rdata = make_ds(apex, keys[1].dnskey(), DigestType::sha256).value();
  EXPECT_TRUE(has(*verify_zone(*zone, policy), FindingCode::no_sep));
}

// --- One cause, one finding

std::string codes(const ZoneReport& report) {
  std::string all;
  for (const ZoneFinding& finding : report.findings)
    all += std::string(text(finding.code)) + " " + finding.owner.text() + " " +
           (finding.type == RRType{0} ? "" : text(finding.type)) + "\n";
  return all;
}

TEST(VerifyZone, tells_a_wrong_signature_once) {
  std::vector<Record> changed = signed_records();
  for (Record& one : changed) {
    if (one.type == RRType::A && one.owner == Name::parse("ns.example.").value())
      one.rdata.back() ^= 1;
  }
  EXPECT_EQ(codes(verified(changed)), "SIGNATURE_INVALID ns.example. A\n");
}

TEST(VerifyZone, tells_an_rrset_that_was_added_or_taken_out_once) {
  for (const DenialKind denial : {DenialKind::nsec, DenialKind::nsec3}) {
    std::vector<Record> more = signed_records(denial);
    more.push_back(record("ns.example.", RRType::HINFO, "a b"));
    EXPECT_EQ(codes(verified(more)), "MISSING_RRSIG ns.example. HINFO\n");
    std::vector<Record> less = signed_records(denial);
    std::erase_if(less, [](const Record& one) {
      return one.type == RRType::A && one.owner == Name::parse("ns.example.").value();
    });
    const std::string told = codes(verified(less));
    EXPECT_NE(told.find("RRSIG_WITHOUT_RRSET ns.example. A\n"), std::string::npos) << told;
    EXPECT_EQ(told.find("TYPE_BITMAP"), std::string::npos) << told;
  }
}

TEST(VerifyZone, tells_an_nsec_that_is_gone_once) {
  const std::vector<Record> whole = signed_records();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i].type != RRType::NSEC) continue;
    std::vector<Record> less = whole;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    const std::string told = codes(verified(less));
    EXPECT_NE(told.find("MISSING_NSEC " + whole[i].owner.text()), std::string::npos) << told;
    EXPECT_EQ(told.find("NSEC_CHAIN_BROKEN"), std::string::npos) << told;
  }
}

TEST(VerifyZone, tells_a_key_that_is_gone_once) {
  const std::vector<KeyPair> keys = example_keys();
  std::vector<Record> less =
      zone_records(*sign_zone(*zone_of(example_zone), keys, example_policy())->zone);
  std::erase_if(less, [&](const Record& one) { return one.rdata == keys[1].dnskey(); });
  const ZoneReport report = verified(less);
  std::size_t of_key = 0;
  for (const ZoneFinding& finding : report.findings) {
    if (finding.code != FindingCode::rrsig_no_dnskey) continue;
    ++of_key;
    EXPECT_EQ(finding.key_tag, keys[1].key_tag);
    EXPECT_NE(finding.detail.find("more by this key"), std::string::npos) << finding.detail;
  }
  EXPECT_EQ(of_key, 1U) << codes(report);
  EXPECT_EQ(report.findings.size(), 2U) << "that, and the signature of the DNSKEY RRset:\n"
                                        << codes(report);
}

TEST(VerifyZone, bounds_the_checks_of_one_rrset) {
  const std::vector<KeyPair> keys = example_keys();
  std::vector<Record> many =
      zone_records(*sign_zone(*zone_of(example_zone), keys, example_policy())->zone);
  const auto good = std::find_if(many.begin(), many.end(), [](const Record& one) {
    return one.type == RRType::RRSIG && one.owner == Name::parse("ns.example.").value();
  });
  const Record signature = *good;
  many.erase(good);
  for (unsigned i = 0; i < 300; ++i) {
    Record wrong = signature;
    wrong.rdata[wrong.rdata.size() - 1] ^= static_cast<std::uint8_t>(i & 0xff);
    wrong.rdata[wrong.rdata.size() - 2] ^= static_cast<std::uint8_t>(1 + i / 256);
    many.push_back(std::move(wrong));
  }
  const ZoneReport report = verified(many);
  EXPECT_TRUE(has(report, FindingCode::too_many_checks, "ns.example.")) << codes(report);
  EXPECT_EQ(report.findings.size(), usual_checks_per_rrset + 1) << codes(report).substr(0, 2000);
}

TEST(VerifyZone, warns_of_signatures_that_end_soon_once) {
  SignPolicy policy = example_policy();
  policy.span = {now.plus(-3600), now.plus(14 * 86400)};
  const auto records =
      zone_records(*sign_zone(*zone_of(example_zone), example_keys(), policy)->zone);
  EXPECT_EQ(codes(verified(records)), "");
  const ZoneReport late = verified(records, now.plus(12 * 86400));
  ASSERT_EQ(late.findings.size(), 1U) << codes(late);
  EXPECT_EQ(late.findings[0].code, FindingCode::ends_soon);
  EXPECT_EQ(late.status, ZoneStatus::secure);
  EXPECT_EQ(late.findings[0].detail.find(std::to_string(late.signatures)), 0U)
      << late.findings[0].detail;
}

// Short times that are meant are no fault until most of them is over.
TEST(VerifyZone, leaves_short_signatures_alone) {
  SignPolicy policy = example_policy();
  policy.span = {now.plus(-3600), now.plus(86400)};
  const auto records =
      zone_records(*sign_zone(*zone_of(example_zone), example_keys(), policy)->zone);
  EXPECT_EQ(codes(verified(records)), "");
}

// --- What the parent is told

std::string cds_codes(const std::vector<Record>& more) {
  SignPolicy policy = example_policy();
  std::vector<Record> records = zone_records(*zone_of(example_zone));
  records.insert(records.end(), more.begin(), more.end());
  const auto made = sign_zone(*zone_of(records), example_keys(), policy);
  return codes(verified(zone_records(*made->zone)));
}

TEST(VerifyZone, warns_of_cds_that_match_no_key_and_each_other) {
  const std::vector<KeyPair> keys = example_keys();
  SignPolicy policy = example_policy();
  policy.cds = true;
  std::vector<Record> good = zone_records(*sign_zone(*zone_of(example_zone), keys, policy)->zone);
  EXPECT_EQ(codes(verified(good)), "");
  const std::string digest(64, '0');
  EXPECT_EQ(cds_codes({record("example.", RRType::CDS, "1 13 2 " + digest)}),
            "CDS_MATCHES_NO_DNSKEY example. CDS\n");
  const KeyPair other = make_key("example.", Algorithm::ED25519, 257);
  const Name apex = Name::parse("example.").value();
  const Record cdnskey{apex, RRType::CDNSKEY, RRClass::IN, Ttl{300}, other.dnskey()};
  EXPECT_EQ(cds_codes({cdnskey}), "CDS_MATCHES_NO_DNSKEY example. CDNSKEY\n");
  EXPECT_EQ(cds_codes({cdnskey, record("example.", RRType::CDS, "1 13 2 " + digest)}),
            "CDS_MATCHES_NO_DNSKEY example. CDS\nCDS_MATCHES_NO_DNSKEY example. CDNSKEY\n"
            "CDS_CDNSKEY_DIFFER example. CDS\n");
  // The request to remove all DS (RFC 8078 section 4).
  const Record no_cds = record("example.", RRType::CDS, "0 0 0 00");
  const Record no_cdnskey = record("example.", RRType::CDNSKEY, "0 3 0 AA==");
  EXPECT_EQ(cds_codes({no_cds, no_cdnskey}), "");
  EXPECT_EQ(cds_codes({no_cds, cdnskey}),
            "CDS_MATCHES_NO_DNSKEY example. CDNSKEY\nCDS_CDNSKEY_DIFFER example. CDS\n");
}

}  // namespace
}  // namespace vouch
