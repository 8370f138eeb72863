// What of a referral is kept, and for how long (RFC 4035 section 5.3.3).
#include <gmock/gmock.h>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

using ::testing::Contains;

const KnownEvidence* known_ds(Internet& internet, const std::string& zone) {
  return internet.memory.evidence.find(QuestionView{name_of(zone).view(), RRType::DS, RRClass::IN},
                                       0);
}

/// Answers referrals to `zone` with the TTL changed of all records of the type.
void set_ttl(Message& reply, RRType type, std::uint32_t seconds) {
  for (Record& each : reply.authority) {
    if (each.type == type || testing::covers(each, type)) each.ttl = Ttl{seconds};
  }
}

bool is_referral(const Message& reply) {
  return reply.answer.empty() && !reply.authority.empty() &&
         reply.authority.front().type == RRType::NS;
}

TEST(ReferralMemory, keeps_the_ds_for_its_own_time_and_not_for_that_of_the_ns_records) {
  Internet internet({WorldZone{"test."}, WorldZone{"example.test."}});
  internet.tamper = [](const ServerQuery&, Message& reply) {
    if (!is_referral(reply)) return;
    set_ttl(reply, RRType::NS, 600);
    set_ttl(reply, RRType::DS, 30);
  };
  EXPECT_TRUE(internet.ask("example.test.", RRType::SOA).verdict->is_secure());
  internet.wait(60);
  internet.memory.facts.clear();
  internet.memory.answers.clear();
  EXPECT_TRUE(internet.ask("example.test.", RRType::SOA).verdict->is_secure());
  EXPECT_THAT(questions(internet.sent), Contains("example.test. DS"))
      << "30 seconds are over, though the NS records hold for 600";
}

TEST(ReferralMemory, keeps_the_ds_no_longer_than_its_signature_says) {
  Internet internet({WorldZone{"test."}, WorldZone{"example.test."}});
  // The original TTL is the one that was signed; what the message says besides is anybody's.
  internet.tamper = [](const ServerQuery&, Message& reply) {
    if (!is_referral(reply)) return;
    set_ttl(reply, RRType::DS, 80'000);
    set_ttl(reply, RRType::NS, 80'000);
  };
  EXPECT_TRUE(internet.ask("example.test.", RRType::SOA).verdict->is_secure());
  std::uint32_t signed_ttl = 0;
  for (const Record& each : internet.world.records("test.")) {
    if (each.type == RRType::DS) signed_ttl = each.ttl.seconds;
  }
  ASSERT_LT(signed_ttl, 80'000U);
  internet.wait(signed_ttl + 1);
  internet.memory.facts.clear();
  internet.memory.answers.clear();
  internet.ask("example.test.", RRType::SOA);
  EXPECT_THAT(questions(internet.sent), Contains("example.test. DS"));
}

TEST(ReferralMemory, keeps_of_the_authority_section_what_says_something_about_ds) {
  Internet internet({WorldZone{"test."}, WorldZone{"example.test."}});
  internet.tamper = [](const ServerQuery& query, Message& reply) {
    if (!is_referral(reply) || query.server.octets[3] == 1) return;
    for (int i = 0; i < 400; ++i)
      reply.authority.push_back(testing::record_of(
          "x" + std::to_string(i) + ".example.test. TXT \"" + std::string(30, 'x') + "\""));
  };
  EXPECT_TRUE(internet.ask("example.test.", RRType::SOA).verdict->is_secure());
  const KnownEvidence* known = known_ds(internet, "example.test.");
  ASSERT_NE(known, nullptr);
  ASSERT_EQ(known->evidence->authority.size(), 1U);
  EXPECT_EQ(known->evidence->authority.front().rrset.type(), RRType::DS);
}

TEST(ReferralMemory, keeps_nothing_that_is_too_large_to_be_a_ds_or_its_denial) {
  Internet internet({WorldZone{"test."}, WorldZone{"example.test."}});
  internet.tamper = [](const ServerQuery&, Message& reply) {
    if (!is_referral(reply) || !(reply.authority.front().owner == name_of("example.test."))) return;
    for (int i = 0; i < 400; ++i)
      reply.authority.push_back(
          testing::record_of("x" + std::to_string(i) + ".example.test. NSEC a.test. A"));
  };
  EXPECT_TRUE(internet.ask("example.test.", RRType::SOA).verdict->is_secure());
  EXPECT_THAT(questions(internet.sent), Contains("example.test. DS"));
}

// A thousand zones with the largest referrals that there are stay within what may be kept.
TEST(ReferralMemory, is_bounded_by_what_is_held) {
  std::string cuts;
  for (int i = 0; i < 400; ++i) {
    const std::string cut = "c" + std::to_string(i);
    cuts += cut + " NS ns." + cut + "\nns." + cut + " A 192.0.2.77\n";
  }
  Settings settings;
  settings.cache_octets = 1 << 20;
  WorldZone parent{"test."};
  parent.text = cuts;
  Internet internet({parent}, settings);
  internet.fails = [](const ServerQuery& query) {
    return query.server.octets[3] == 77 ? FetchFailure::timeout : FetchFailure::none;
  };
  internet.tamper = [](const ServerQuery&, Message& reply) {
    if (!is_referral(reply)) return;
    const std::string cut = reply.authority.front().owner.text();
    for (int i = 0; i < 30; ++i)
      reply.authority.push_back(
          testing::record_of("x" + std::to_string(i) + "." + cut + " NSEC a." + cut + " A"));
  };
  for (int i = 0; i < 400; ++i) internet.ask("www.c" + std::to_string(i) + ".test.", RRType::A);
  EXPECT_LE(internet.memory.octets(), settings.cache_octets);
  EXPECT_GE(internet.memory.evidence.octets(), settings.cache_octets / 10) << "it is used";
}

}  // namespace
}  // namespace vouch::resolver
