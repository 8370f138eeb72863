#include "vouch/sign/sign_zone.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/unit/sign/signed_example.hpp"
#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/sign/pieces/piece_maker.hpp"
#include "vouch/sign/verify_zone.hpp"
#include "vouch/sign/zone_content.hpp"
#include "vouch/zone/zone_text.hpp"

namespace vouch {
namespace {

using namespace vouch::testing;

Name name(std::string_view of) { return Name::parse(of).value(); }

ZoneReport verified(const Zone& zone, Timestamp at = now) {
  VerifyPolicy policy;
  policy.at = at;
  return verify_zone(zone, policy).value();
}

TEST(SignZone, makes_a_zone_that_verifies_with_every_form_of_denial) {
  for (const DenialKind denial : {DenialKind::nsec, DenialKind::nsec3}) {
    for (const bool opt_out : {false, true}) {
      SignPolicy policy = example_policy(denial);
      policy.opt_out = opt_out && denial == DenialKind::nsec3;
      if (opt_out) policy.zonemd = {ZonemdHash::sha384, ZonemdHash::sha512};
      const auto result = sign_zone(*zone_of(example_zone), example_keys(), policy);
      ASSERT_TRUE(result.ok()) << result.error().message();
      const ZoneReport report = verified(*result->zone);
      EXPECT_EQ(report.status, ZoneStatus::secure);
      for (const ZoneFinding& finding : report.findings)
        ADD_FAILURE() << text(finding.code) << finding.owner.text();
      EXPECT_EQ(result->signatures.verified, result->signatures.made);
    }
  }
}

TEST(SignZone, signs_neither_glue_nor_the_name_servers_of_a_delegation) {
  const auto result = sign_zone(*zone_of(example_zone), example_keys(), example_policy());
  const Zone& zone = *result->zone;
  EXPECT_TRUE(zone.find(name("ns.cut.example."), RRType::A)->signatures.empty());
  EXPECT_TRUE(zone.find(name("cut.example."), RRType::NS)->signatures.empty());
  EXPECT_EQ(zone.find(name("cut.example."), RRType::DS)->signatures.size(), 1U);
  EXPECT_FALSE(zone.find(name("b.c.example."), RRType::NSEC));
}

TEST(SignZone, leaves_insecure_delegations_and_their_empty_non_terminals_out_of_an_opt_out_chain) {
  SignPolicy policy = example_policy(DenialKind::nsec3);
  const auto whole = sign_zone(*zone_of(example_zone), example_keys(), policy);
  policy.opt_out = true;
  const auto opted = sign_zone(*zone_of(example_zone), example_keys(), policy);
  // insecure, only.ent and ent.
  EXPECT_EQ(whole->denial_records, opted->denial_records + 3);
}

TEST(SignZone, gives_denial_records_the_lesser_of_the_soa_ttl_and_minimum) {
  const auto result = sign_zone(*zone_of(example_zone), example_keys(), example_policy());
  EXPECT_EQ(result->zone->find(name("example."), RRType::NSEC)->rrset.ttl.seconds, 200U);
}

TEST(SignZone, has_key_signing_keys_sign_the_keys_and_the_others_the_rest) {
  const auto keys = example_keys();
  const auto result = sign_zone(*zone_of(example_zone), keys, example_policy());
  const auto tag_over = [&](RRType type) {
    const auto set = result->zone->find(name("example."), type);
    EXPECT_EQ(set->signatures.size(), 1U);
    return rr::Rrsig::read(set->signatures.rdatas.front())->key_tag;
  };
  EXPECT_EQ(tag_over(RRType::DNSKEY), keys[0].key_tag);
  EXPECT_EQ(tag_over(RRType::SOA), keys[1].key_tag);
}

TEST(SignZone, has_a_single_key_sign_everything) {
  std::vector<KeyPair> keys;
  keys.push_back(make_key("example.", Algorithm::ED25519, 257));
  const auto result = sign_zone(*zone_of(example_zone), keys, example_policy());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(verified(*result->zone).status, ZoneStatus::secure);
}

TEST(SignZone, uses_good_signatures_of_the_previous_zone_again) {
  const auto keys = example_keys();
  SignPolicy policy = example_policy();
  const auto first = sign_zone(*zone_of(example_zone), keys, policy);
  policy.previous = first->zone;
  const std::string changed = std::string(example_zone) + "new A 192.0.2.9\n";
  const auto second = sign_zone(*zone_of(changed), keys, policy);
  ASSERT_TRUE(second.ok());
  // New are the A and NSEC of the new name, and the NSEC before it.
  EXPECT_EQ(second->signatures.made, 3U);
  EXPECT_EQ(second->signatures.reused, first->signatures.made - 1);
  EXPECT_EQ(verified(*second->zone).status, ZoneStatus::secure);
}

TEST(SignZone, uses_wrong_signatures_again_only_where_nothing_is_to_be_verified) {
  const auto keys = example_keys();
  SignPolicy policy = example_policy();
  const auto first = sign_zone(*zone_of(example_zone), keys, policy);
  std::vector<Record> records = zone_records(*first->zone);
  const auto wrong = std::find_if(records.begin(), records.end(),
                                  [](const Record& each) { return each.type == RRType::RRSIG; });
  wrong->rdata.back() ^= 1;
  policy.previous = zone_of(records);
  EXPECT_EQ(sign_zone(*zone_of(example_zone), keys, policy)->signatures.made, 1U);
  policy.verify = false;
  EXPECT_EQ(sign_zone(*zone_of(example_zone), keys, policy)->signatures.made, 0U);
}

TEST(SignZone, makes_signatures_anew_that_expire_too_soon) {
  const auto keys = example_keys();
  SignPolicy policy = example_policy();
  const auto first = sign_zone(*zone_of(example_zone), keys, policy);
  policy.previous = first->zone;
  policy.refresh_before = 90000;
  EXPECT_EQ(sign_zone(*zone_of(example_zone), keys, policy)->signatures.reused, 0U);
}

TEST(SignZone, spreads_expirations_over_the_jitter_the_same_each_time) {
  SignPolicy policy = example_policy();
  policy.jitter = 7200;
  const auto keys = example_keys(Algorithm::ED25519);
  const auto result = sign_zone(*zone_of(example_zone), keys, policy);
  ASSERT_TRUE(result.ok()) << result.error().message();
  EXPECT_TRUE(verified(*result->zone).findings.empty());
  std::set<std::int64_t> expirations;
  for (const Record& each : zone_records(*result->zone)) {
    if (each.type != RRType::RRSIG) continue;
    const auto rrsig = rr::Rrsig::read(each.rdata).value();
    const std::int64_t earlier =
        policy.span.expiration.seconds - static_cast<std::int64_t>(rrsig.expiration);
    EXPECT_GE(earlier, 0);
    EXPECT_LE(earlier, 7200);
    expirations.insert(earlier);
  }
  EXPECT_GT(expirations.size(), 8U);
  const auto again = sign_zone(*zone_of(example_zone), keys, policy);
  EXPECT_EQ(zone_records(*again->zone), zone_records(*result->zone));
}

TEST(SignZone, gives_the_same_records_with_one_thread_and_with_several) {
  const std::vector<KeyPair> keys = example_keys(Algorithm::ED25519);
  SignPolicy policy = example_policy(DenialKind::nsec3);
  const auto one = sign_zone(*zone_of(example_zone), keys, policy);
  policy.threads = 4;
  const auto four = sign_zone(*zone_of(example_zone), keys, policy);
  EXPECT_EQ(zone_records(*one->zone), zone_records(*four->zone));
}

TEST(SignZone, refuses_keys_of_another_zone_and_no_keys_at_all) {
  std::vector<KeyPair> keys;
  EXPECT_EQ(sign_zone(*zone_of(example_zone), keys, example_policy()).error().code,
            ErrorCode::bad_key);
  keys.push_back(make_key("other.", Algorithm::ED25519, 257));
  EXPECT_EQ(sign_zone(*zone_of(example_zone), keys, example_policy()).error().code,
            ErrorCode::bad_key);
}

TEST(SignZone, gives_the_text_of_the_zone_that_it_would_return) {
  const std::vector<KeyPair> keys = example_keys(Algorithm::ED25519);
  for (const DenialKind denial : {DenialKind::nsec, DenialKind::nsec3}) {
    for (const bool with_digest : {false, true}) {
      for (const unsigned threads : {1U, 4U}) {
        SignPolicy policy = example_policy(denial);
        policy.threads = threads;
        policy.cds = true;
        if (with_digest) policy.zonemd = {ZonemdHash::sha384, ZonemdHash::sha512};
        const auto zone = sign_zone(*zone_of(example_zone), keys, policy);
        ASSERT_TRUE(zone.ok()) << zone.error().message();
        std::string wanted;
        std::string got;
        const auto append_to = [](std::string& text) {
          return [&text](std::string_view piece) -> Result<void> {
            text += piece;
            return {};
          };
        };
        ASSERT_TRUE(write_zone_text(*zone->zone, append_to(wanted)).ok());
        const auto text = sign_zone_text(*zone_of(example_zone), keys, policy, append_to(got));
        ASSERT_TRUE(text.ok()) << text.error().message();
        EXPECT_EQ(got, wanted);
        EXPECT_EQ(text->records, zone->zone->record_count());
        EXPECT_EQ(zone->records, zone->zone->record_count());
        EXPECT_EQ(text->denial_records, zone->denial_records);
        EXPECT_EQ(text->signatures.made, zone->signatures.made);
        EXPECT_EQ(text->signatures.verified, text->signatures.made);
      }
    }
  }
}

TEST(SignZone, signs_a_zone_that_was_signed_as_if_it_was_not) {
  const std::vector<KeyPair> keys = example_keys(Algorithm::ED25519);
  for (const DenialKind before : {DenialKind::nsec, DenialKind::nsec3}) {
    for (const DenialKind denial : {DenialKind::nsec, DenialKind::nsec3}) {
      SignPolicy first = example_policy(before);
      first.zonemd = {ZonemdHash::sha384};
      first.cds = true;
      const auto signed_before = sign_zone(*zone_of(example_zone), keys, first);
      ASSERT_TRUE(signed_before.ok());
      SignPolicy policy = example_policy(denial);
      policy.cds = true;
      const auto twice = sign_zone(*signed_before->zone, keys, policy);
      ASSERT_TRUE(twice.ok()) << twice.error().message();
      const auto once = sign_zone(*zone_of(example_zone), keys, policy);
      EXPECT_EQ(zone_records(*twice->zone), zone_records(*once->zone));
    }
  }
}

TEST(SignZone, stops_where_its_text_can_not_be_written) {
  const auto full = [](std::string_view) -> Result<void> {
    return fail(ErrorCode::file_failure, "no space");
  };
  const auto result =
      sign_zone_text(*zone_of(example_zone), example_keys(), example_policy(), full);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::file_failure);
}

TEST(SignZone, returns_nothing_when_a_private_key_is_not_that_of_its_dnskey) {
  const std::vector<KeyPair> keys = example_keys();
  const std::vector<KeyPair> others = example_keys();
  const auto assigned = SignerKeys::assign(name("example."), keys).value();
  std::vector<SignerKey> mixed(assigned.all().begin(), assigned.all().end());
  for (std::size_t i = 0; i < mixed.size(); ++i) mixed[i].dnskey = others[i].dnskey();
  const SignPolicy policy = example_policy();
  const SignerKeys mixed_keys(mixed);
  const ZonePtr zone = zone_of(example_zone);
  const auto maker = PieceMaker::start(*zone, mixed_keys, policy);
  ASSERT_FALSE(maker.ok());
  EXPECT_EQ(maker.error().code, ErrorCode::bad_key);
}

TEST(NextSerial, follows_its_policy_and_never_goes_back) {
  EXPECT_EQ(next_serial(Serial{5}, SerialPolicy::keep, now).value, 5U);
  EXPECT_EQ(next_serial(Serial{0xffffffff}, SerialPolicy::increment, now).value, 0U);
  EXPECT_EQ(next_serial(Serial{5}, SerialPolicy::unixtime, now).value, 1700000000U);
  EXPECT_EQ(next_serial(Serial{1700000005}, SerialPolicy::unixtime, now).value, 1700000006U);
  EXPECT_EQ(next_serial(Serial{2023010100}, SerialPolicy::date, now).value, 2023111400U);
  EXPECT_EQ(next_serial(Serial{2023111400}, SerialPolicy::date, now).value, 2023111401U);
}

// The zone publishes a KSK whose private key is not at hand.
TEST(SignZone, does_not_take_the_place_of_an_entry_key_unasked) {
  const std::vector<KeyPair> keys = example_keys();
  const std::vector<KeyPair> others = example_keys();
  std::vector<Record> records = zone_records(*zone_of(example_zone));
  records.push_back({Name::parse("example.").value(), RRType::DNSKEY, RRClass::IN, Ttl{300},
                     others.front().dnskey()});
  const ZonePtr zone = zone_of(records);
  EXPECT_TRUE(sign_zone(*zone, keys, example_policy()).ok()) << "another KSK signs";
  const auto refused = sign_zone(*zone, std::span(keys).last(1), example_policy());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::bad_key);
  EXPECT_NE(refused.error().message().find(std::to_string(others.front().key_tag)),
            std::string::npos)
      << refused.error().message();
}

TEST(SignZone, refuses_published_keys_of_an_algorithm_that_nothing_signs_with) {
  const std::vector<KeyPair> foreign = example_keys(Algorithm::ED25519);
  std::vector<Record> records = zone_records(*zone_of(example_zone));
  records.push_back({Name::parse("example.").value(), RRType::DNSKEY, RRClass::IN, Ttl{300},
                     foreign.back().dnskey()});
  const auto refused = sign_zone(*zone_of(records), example_keys(), example_policy());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message().find("ED25519"), std::string::npos)
      << refused.error().message();
}

TEST(SignZone, leaves_out_a_digest_of_the_zone_that_is_stale) {
  std::vector<Record> records = zone_records(*zone_of(example_zone));
  records.push_back(
      {Name::parse("example.").value(), RRType::ZONEMD, RRClass::IN, Ttl{300}, Octets(54, 1)});
  const auto made = sign_zone(*zone_of(records), example_keys(), example_policy());
  ASSERT_TRUE(made.ok()) << made.error().message();
  EXPECT_FALSE(made->zone->find(made->zone->apex(), RRType::ZONEMD));
}

}  // namespace
}  // namespace vouch
