// Chains of CNAME and DNAME records, rows G1 to G15 of the decision table, and the limits of
// chapter H that apply to one query.
#include "tests/unit/validate/verdicts.hpp"

namespace vouch::testing {
namespace {

class Aliases : public ::testing::Test {
 protected:
  static WorldZone plain() {
    WorldZone zone = with_text("plain.test.", "www A 192.0.2.1\nback CNAME www.example.test.\n");
    zone.is_signed = false;
    return zone;
  }
  static WorldZone aliases() {
    WorldZone zone = example();
    zone.text += R"(
insecure-target CNAME www.plain.test.
insecure-nothing CNAME gone.plain.test.
through CNAME back.plain.test.
loop1 CNAME loop2
loop2 CNAME loop1
self CNAME self
long DNAME a234567890123456789012345678901234567890123456789012345678901.b234567890123456789012345678901234567890123456789012345678901.c234567890123456789012345678901234567890123456789012345678901.example.test.
)";
    for (unsigned i = 0; i < 20; ++i)
      zone.text += "hop" + std::to_string(i) + " CNAME hop" + std::to_string(i + 1) + "\n";
    return zone;
  }
  void reply_to(const std::string& name, std::function<void(Message&)> change) {
    world_.tamper = [name, change = std::move(change)](const Question& question, Message& reply) {
      if (question.name == name_of(name) && question.type == RRType::A) change(reply);
    };
  }
  Verdict verdict_of(const std::string& name, RRType type = RRType::A) const {
    return world_.validate(name, type);
  }

  SignedWorld world_{{WorldZone{"test."}, aliases(), plain(),
                      with_text("other.test.", "www A 192.0.2.9\nwww TXT x\n")}};
};

TEST_F(Aliases, are_as_weak_as_their_weakest_hop) {
  const Verdict insecure = verdict_of("insecure-target.example.test.");
  EXPECT_TRUE(is(insecure, Reason::unsigned_delegation));
  EXPECT_EQ(insecure.rcode, Rcode::NOERROR);
  EXPECT_TRUE(is(verdict_of("insecure-nothing.example.test."), Reason::unsigned_delegation));
  EXPECT_EQ(verdict_of("insecure-nothing.example.test.").rcode, Rcode::NXDOMAIN);
  EXPECT_TRUE(is(verdict_of("through.example.test."), Reason::unsigned_delegation));
}

TEST_F(Aliases, to_a_bogus_target_are_bogus) {
  world_.edit("other.test.",
              [](std::vector<Record>& records) { alter(records, "www.other.test.", RRType::A); });
  EXPECT_TRUE(is(verdict_of("out.example.test."), Reason::signature_wrong));
  EXPECT_EQ(verdict_of("out.example.test.").conclusion.place.owner, name_of("www.other.test."));
  EXPECT_TRUE(is(verdict_of("www.far.example.test."), Reason::signature_wrong));
}

TEST_F(Aliases, need_signatures) {
  world_.edit("example.test.", [](std::vector<Record>& records) {
    drop_signatures(records, "alias.example.test.", RRType::CNAME);
  });
  EXPECT_TRUE(is(verdict_of("alias.example.test."), Reason::signature_missing));
}

TEST_F(Aliases, that_a_dname_makes_are_made_here) {
  const char* name = "www.far.example.test.";
  reply_to(name, [](Message& reply) {
    for (Record& each : reply.answer) {
      if (each.type == RRType::CNAME) each = record_of("www.far.example.test. CNAME evil.test.");
    }
  });
  EXPECT_TRUE(is_secure(verdict_of(name)));
  EXPECT_EQ(verdict_of(name).final_name, name_of("www.other.test."));
  reply_to(name, [](Message& reply) {
    std::erase_if(reply.answer, [](const Record& each) { return each.type == RRType::CNAME; });
  });
  const Verdict verdict = verdict_of(name);
  EXPECT_TRUE(is_secure(verdict));
  const CheckedRRset* cname = find(verdict, name, RRType::CNAME);
  ASSERT_NE(cname, nullptr);
  EXPECT_TRUE(cname->is_synthesized);
}

TEST_F(Aliases, of_a_dname_need_its_signature) {
  world_.edit("example.test.", [](std::vector<Record>& records) {
    drop_signatures(records, "far.example.test.", RRType::DNAME);
  });
  EXPECT_TRUE(is(verdict_of("www.far.example.test."), Reason::signature_missing));
}

TEST_F(Aliases, that_grow_too_long_are_told) {
  const std::string label(60, 'x');
  const Verdict verdict = verdict_of(label + "." + label + ".long.example.test.");
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.rcode, Rcode::YXDOMAIN);
}

TEST_F(Aliases, do_not_apply_to_the_owner_of_a_dname) {
  const Verdict verdict = verdict_of("far.example.test.");
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.kind, AnswerKind::no_type);
  EXPECT_TRUE(is_secure(verdict_of("far.example.test.", RRType::DNAME)));
}

TEST_F(Aliases, that_loop_or_are_too_many_give_no_verdict) {
  EXPECT_TRUE(is(verdict_of("loop1.example.test."), Reason::chain_loops));
  EXPECT_TRUE(is(verdict_of("self.example.test."), Reason::chain_loops));
  EXPECT_TRUE(is(verdict_of("hop0.example.test."), Reason::chain_too_long));
  EXPECT_EQ(verdict_of("hop0.example.test.").rcode, Rcode::SERVFAIL);
  EXPECT_TRUE(is_secure(verdict_of("hop10.example.test.")));
}

TEST_F(Aliases, are_not_followed_where_they_are_asked_for) {
  const Verdict verdict = verdict_of("out.example.test.", RRType::CNAME);
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.final_name, name_of("out.example.test."));
  EXPECT_EQ(verdict.rrsets.size(), 1U);
}

TEST_F(Aliases, are_followed_by_asking_for_what_another_zone_put_beside_them) {
  reply_to("out.example.test.", [](Message& reply) {
    std::erase_if(reply.answer,
                  [](const Record& each) { return each.owner == name_of("www.other.test."); });
    reply.answer.push_back(record_of("www.other.test. A 203.0.113.66"));
  });
  const Verdict verdict = verdict_of("out.example.test.");
  EXPECT_NE(verdict.status(), Status::insecure);
  EXPECT_EQ(find(verdict, "www.other.test.", RRType::A) != nullptr && verdict.is_secure() &&
                find(verdict, "www.other.test.", RRType::A)->rrset.rrset.rdatas().front()[0] == 203,
            false);
}

TEST_F(Aliases, beside_other_records_are_bogus) {
  reply_to("alias.example.test.", [this](Message& reply) {
    Record address = record_of("alias.example.test. A 203.0.113.66");
    RRset rrset(address.owner, address.type, address.rrclass, address.ttl);
    rrset.add(address.rdata);
    reply.answer.push_back(address);
    reply.answer.push_back(world_.sign("example.test.", rrset));
  });
  EXPECT_TRUE(is(verdict_of("alias.example.test."), Reason::cname_beside_others));
}

TEST(Work, is_bounded_for_everything_that_a_query_causes) {
  SignedWorld world({WorldZone{"test."}, example()});
  world.options.limits.fetches = 2;
  WorkBudget budget(world.options.limits);
  const Verdict verdict =
      world.validate({name_of("www.example.test."), RRType::A, RRClass::IN}, budget);
  EXPECT_TRUE(is(verdict, Reason::too_many_fetches));
  EXPECT_EQ(verdict.status(), Status::failed);
  EXPECT_EQ(budget.fetches_done, 2U);
}

TEST(Work, of_signatures_ends_a_query_for_good) {
  SignedWorld world({WorldZone{"test."}, example()});
  world.options.limits.signature_checks = 4;
  WorkBudget budget(world.options.limits);
  const Verdict verdict =
      world.validate({name_of("www.example.test."), RRType::A, RRClass::IN}, budget);
  EXPECT_TRUE(is(verdict, Reason::signatures_over_budget));
  EXPECT_EQ(budget.signature_checks_done, 4U);
}

TEST(Cache, saves_the_way_from_the_root) {
  SignedWorld world({WorldZone{"test."}, example()});
  MapKeyCache cache;
  world.options.cache = &cache;
  EXPECT_TRUE(is_secure(world.validate("www.example.test.", RRType::A)));
  EXPECT_GE(world.needs.size(), 5U);
  world.needs.clear();
  EXPECT_TRUE(is_secure(world.validate("www.example.test.", RRType::A)));
  EXPECT_TRUE(world.needs.empty());
  cache.forget_below(name_of("test."));
  EXPECT_TRUE(is_secure(world.validate("www.example.test.", RRType::A)));
  EXPECT_FALSE(world.needs.empty());
}

TEST(Cache, keeps_nothing_bogus) {
  SignedWorld world({WorldZone{"test."}, example()});
  MapKeyCache cache;
  world.options.cache = &cache;
  world.tamper = [](const Question& question, Message& reply) {
    if (question.type == RRType::DNSKEY && question.name == name_of("example.test."))
      alter(reply.answer, "example.test.", RRType::RRSIG);
  };
  EXPECT_TRUE(is(world.validate("www.example.test.", RRType::A), Reason::dnskey_bogus));
  world.tamper = nullptr;
  EXPECT_TRUE(is_secure(world.validate("www.example.test.", RRType::A)));
}

// A wildcard's CNAME as the answer to DS of a name that exists, as an attacker replays it.
TEST(Cache, takes_no_expanded_cname_for_a_proof_that_there_is_no_cut) {
  SignedWorld world({WorldZone{"test."}, with_text("example.test.", "* CNAME www.test.\n"),
                     WorldZone{"child.example.test."}});
  MapKeyCache cache;
  world.options.cache = &cache;
  unsigned replays = 0;
  world.tamper = [&](const Question& question, Message& reply) {
    if (question.type != RRType::DS || question.name != name_of("child.example.test.")) return;
    if (replays++ > 0) return;
    reply = world.served({name_of("nowhere.example.test."), RRType::CNAME, RRClass::IN});
    for (Record& each : reply.answer) each.owner = question.name;
    reply.authority.clear();
    reply.questions = {question};
  };
  EXPECT_TRUE(is_secure(world.validate("ns.child.example.test.", RRType::A)));
  EXPECT_GT(replays, 1U);
  EXPECT_TRUE(is_secure(world.validate("ns.child.example.test.", RRType::A)));
  const auto fact = cache.find(name_of("child.example.test."), world.now);
  ASSERT_TRUE(fact);
  EXPECT_EQ(fact->kind, CutFact::Kind::zone);
  // Where it is replayed for good, the child is bogus as long as that lasts, and no longer.
  SignedWorld& other = world;
  MapKeyCache empty;
  other.options.cache = &empty;
  const auto replay = world.tamper;
  other.tamper = [&](const Question& question, Message& reply) {
    replays = 0;
    replay(question, reply);
  };
  EXPECT_TRUE(is(other.validate("ns.child.example.test.", RRType::A), Reason::wildcard_not_proven));
  other.tamper = nullptr;
  EXPECT_TRUE(is_secure(other.validate("ns.child.example.test.", RRType::A)));
}

TEST(Cache, takes_a_proven_expansion_for_nothing_at_the_name) {
  SignedWorld world({WorldZone{"test."}, with_text("example.test.", "* CNAME www.test.\n")});
  MapKeyCache cache;
  world.options.cache = &cache;
  EXPECT_TRUE(is_secure(world.validate("a.b.example.test.", RRType::CNAME)));
  EXPECT_TRUE(is(world.validate("a.b.example.test.", RRType::DS), Reason::chain_holds));
}

// What a look for hidden cuts finds is not kept where NSEC3 iterations decide.
TEST(Cache, gives_all_types_of_a_name_one_security) {
  WorldZone zone = example(DenialKind::nsec3);
  zone.text += "www TXT \"beside\"\n";
  zone.iterations = 100;
  SignedWorld world({WorldZone{"test."}, zone});
  world.options.policy.look_for_hidden_cuts = true;
  MapKeyCache cache;
  world.options.cache = &cache;
  const Status first = world.validate("www.example.test.", RRType::A).status();
  EXPECT_EQ(first, Status::secure);
  EXPECT_EQ(world.validate("www.example.test.", RRType::TXT).status(), first);
  EXPECT_EQ(world.validate("www.example.test.", RRType::A).status(), first);
  EXPECT_FALSE(cache.find(name_of("www.example.test."), world.now));
}

TEST(Cache, keeps_facts_for_as_long_as_their_proof) {
  WorldZone zone = example();
  zone.span = SignatureSpan{world_time.plus(-60), world_time.plus(100)};
  SignedWorld world({WorldZone{"test."}, zone});
  MapKeyCache cache;
  world.options.cache = &cache;
  EXPECT_TRUE(is_secure(world.validate("www.example.test.", RRType::A)));
  EXPECT_TRUE(cache.find(name_of("example.test."), world_time.plus(99)));
  EXPECT_FALSE(cache.find(name_of("example.test."), world_time.plus(101)));
  // Where the cache goes by a clock of its own, so do its facts.
  MapKeyCache by_other_clock;
  world.options.cache = &by_other_clock;
  world.options.cache_time = Timestamp{5};
  EXPECT_TRUE(is_secure(world.validate("www.example.test.", RRType::A)));
  EXPECT_TRUE(by_other_clock.find(name_of("example.test."), Timestamp{104}));
  EXPECT_FALSE(by_other_clock.find(name_of("example.test."), Timestamp{106}));
}

}  // namespace
}  // namespace vouch::testing
