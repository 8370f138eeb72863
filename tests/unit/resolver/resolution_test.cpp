// Resolving in a small Internet: referrals, aliases, caches, failures and limits.
#include <gmock/gmock.h>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

WorldZone zone_with(std::string apex, std::string text, bool is_signed = true) {
  WorldZone zone{std::move(apex)};
  zone.text = std::move(text);
  zone.is_signed = is_signed;
  return zone;
}

std::vector<WorldZone> usual_zones() {
  return {WorldZone{"test."}, zone_with("example.test.", R"(
www A 192.0.2.1
a.b.c A 192.0.2.2
alias CNAME www
out CNAME www.other.test.
far DNAME other.test.
*.wild A 192.0.2.3
loop1 CNAME loop2
loop2 CNAME loop1
)"),
          zone_with("other.test.", "www A 192.0.2.9\n"),
          zone_with("plain.test.", "www A 192.0.2.10\nto-signed CNAME www.example.test.\n", false)};
}

class Resolving : public ::testing::Test {
 protected:
  Internet internet_{usual_zones()};

  Reason reason_of(const std::string& name, RRType type = RRType::A) {
    return internet_.ask(name, type).verdict->conclusion.reason;
  }
};

TEST_F(Resolving, follows_referrals_from_the_root_and_validates) {
  const Answer answer = internet_.ask("www.example.test.", RRType::A);
  EXPECT_TRUE(answer.verdict->is_secure()) << answer.verdict->text();
  EXPECT_EQ(answer.verdict->rrsets.size(), 1U);
  EXPECT_THAT(questions(internet_.sent), Contains("www.example.test. A"));
}

TEST_F(Resolving, tells_each_zone_no_more_of_the_name_than_it_needs) {
  internet_.ask("a.b.c.example.test.", RRType::A);
  for (const ServerQuery& each : internet_.sent) {
    if (each.server == internet_.server(".")) {
      EXPECT_LE(each.question.name.label_count(), 1U) << each.question.text();
    }
    if (each.server == internet_.server("test.")) {
      EXPECT_LE(each.question.name.label_count(), 2U) << each.question.text();
    }
  }
  Settings whole;
  whole.minimise_names = false;
  Internet other(usual_zones(), whole);
  other.ask("a.b.c.example.test.", RRType::A);
  EXPECT_THAT(questions(other.sent), Not(Contains("c.example.test. A")));
}

TEST_F(Resolving, remembers) {
  internet_.ask("www.example.test.", RRType::A);
  const std::size_t first = internet_.sent.size();
  const Answer again = internet_.ask("www.example.test.", RRType::A);
  EXPECT_TRUE(again.was_known);
  EXPECT_THAT(internet_.sent, IsEmpty());
  internet_.ask("alias.example.test.", RRType::A);
  EXPECT_LT(internet_.sent.size(), first / 2);
}

TEST_F(Resolving, counts_time_to_live_down) {
  internet_.ask("www.example.test.", RRType::A);
  internet_.wait(100);
  EXPECT_EQ(internet_.reply("www.example.test.", RRType::A).answer.at(0).ttl, Ttl{3500});
  internet_.wait(3600);
  EXPECT_FALSE(internet_.ask("www.example.test.", RRType::A).was_known);
}

TEST_F(Resolving, follows_aliases_through_zones) {
  EXPECT_EQ(reason_of("out.example.test."), Reason::chain_holds);
  EXPECT_EQ(reason_of("www.far.example.test."), Reason::chain_holds);
  EXPECT_EQ(reason_of("to-signed.plain.test."), Reason::unsigned_delegation);
  const Message reply = internet_.reply("www.far.example.test.", RRType::A);
  EXPECT_EQ(reply.rcode(), Rcode::NOERROR);
  EXPECT_TRUE(reply.header.ad);
}

TEST_F(Resolving, gives_up_on_loops) {
  EXPECT_EQ(reason_of("loop1.example.test."), Reason::chain_loops);
  EXPECT_EQ(internet_.reply("loop1.example.test.", RRType::A).rcode(), Rcode::SERVFAIL);
}

TEST_F(Resolving, sets_ad_for_what_is_secure_only) {
  EXPECT_TRUE(internet_.reply("www.example.test.", RRType::A).header.ad);
  EXPECT_TRUE(internet_.reply("x.wild.example.test.", RRType::A).header.ad);
  EXPECT_TRUE(internet_.reply("none.example.test.", RRType::A).header.ad);
  EXPECT_FALSE(internet_.reply("www.plain.test.", RRType::A).header.ad);
  EXPECT_EQ(internet_.reply("www.plain.test.", RRType::A).rcode(), Rcode::NOERROR);
}

TEST_F(Resolving, answers_for_ds_what_it_knows_from_referrals_as_well) {
  internet_.ask("www.example.test.", RRType::A);
  for (const bool checking_disabled : {false, true}) {
    const Message reply = internet_.reply("example.test.", RRType::DS, checking_disabled);
    ASSERT_EQ(reply.answer.size(), 2U) << checking_disabled;
    EXPECT_EQ(reply.answer[0].type, RRType::DS);
    EXPECT_TRUE(reply.header.ad || checking_disabled);
  }
}

TEST_F(Resolving, denies_with_proof) {
  const Message reply = internet_.reply("none.example.test.", RRType::A);
  EXPECT_EQ(reply.rcode(), Rcode::NXDOMAIN);
  EXPECT_FALSE(reply.authority.empty());
  internet_.ask("www.none.example.test.", RRType::A);
  EXPECT_THAT(internet_.sent, IsEmpty()) << "there is nothing below a name that does not exist";
}

class Bogus : public Resolving {
 protected:
  void alter_address(unsigned times = 1000) {
    internet_.tamper = [times](const ServerQuery&, Message& reply) mutable {
      for (Record& each : reply.answer) {
        if (each.owner == name_of("www.example.test.") && each.type == RRType::A && times > 0) {
          each.rdata.back() ^= 1;
          --times;
        }
      }
    };
  }
};

TEST_F(Bogus, answers_are_refused_with_the_reason) {
  alter_address();
  const Message reply = internet_.reply("www.example.test.", RRType::A);
  EXPECT_EQ(reply.rcode(), Rcode::SERVFAIL);
  EXPECT_FALSE(reply.header.ad);
  EXPECT_TRUE(reply.answer.empty());
  const auto errors = reply.edns->extended_errors();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].code, ExtendedErrorCode::dnssec_bogus);
  EXPECT_THAT(errors[0].text, ::testing::HasSubstr("www.example.test."));
  EXPECT_THAT(errors[0].text, ::testing::HasSubstr("RFC 4035"));
}

TEST_F(Bogus, answers_are_given_to_those_who_set_cd) {
  alter_address();
  const Message reply = internet_.reply("www.example.test.", RRType::A, true);
  EXPECT_EQ(reply.rcode(), Rcode::NOERROR);
  EXPECT_FALSE(reply.header.ad);
  EXPECT_FALSE(reply.answer.empty());
  EXPECT_EQ(internet_.reply("www.example.test.", RRType::A).rcode(), Rcode::SERVFAIL);
}

TEST_F(Bogus, answers_are_asked_for_again_before_they_are_refused) {
  alter_address(1);
  EXPECT_EQ(reason_of("www.example.test."), Reason::chain_holds);
  EXPECT_TRUE(internet_.sent.back().over_tcp || internet_.sent.size() > 1);
}

TEST_F(Bogus, answers_are_kept_for_seconds_and_longer_each_time) {
  alter_address();
  EXPECT_EQ(reason_of("www.example.test."), Reason::signature_wrong);
  const Message again = internet_.reply("www.example.test.", RRType::A);
  EXPECT_THAT(internet_.sent, IsEmpty());
  EXPECT_EQ(again.edns->extended_errors().back().code, ExtendedErrorCode::cached_error);
  internet_.wait(1);
  reason_of("www.example.test.");
  EXPECT_THAT(internet_.sent, Not(IsEmpty()));
  internet_.wait(1);
  reason_of("www.example.test.");
  EXPECT_THAT(internet_.sent, IsEmpty());
  internet_.wait(1);
  internet_.tamper = nullptr;
  EXPECT_EQ(reason_of("www.example.test."), Reason::chain_holds) << "mended at once";
}

TEST_F(Bogus, records_beside_the_answer_are_dropped) {
  internet_.tamper = [this](const ServerQuery& query, Message& reply) {
    if (!(query.server == internet_.server("example.test."))) return;
    reply.authority.push_back(testing::record_of("test. NS ns.evil."));
    reply.additional.push_back(testing::record_of("ns.evil. A 203.0.113.66"));
    reply.answer.push_back(testing::record_of("www.other.test. A 203.0.113.66"));
  };
  EXPECT_EQ(reason_of("www.example.test."), Reason::chain_holds);
  EXPECT_EQ(reason_of("www.other.test."), Reason::chain_holds);
  for (const ServerQuery& each : internet_.sent)
    EXPECT_NE(each.server.octets[0], 203) << "asked an injected server";
}

// The signatures of the NSEC3 records hold, so every server has the same.
TEST(BogusDenials, of_absurd_iterations_are_not_asked_for_again) {
  WorldZone zone{"example.test."};
  zone.denial = DenialKind::nsec3;
  zone.iterations = 600;
  Internet internet({WorldZone{"test."}, zone});
  internet.ask("example.test.", RRType::SOA);
  const Answer answer = internet.ask("none.example.test.", RRType::A);
  EXPECT_EQ(answer.verdict->conclusion.reason, Reason::nsec3_iterations_absurd);
  EXPECT_LE(internet.sent.size(), 1U) << ::testing::PrintToString(questions(internet.sent));
}

// Over UDP, and over TCP since somebody may have answered in the server's place; after that it has
// said twice what it says.
TEST(BogusAnswers, of_the_only_server_are_asked_for_again_once) {
  Internet internet(usual_zones());
  internet.tamper = [](const ServerQuery&, Message& reply) {
    for (Record& each : reply.answer) {
      if (each.owner == name_of("www.example.test.") && each.type == RRType::A)
        each.rdata.back() ^= 1;
    }
  };
  EXPECT_EQ(internet.ask("www.example.test.", RRType::A).verdict->conclusion.reason,
            Reason::signature_wrong);
  const auto asked = questions(internet.sent);
  EXPECT_EQ(std::count(asked.begin(), asked.end(), "www.example.test. A"), 2);
}

TEST(BogusKeys, cost_few_queries) {
  std::vector<WorldZone> zones = usual_zones();
  Internet internet(zones);
  internet.ask("www.other.test.", RRType::A);
  internet.tamper = [](const ServerQuery&, Message& reply) {
    for (auto* section : {&reply.answer, &reply.authority}) {
      std::erase_if(*section, [](const Record& each) {
        return each.type == RRType::RRSIG && each.owner == name_of("example.test.") &&
               testing::covers(each, RRType::DNSKEY);
      });
    }
  };
  EXPECT_EQ(internet.ask("www.example.test.", RRType::A).verdict->status(), Status::bogus);
  EXPECT_LE(internet.sent.size(), 6U) << ::testing::PrintToString(questions(internet.sent));
}

class Failing : public Resolving {
 protected:
  void fail_at(const std::string& zone, FetchFailure failure) {
    internet_.fails = [failure, server = internet_.server(zone)](const ServerQuery& query) {
      return query.server == server ? failure : FetchFailure::none;
    };
  }
};

TEST_F(Failing, servers_end_in_servfail_and_are_tried_again_soon) {
  fail_at("example.test.", FetchFailure::timeout);
  const Message reply = internet_.reply("www.example.test.", RRType::A);
  EXPECT_EQ(reply.rcode(), Rcode::SERVFAIL);
  EXPECT_EQ(reply.edns->extended_errors().at(0).code, ExtendedErrorCode::no_reachable_authority);
  internet_.fails = nullptr;
  internet_.wait(5);
  EXPECT_EQ(reason_of("www.example.test."), Reason::chain_holds);
}

TEST_F(Failing, the_root_is_primed_again_after_a_while) {
  fail_at(".", FetchFailure::timeout);
  EXPECT_EQ(internet_.ask("www.example.test.", RRType::A).verdict->status(), Status::failed);
  internet_.fails = nullptr;
  internet_.wait(61);
  EXPECT_EQ(reason_of("www.example.test."), Reason::chain_holds);
}

TEST(Servers, of_which_one_fails_or_lies_are_left_for_the_others) {
  std::vector<WorldZone> zones{
      WorldZone{"test."},
      zone_with("example.test.",
                "@ NS ns\n@ NS ns2\nns A 192.0.2.200\nns2 A 192.0.2.201\nwww A 192.0.2.1\n")};
  zones[0].text = "example NS ns2.example\nns2.example A 192.0.2.201\nns.example A 192.0.2.200\n";
  const auto bad = [](const ServerQuery& query) { return query.server.octets[3] == 200; };
  const auto good = [](const ServerQuery& query) { return query.server.octets[3] == 201; };
  for (const bool lies : {false, true}) {
    Internet internet(zones);
    internet.fails = [&](const ServerQuery& query) {
      return !lies && bad(query) ? FetchFailure::timeout : FetchFailure::none;
    };
    internet.answers = [&](const ServerQuery& query, Message& reply) {
      if (!bad(query) && !good(query)) return false;
      reply = internet.world.served(query.question);
      if (bad(query)) {
        for (Record& each : reply.answer) each.rdata.back() ^= 1;
      }
      return true;
    };
    EXPECT_TRUE(internet.ask("www.example.test.", RRType::A).verdict->is_secure()) << lies;
  }
}

TEST(Edns, that_a_server_does_not_know_is_left_out) {
  Internet internet({WorldZone{"test."}, zone_with("plain.test.", "www A 192.0.2.1\n", false)});
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (!(query.server == internet.server("plain.test.")) || !query.edns) return false;
    reply.set_rcode(Rcode::FORMERR);
    return true;
  };
  const Answer answer = internet.ask("www.plain.test.", RRType::A);
  EXPECT_EQ(answer.verdict->status(), Status::insecure) << answer.verdict->text();
}

// NXNS: a referral to many name servers without addresses (RFC 9520).
TEST(Work, for_name_servers_without_addresses_is_bounded) {
  Internet internet({WorldZone{"test."}});
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (!query.question.name.is_at_or_below(name_of("evil.test.")) ||
        query.question.type == RRType::DS)
      return false;
    for (unsigned i = 0; i < 100; ++i)
      reply.authority.push_back(
          testing::record_of("evil.test. NS ns" + std::to_string(i) + ".victim.test."));
    return true;
  };
  const Answer answer = internet.ask("www.evil.test.", RRType::A);
  EXPECT_EQ(answer.verdict->status(), Status::failed);
  EXPECT_LE(internet.sent.size(), 40U);
  EXPECT_THAT(answer.limit, ::testing::HasSubstr("look-ups of name servers' addresses"));
}

TEST(Work, for_name_servers_that_wait_for_each_other_ends) {
  Internet internet({WorldZone{"test."}});
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    const bool is_one = query.question.name.is_at_or_below(name_of("one.test."));
    const bool is_two = query.question.name.is_at_or_below(name_of("two.test."));
    if ((!is_one && !is_two) || query.question.type == RRType::DS) return false;
    reply.authority.push_back(
        testing::record_of(is_one ? "one.test. NS ns.two.test." : "two.test. NS ns.one.test."));
    return true;
  };
  EXPECT_EQ(internet.ask("www.one.test.", RRType::A).verdict->status(), Status::failed);
  EXPECT_LE(internet.sent.size(), 20U);
}

TEST(Work, for_referrals_that_lead_down_for_ever_is_bounded) {
  Internet internet({WorldZone{"test."}});
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (query.question.name.label_count() < 2 || query.question.type == RRType::DS) return false;
    reply.authority.push_back(testing::record_of("test. NS ns.test."));
    return true;
  };
  EXPECT_EQ(internet.ask("a.b.c.d.e.f.test.", RRType::A).verdict->status(), Status::failed);
  EXPECT_LE(internet.sent.size(), 20U);
}

}  // namespace
}  // namespace vouch::resolver
