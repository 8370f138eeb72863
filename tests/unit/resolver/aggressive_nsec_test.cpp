// Denials that follow from NSEC records of other denials (RFC 8198), and those that must not.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

WorldZone zone(DenialKind denial = DenialKind::nsec) {
  WorldZone zone{"example.test."};
  // Between b and y nothing exists; a and z are there, and a wildcard below w.
  zone.text =
      "a A 192.0.2.1\nb A 192.0.2.2\nb TXT \"b\"\ny A 192.0.2.3\nz A 192.0.2.4\n"
      "*.w A 192.0.2.5\nx.ent A 192.0.2.6\nsub NS ns.sub\nns.sub A 192.0.2.7\n"
      "tree DNAME other.test.\n";
  zone.denial = denial;
  return zone;
}

class Aggressive : public ::testing::Test {
 protected:
  Internet internet_{{WorldZone{"test."}, zone()}};

  Answer ask(const std::string& name, RRType type = RRType::A, bool checking_disabled = false) {
    return internet_.ask(name, type, checking_disabled);
  }
};

TEST_F(Aggressive, denies_names_in_a_span_that_is_known) {
  EXPECT_EQ(ask("k.example.test.").verdict->rcode, Rcode::NXDOMAIN);
  // z is asked for to know that there is no wildcard at the apex; it came with the first denial.
  const Answer answer = ask("m.example.test.");
  EXPECT_THAT(internet_.sent, IsEmpty());
  EXPECT_TRUE(answer.is_synthesised);
  EXPECT_TRUE(answer.verdict->is_secure());
  EXPECT_EQ(answer.verdict->rcode, Rcode::NXDOMAIN);
  EXPECT_EQ(answer.verdict->kind, AnswerKind::no_name);
  // Names below one that does not exist, of any type.
  EXPECT_EQ(ask("deep.below.m.example.test.", RRType::MX).verdict->rcode, Rcode::NXDOMAIN);
  EXPECT_THAT(internet_.sent, IsEmpty());
}

TEST_F(Aggressive, answers_hold_before_a_validator) {
  ask("k.example.test.");
  const Message reply = internet_.reply("m.example.test.", RRType::A);
  ASSERT_THAT(internet_.sent, IsEmpty());
  EXPECT_TRUE(reply.header.ad);
  EXPECT_EQ(reply.edns->extended_errors().at(0).code, ExtendedErrorCode::synthesized);
  const Question question{name_of("m.example.test."), RRType::A, RRClass::IN};
  Validator::Options options;
  options.anchors = &internet_.world.anchors;
  WorkBudget budget;
  Validator validator(question, options, budget, world_time);
  Step step = validator.start(Evidence::from_message(reply, "resolver"));
  while (const Need* need = std::get_if<Need>(&step))
    step = validator.step(internet_.world.evidence(Question(need->question)));
  const Verdict& verdict = std::get<Verdict>(step);
  EXPECT_TRUE(verdict.is_secure()) << verdict.text();
  EXPECT_EQ(verdict.rcode, Rcode::NXDOMAIN);
}

TEST_F(Aggressive, denies_types_of_a_name_that_is_known) {
  EXPECT_EQ(ask("b.example.test.", RRType::MX).verdict->kind, AnswerKind::no_type);
  const Answer answer = ask("b.example.test.", RRType::AAAA);
  EXPECT_THAT(internet_.sent, IsEmpty());
  EXPECT_EQ(answer.verdict->rcode, Rcode::NOERROR);
  EXPECT_EQ(answer.verdict->kind, AnswerKind::no_type);
  EXPECT_TRUE(answer.verdict->is_secure());
}

TEST_F(Aggressive, asks_for_types_that_exist) {
  ask("b.example.test.", RRType::MX);
  EXPECT_EQ(ask("b.example.test.", RRType::TXT).verdict->kind, AnswerKind::positive);
  EXPECT_THAT(internet_.sent, Not(IsEmpty()));
  EXPECT_EQ(ask("b.example.test.", RRType::ANY).verdict->kind, AnswerKind::positive);
  EXPECT_THAT(internet_.sent, Not(IsEmpty()));
}

TEST_F(Aggressive, asks_for_names_that_exist_at_the_ends_of_a_span) {
  ask("k.example.test.");
  EXPECT_EQ(ask("b.example.test.").verdict->kind, AnswerKind::positive);
  EXPECT_EQ(ask("y.example.test.").verdict->kind, AnswerKind::positive);
}

TEST_F(Aggressive, leaves_wildcards_alone) {
  ask("k.example.test.");
  ask("w.example.test.", RRType::TXT);
  ask("none.example.test.", RRType::TXT);
  const Answer answer = ask("anything.w.example.test.");
  EXPECT_EQ(answer.verdict->kind, AnswerKind::positive) << answer.verdict->text();
  EXPECT_TRUE(answer.verdict->is_secure());
}

TEST_F(Aggressive, says_nothing_about_what_is_below_a_delegation_or_a_dname) {
  // Their own NSEC records come with these, and cover what is below in order of names.
  EXPECT_TRUE(ask("sub.example.test.", RRType::DS).verdict->is_secure());
  EXPECT_TRUE(ask("tree.example.test.", RRType::MX).verdict->is_secure());
  EXPECT_FALSE(ask("www.sub.example.test.").is_synthesised);
  EXPECT_THAT(internet_.sent, Not(IsEmpty()));
  EXPECT_FALSE(ask("sub.example.test.", RRType::A).is_synthesised);
  EXPECT_FALSE(ask("www.tree.example.test.").is_synthesised);
  EXPECT_THAT(internet_.sent, Not(IsEmpty()));
}

TEST_F(Aggressive, knows_empty_non_terminals) {
  EXPECT_EQ(ask("ent.example.test.").verdict->kind, AnswerKind::no_type);
  const Answer answer = ask("ent.example.test.", RRType::TXT);
  EXPECT_THAT(internet_.sent, IsEmpty());
  EXPECT_EQ(answer.verdict->rcode, Rcode::NOERROR);
}

TEST_F(Aggressive, ends_with_the_time_to_live) {
  ask("k.example.test.");
  internet_.wait(100);
  const Answer answer = ask("m.example.test.");
  EXPECT_TRUE(answer.is_synthesised);
  EXPECT_LE(answer.verdict->ttl_cap().value().seconds, 200U);
  internet_.wait(250);
  EXPECT_FALSE(ask("n.example.test.").is_synthesised) << "the SOA's minimum is 300 seconds";
}

TEST_F(Aggressive, takes_nothing_from_what_those_got_who_set_cd) {
  ask("k.example.test.", RRType::A, true);
  EXPECT_EQ(internet_.memory.denials.size(), 0U);
  ask("k.example.test.");
  EXPECT_TRUE(ask("m.example.test.", RRType::A, true).is_synthesised)
      << "it is proven for them too";
}

TEST_F(Aggressive, takes_nothing_from_below_a_negative_trust_anchor) {
  internet_.memory.negative_anchors.add({name_of("example.test."), world_time.plus(1000), "broken"},
                                        world_time);
  EXPECT_EQ(ask("k.example.test.").verdict->status(), Status::insecure);
  EXPECT_EQ(internet_.memory.denials.size(), 0U);
  EXPECT_FALSE(ask("m.example.test.").is_synthesised);
}

TEST_F(Aggressive, takes_nothing_that_is_bogus) {
  internet_.tamper = [](const ServerQuery&, Message& reply) {
    for (Record& each : reply.authority) {
      if (each.type == RRType::RRSIG) each.rdata.back() ^= 1;
    }
  };
  EXPECT_EQ(ask("k.example.test.").verdict->rcode, Rcode::SERVFAIL);
  EXPECT_EQ(internet_.memory.denials.size(), 0U);
}

TEST(AggressiveNsec, can_be_switched_off) {
  Settings settings;
  settings.aggressive_nsec = false;
  Internet internet({WorldZone{"test."}, zone()}, settings);
  internet.ask("k.example.test.", RRType::A);
  EXPECT_EQ(internet.memory.denials.size(), 0U);
  EXPECT_FALSE(internet.ask("m.example.test.", RRType::A).is_synthesised);
}

TEST(AggressiveNsec, is_not_made_of_nsec3) {
  Internet internet({WorldZone{"test."}, zone(DenialKind::nsec3)});
  internet.ask("k.example.test.", RRType::A);
  EXPECT_FALSE(internet.ask("m.example.test.", RRType::A).is_synthesised);
}

// RFC 9824: the span of a compact denial is of one name.
TEST(AggressiveNsec, is_not_made_of_compact_denials) {
  Internet internet({WorldZone{"test."}, zone()});
  const auto compact = [&](const ServerQuery& query, Message& reply) {
    const Name name = name_of("k.example.test.");
    if (!(query.question.name == name) || query.question.type == RRType::DS) return false;
    reply = internet.world.served(query.question);
    reply.set_rcode(Rcode::NOERROR);
    std::erase_if(reply.authority, [](const Record& each) {
      return each.type == RRType::NSEC || testing::covers(each, RRType::NSEC);
    });
    RRset nsec(name, RRType::NSEC, RRClass::IN, Ttl{300});
    nsec.add(parse_rdata_text(RRType::NSEC, RRClass::IN, "\\000.k.example.test. RRSIG NSEC NXNAME")
                 .value());
    reply.authority.push_back({name, RRType::NSEC, RRClass::IN, Ttl{300},
                               Octets(nsec.rdatas().front().begin(), nsec.rdatas().front().end())});
    reply.authority.push_back(internet.world.sign("example.test.", nsec));
    return true;
  };
  internet.answers = compact;
  const Answer first = internet.ask("k.example.test.", RRType::A);
  EXPECT_TRUE(first.verdict->is_secure()) << first.verdict->text();
  EXPECT_TRUE(first.verdict->nxname);
  EXPECT_EQ(internet.memory.denials.size(), 0U);
}

}  // namespace
}  // namespace vouch::resolver
