// Aliases out of memory: DNAMEs that answer for what is below them (RFC 6672 section 3.2), targets
// whose denial is known (RFC 8198), and targets that a server says something about beside the
// alias.
#include <gmock/gmock.h>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

using ::testing::Contains;
using ::testing::Not;

class Aliases : public ::testing::Test {
 protected:
  static std::vector<WorldZone> zones() {
    WorldZone from{"from.test."};
    from.text = "tree DNAME to.test.\nleaf CNAME www.to.test.\ngone CNAME none.to.test.\n";
    WorldZone to{"to.test."};
    to.text = "www A 192.0.2.1\nftp A 192.0.2.2\nz A 192.0.2.3\n";
    return {{"test."}, from, to};
  }

  Internet internet_{zones()};
};

TEST_F(Aliases, of_a_tree_that_is_known_are_not_asked_for) {
  EXPECT_TRUE(internet_.ask("www.tree.from.test.", RRType::A).verdict->is_secure());
  const Answer answer = internet_.ask("ftp.tree.from.test.", RRType::A);
  EXPECT_TRUE(answer.verdict->is_secure()) << answer.verdict->text();
  EXPECT_EQ(answer.verdict->final_name, name_of("ftp.to.test."));
  EXPECT_THAT(questions(internet_.sent), Not(Contains("ftp.tree.from.test. A")));
  EXPECT_THAT(questions(internet_.sent), Contains("ftp.to.test. A"));
  const Message reply = internet_.reply("a.b.tree.from.test.", RRType::MX);
  EXPECT_EQ(reply.rcode(), Rcode::NXDOMAIN);
  EXPECT_TRUE(reply.header.ad);
}

TEST_F(Aliases, of_a_tree_are_known_for_as_long_as_the_dname) {
  internet_.tamper = [](const ServerQuery&, Message& reply) {
    for (Record& each : reply.answer) {
      if (each.type == RRType::DNAME) each.ttl = Ttl{60};
    }
  };
  internet_.ask("www.tree.from.test.", RRType::A);
  internet_.wait(50);
  const Answer answer = internet_.ask("ftp.tree.from.test.", RRType::A);
  ASSERT_THAT(questions(internet_.sent), Not(Contains("ftp.tree.from.test. A")));
  EXPECT_LE(answer.verdict->ttl_cap().value().seconds, 10U);
  internet_.wait(20);
  internet_.ask("z.tree.from.test.", RRType::A);
  EXPECT_THAT(questions(internet_.sent), Contains("z.tree.from.test. A"));
}

TEST_F(Aliases, are_not_learnt_from_answers_that_nobody_validated) {
  internet_.tamper = [](const ServerQuery&, Message& reply) {
    for (Record& each : reply.answer) {
      if (each.type == RRType::RRSIG) each.rdata.back() ^= 1;
    }
  };
  internet_.ask("www.tree.from.test.", RRType::A, true);
  internet_.ask("www.tree.from.test.", RRType::A);
  EXPECT_EQ(internet_.memory.aliases.size(), 0U);
}

TEST_F(Aliases, to_a_name_whose_denial_is_known_are_answered_without_asking_for_it) {
  EXPECT_EQ(internet_.ask("nome.to.test.", RRType::A).verdict->rcode, Rcode::NXDOMAIN);
  const Answer answer = internet_.ask("gone.from.test.", RRType::A);
  EXPECT_THAT(questions(internet_.sent), Not(Contains("none.to.test. A")));
  EXPECT_TRUE(answer.verdict->is_secure()) << answer.verdict->text();
  EXPECT_EQ(answer.verdict->rcode, Rcode::NXDOMAIN);
  EXPECT_TRUE(answer.is_synthesised);
}

// A server puts the target beside the alias, without the signatures of the zone that it is in.
TEST(AliasTargets, that_come_unsigned_beside_the_alias_are_asked_for) {
  WorldZone parent{"test."};
  parent.text = "leaf CNAME www.to.test.\ntree DNAME to.test.\n";
  WorldZone to{"to.test."};
  to.text = "www A 192.0.2.1\n";
  Internet internet({parent, to});
  internet.tamper = [](const ServerQuery&, Message& reply) {
    const bool is_alias =
        !reply.answer.empty() && !(reply.answer.front().owner == name_of("www.to.test."));
    if (is_alias && reply.answer.front().type != RRType::DS)
      reply.answer.push_back(testing::record_of("www.to.test. A 192.0.2.1"));
  };
  for (const char* name : {"leaf.test.", "www.tree.test."}) {
    const Answer answer = internet.ask(name, RRType::A);
    EXPECT_TRUE(answer.verdict->is_secure()) << answer.verdict->text();
    ASSERT_FALSE(answer.verdict->rrsets.empty());
    EXPECT_EQ(answer.verdict->rrsets.back().rrset.rrset.owner(), name_of("www.to.test."));
  }
}

TEST(Any, with_more_than_is_looked_at_is_answered_with_one_rrset) {
  WorldZone zone{"example.test."};
  for (int type = 0; type < 30; ++type)
    zone.text += "many TYPE" + std::to_string(65280 + type) + " \\# 1 00\n";
  Internet internet({WorldZone{"test."}, zone});
  const Message reply = internet.reply("many.example.test.", RRType::ANY);
  EXPECT_EQ(reply.rcode(), Rcode::NOERROR);
  EXPECT_TRUE(reply.header.ad);
  EXPECT_EQ(reply.answer.size(), 2U) << "one record and its signature";
  EXPECT_EQ(internet.ask("many.example.test.", RRType{65290}).verdict->rrsets.size(), 1U);
}

}  // namespace
}  // namespace vouch::resolver
