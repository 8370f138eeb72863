// Answers by wildcard expansion, rows D1 to D12 of the decision table.
#include "tests/unit/validate/verdicts.hpp"

namespace vouch::testing {
namespace {

constexpr const char* apex = "example.test.";
constexpr const char* name = "x.y.wild.example.test.";

class Wildcards : public ::testing::TestWithParam<DenialKind> {
 protected:
  bool nsec() const { return GetParam() == DenialKind::nsec; }
  Verdict verdict_of(const std::string& asked) const { return world_.validate(asked, RRType::A); }
  void reply_to(const std::string& asked, std::function<void(Message&)> change) {
    world_.tamper = [asked, change = std::move(change)](const Question& question, Message& reply) {
      if (question.name == name_of(asked) && question.type != RRType::DS) change(reply);
    };
  }
  static bool is_denial(const Record& each) {
    return each.type == RRType::NSEC || each.type == RRType::NSEC3 || covers(each, RRType::NSEC) ||
           covers(each, RRType::NSEC3);
  }
  /// The answer of `*.wild` for a name that it does not stand for, with the denial of another.
  void misuse(const std::string& asked, const std::string& denial_of) {
    reply_to(asked, [this, asked, denial_of](Message& reply) {
      reply = world_.served({name_of(denial_of), RRType::A, RRClass::IN});
      for (Record& each : reply.answer) each.owner = name_of(asked);
    });
  }

  SignedWorld world_{{WorldZone{"test."}, example(GetParam())}};
};

TEST_P(Wildcards, need_a_proof) {
  reply_to(name, [](Message& reply) { std::erase_if(reply.authority, is_denial); });
  EXPECT_TRUE(is(verdict_of(name), Reason::wildcard_not_proven));
  EXPECT_EQ(verdict_of(name).ede(), ExtendedErrorCode::nsec_missing);
}

TEST_P(Wildcards, need_a_signed_proof) {
  reply_to(name, [](Message& reply) {
    std::erase_if(reply.authority, [](const Record& each) { return each.type == RRType::RRSIG; });
  });
  EXPECT_EQ(verdict_of(name).status(), Status::bogus);
}

TEST_P(Wildcards, need_the_proof_of_their_own_zone) {
  reply_to(name, [this](Message& reply) {
    std::erase_if(reply.authority, [](const Record& each) { return each.type == RRType::RRSIG; });
    for (const SignedRRset& each : group_rrsets(reply.authority))
      reply.authority.push_back(world_.sign("test.", each.rrset));
  });
  EXPECT_TRUE(is(verdict_of(name), Reason::wildcard_not_proven));
}

TEST_P(Wildcards, do_not_stand_for_names_that_exist) {
  misuse("exists.wild.example.test.", "x.y.wild.example.test.");
  EXPECT_EQ(verdict_of("exists.wild.example.test.").status(), Status::bogus);
}

TEST_P(Wildcards, do_not_stand_for_names_below_a_closer_name) {
  // The next closer name of this one is exists.wild, which exists.
  misuse("x.exists.wild.example.test.", "x.y.wild.example.test.");
  EXPECT_EQ(verdict_of("x.exists.wild.example.test.").status(), Status::bogus);
}

TEST_P(Wildcards, do_not_stand_for_empty_non_terminals) {
  SignedWorld world({WorldZone{"test."}, [] {
                       WorldZone zone = with_text(apex, "* A 192.0.2.1\na.ent TXT e\n");
                       zone.denial = GetParam();
                       return zone;
                     }()});
  EXPECT_TRUE(is_secure(world.validate("x.example.test.", RRType::A)));
  EXPECT_EQ(world.validate("ent.example.test.", RRType::A).kind, AnswerKind::no_type);
  world.tamper = [&](const Question& question, Message& reply) {
    if (question.type == RRType::DS || !(question.name == name_of("ent.example.test."))) return;
    reply = world.served({name_of("x.example.test."), RRType::A, RRClass::IN});
    for (Record& each : reply.answer) each.owner = question.name;
  };
  EXPECT_EQ(world.validate("ent.example.test.", RRType::A).status(), Status::bogus);
}

TEST_P(Wildcards, of_aliases_are_proven_as_well) {
  WorldZone zone = with_text(apex, "*.alias CNAME www\nwww A 192.0.2.1\n");
  zone.denial = GetParam();
  SignedWorld world({WorldZone{"test."}, zone});
  EXPECT_TRUE(is_secure(world.validate("x.alias.example.test.", RRType::A)));
  world.tamper = [](const Question&, Message& reply) { std::erase_if(reply.authority, is_denial); };
  EXPECT_TRUE(is(world.validate("x.alias.example.test.", RRType::A), Reason::wildcard_not_proven));
}

TEST_P(Wildcards, of_types_that_shape_the_zone_are_refused) {
  for (const RRType type : {RRType::DNAME, RRType::NS, RRType::SOA}) {
    reply_to(name, [this, type](Message& reply) {
      Record record = record_of("*.wild.example.test. DNAME www.example.test.");
      if (type == RRType::NS) record = record_of("*.wild.example.test. NS www.example.test.");
      if (type == RRType::SOA) record = record_of("*.wild.example.test. SOA a. b. 1 2 3 4 5");
      RRset source(record.owner, type, RRClass::IN, record.ttl);
      source.add(record.rdata);
      Record signature = world_.sign(apex, source);
      record.owner = signature.owner = name_of(name);
      reply.answer = {record, signature};
    });
    EXPECT_TRUE(is(world_.validate(name, type), Reason::wildcard_not_allowed)) << text(type);
  }
}

TEST_P(Wildcards, do_not_reach_into_zones_below) {
  WorldZone child = with_text("below.wild.example.test.", "www A 192.0.2.7\n");
  SignedWorld world({WorldZone{"test."}, example(GetParam()), child});
  EXPECT_TRUE(is_secure(world.validate("www.below.wild.example.test.", RRType::A)));
  world.tamper = [&](const Question& question, Message& reply) {
    if (question.type != RRType::A) return;
    if (!(question.name == name_of("www.below.wild.example.test."))) return;
    reply = world.served({name_of("x.y.wild.example.test."), RRType::A, RRClass::IN});
    for (Record& each : reply.answer) each.owner = question.name;
  };
  EXPECT_EQ(world.validate("www.below.wild.example.test.", RRType::A).status(), Status::bogus);
}

INSTANTIATE_TEST_SUITE_P(, Wildcards, ::testing::Values(DenialKind::nsec, DenialKind::nsec3),
                         [](const auto& each) {
                           return each.param == DenialKind::nsec ? "nsec" : "nsec3";
                         });

}  // namespace
}  // namespace vouch::testing
