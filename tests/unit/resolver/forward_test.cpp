// Asking other resolvers instead of the name servers: they are asked for everything, and believed
// in nothing (RFC 6840 section 5.9, RFC 4035 section 4.6).
#include <gmock/gmock.h>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

using ::testing::HasSubstr;

ServerAddress forwarder(std::uint8_t last) {
  ServerAddress address;
  address.octets = {198, 51, 100, last};
  return address;
}

Settings forwarding() {
  Settings settings;
  settings.forwarders = {forwarder(1), forwarder(2)};
  return settings;
}

std::vector<WorldZone> zones() {
  WorldZone zone{"example.test."};
  zone.text = "www A 192.0.2.1\nalias CNAME www.other.test.\n*.wild A 192.0.2.3\n";
  WorldZone other{"other.test."};
  other.text = "www A 192.0.2.9\n";
  WorldZone plain{"plain.test."};
  plain.is_signed = false;
  plain.text = "www A 192.0.2.10\n";
  return {WorldZone{"test."}, zone, other, plain};
}

class Forwarding : public ::testing::Test {
 protected:
  Forwarding() {
    internet_.answers = [this](const ServerQuery& query, Message& reply) {
      reply = internet_.world.served(query.question);
      reply.header.aa = false;
      reply.header.ra = true;
      reply.header.ad = true;
      return true;
    };
  }

  const Verdict& ask(const std::string& name, RRType type = RRType::A) {
    answer_ = internet_.ask(name, type);
    return *answer_.verdict;
  }

  Internet internet_{zones(), forwarding()};
  Answer answer_;
};

TEST_F(Forwarding, asks_nobody_else_and_shows_that_it_validates_itself) {
  EXPECT_TRUE(ask("www.example.test.").is_secure()) << answer_.verdict->text();
  ASSERT_FALSE(internet_.sent.empty());
  for (const ServerQuery& each : internet_.sent) {
    EXPECT_EQ(each.server.octets[0], 198) << each.question.text();
    EXPECT_TRUE(each.recursive) << "RD and CD";
    EXPECT_TRUE(each.edns);
  }
}

TEST_F(Forwarding, asks_for_whole_names) {
  ask("a.b.c.d.example.test.");
  EXPECT_EQ(internet_.sent.front().question.text(), "a.b.c.d.example.test. IN A");
}

TEST_F(Forwarding, validates_every_kind_of_answer) {
  EXPECT_TRUE(ask("alias.example.test.").is_secure()) << answer_.verdict->text();
  EXPECT_TRUE(ask("x.wild.example.test.").is_secure()) << answer_.verdict->text();
  EXPECT_TRUE(ask("none.example.test.").is_secure()) << answer_.verdict->text();
  EXPECT_TRUE(ask("www.example.test.", RRType::MX).is_secure()) << answer_.verdict->text();
  EXPECT_EQ(ask("www.plain.test.").status(), Status::insecure);
}

TEST_F(Forwarding, does_not_believe_ad) {
  internet_.tamper = [](const ServerQuery&, Message& reply) {
    for (Record& each : reply.answer) {
      if (each.type == RRType::A) each.rdata.back() ^= 1;
    }
  };
  EXPECT_EQ(ask("www.example.test.").status(), Status::bogus);
}

TEST_F(Forwarding, tells_that_signatures_are_missing_where_they_are_taken_out) {
  internet_.tamper = [](const ServerQuery&, Message& reply) {
    const auto is_of_dnssec = [](const Record& each) {
      return each.type == RRType::RRSIG || each.type == RRType::NSEC;
    };
    std::erase_if(reply.answer, is_of_dnssec);
    std::erase_if(reply.authority, is_of_dnssec);
  };
  const Verdict& verdict = ask("www.example.test.");
  EXPECT_EQ(verdict.rcode, Rcode::SERVFAIL);
  EXPECT_THAT(verdict.text(), HasSubstr("no signature"));
  EXPECT_EQ(verdict.ede(), ExtendedErrorCode::rrsigs_missing);
}

TEST_F(Forwarding, goes_to_the_next_where_one_fails) {
  internet_.fails = [](const ServerQuery& query) {
    return query.server == forwarder(1) ? FetchFailure::timeout : FetchFailure::none;
  };
  EXPECT_TRUE(ask("www.example.test.").is_secure());
}

TEST_F(Forwarding, goes_to_the_next_where_one_lies) {
  internet_.tamper = [](const ServerQuery& query, Message& reply) {
    if (!(query.server == forwarder(1))) return;
    for (Record& each : reply.answer) each.rdata.back() ^= 1;
  };
  EXPECT_TRUE(ask("www.example.test.").is_secure()) << answer_.verdict->text();
}

TEST_F(Forwarding, follows_no_referral) {
  internet_.answers = [](const ServerQuery&, Message& reply) {
    reply.authority.push_back(testing::record_of("test. NS ns.evil."));
    reply.additional.push_back(testing::record_of("ns.evil. A 203.0.113.66"));
    return true;
  };
  EXPECT_EQ(ask("www.example.test.").rcode, Rcode::SERVFAIL);
  for (const ServerQuery& each : internet_.sent) EXPECT_EQ(each.server.octets[0], 198);
}

}  // namespace
}  // namespace vouch::resolver
