// Signatures of RRsets, rows C1 to C42 of the decision table.
#include "tests/unit/validate/verdicts.hpp"
#include "vouch/dnssec/key_tag.hpp"

namespace vouch::testing {
namespace {

constexpr const char* apex = "example.test.";
constexpr const char* owner = "www.example.test.";

class Signatures : public ::testing::Test {
 protected:
  Verdict www() const { return world_.validate(owner, RRType::A); }
  /// Takes away the signature of www A, and puts these there.
  void set_signatures(const std::vector<Record>& signatures) {
    world_.edit(apex, [&](std::vector<Record>& records) {
      std::erase_if(records, [](const Record& each) {
        return each.owner == name_of(owner) && covers(each, RRType::A);
      });
      records.insert(records.end(), signatures.begin(), signatures.end());
    });
  }
  RRset addresses() const { return rrset_of(world_.records(apex), owner, RRType::A); }
  Record forged(const Forgery& forgery) const { return world_.sign(apex, addresses(), forgery); }
  Record wrong() const {
    Record record = forged({});
    record.rdata.back() ^= 1;
    return record;
  }
  void reply_to(RRType type, std::function<void(Message&)> change) {
    world_.tamper = [type, change = std::move(change)](const Question& question, Message& reply) {
      if (question.type == type && question.name == name_of(owner)) change(reply);
    };
  }

  SignedWorld world_{{WorldZone{"test."}, example()}};
};

TEST_F(Signatures, that_are_missing_make_the_rrset_bogus) {
  set_signatures({});
  EXPECT_TRUE(is(www(), Reason::signature_missing));
  EXPECT_EQ(www().ede(), ExtendedErrorCode::rrsigs_missing);
  EXPECT_EQ(www().rcode, Rcode::SERVFAIL);
}

TEST_F(Signatures, by_a_sibling_are_refused) {
  set_signatures({forged({.signer = name_of("other.test.")})});
  EXPECT_TRUE(is(www(), Reason::signer_not_ancestor));
}

TEST_F(Signatures, by_the_parent_are_refused) {
  set_signatures({world_.sign("test.", addresses())});
  EXPECT_TRUE(is(www(), Reason::signer_is_not_the_zone));
  set_signatures({world_.sign(".", addresses())});
  EXPECT_TRUE(is(www(), Reason::signer_is_not_the_zone));
}

TEST_F(Signatures, in_the_name_of_the_parent_by_a_key_of_the_zone_are_refused) {
  set_signatures({forged({.signer = name_of("test.")})});
  EXPECT_TRUE(is(www(), Reason::signer_is_not_the_zone));
}

TEST_F(Signatures, of_the_apex_by_the_parent_are_refused) {
  for (const RRType type : {RRType::NS, RRType::SOA}) {
    world_.edit(apex, [&](std::vector<Record>& records) {
      const RRset rrset = rrset_of(records, apex, type);
      drop_signatures(records, apex, type);
      records.push_back(world_.sign("test.", rrset));
    });
    EXPECT_TRUE(is(world_.validate(apex, type), Reason::signer_is_not_the_zone));
  }
}

TEST_F(Signatures, with_more_labels_than_the_owner_are_refused) {
  set_signatures({forged({.labels = std::uint8_t{4}})});
  EXPECT_TRUE(is(www(), Reason::too_many_labels));
}

TEST_F(Signatures, that_mean_a_wildcard_above_their_zone_are_refused) {
  for (const std::uint8_t labels : {0, 1}) {
    set_signatures({forged({.labels = labels})});
    EXPECT_TRUE(is(www(), Reason::labels_below_signer));
  }
}

TEST_F(Signatures, by_a_key_that_is_not_there_are_refused) {
  const auto tag = static_cast<std::uint16_t>(world_.keys(apex)[1].key_tag + 1);
  set_signatures({forged({.key_tag = tag})});
  EXPECT_TRUE(is(www(), Reason::signing_key_missing));
  EXPECT_EQ(www().ede(), ExtendedErrorCode::dnskey_missing);
}

TEST_F(Signatures, of_unsupported_algorithms_only_are_not_enough) {
  set_signatures({forged({.algorithm = Algorithm{12}})});
  EXPECT_TRUE(is(www(), Reason::signature_algorithm_unsupported));
  EXPECT_EQ(www().status(), Status::bogus);
}

TEST_F(Signatures, need_only_one_that_holds) {
  set_signatures({forged({.algorithm = Algorithm{12}}), forged({.key_tag = std::uint16_t{1}}),
                  wrong(), forged({})});
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Signatures, out_of_time_are_refused) {
  set_signatures({forged({.span = SignatureSpan{world_time.plus(-20), world_time.plus(-1)}})});
  EXPECT_TRUE(is(www(), Reason::signature_expired));
  EXPECT_EQ(www().ede(), ExtendedErrorCode::signature_expired);
  EXPECT_NE(www().text().find("2023-11-14"), std::string::npos) << www().text();
  set_signatures({forged({.span = SignatureSpan{world_time.plus(1), world_time.plus(20)}})});
  EXPECT_TRUE(is(www(), Reason::signature_not_yet));
  set_signatures({forged({.span = SignatureSpan{world_time.plus(20), world_time.plus(-20)}})});
  EXPECT_TRUE(is(www(), Reason::signature_inverted));
}

TEST_F(Signatures, hold_in_the_first_and_last_second) {
  set_signatures({forged({.span = SignatureSpan{world_time, world_time}})});
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Signatures, hold_within_the_skew_that_the_policy_allows) {
  world_.options.policy.skew = 30;
  set_signatures({forged({.span = SignatureSpan{world_time.plus(-60), world_time.plus(-30)}})});
  const Verdict verdict = www();
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_LE(verdict.ttl_cap(), Ttl{60});
  set_signatures({forged({.span = SignatureSpan{world_time.plus(-60), world_time.plus(-31)}})});
  EXPECT_TRUE(is(www(), Reason::signature_expired));
}

TEST_F(Signatures, limit_how_long_an_answer_may_be_kept) {
  set_signatures({forged({.span = SignatureSpan{world_time.plus(-60), world_time.plus(90)}})});
  EXPECT_EQ(www().ttl_cap(), Ttl{90});
  set_signatures({forged({})});
  reply_to(RRType::A, [](Message& reply) {
    for (Record& each : reply.answer) each.ttl = Ttl{999999};
  });
  EXPECT_EQ(www().ttl_cap(), Ttl{3600});
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Signatures, hold_for_records_in_any_order_and_sent_twice) {
  reply_to(RRType::A, [](Message& reply) {
    const std::vector<Record> once = reply.answer;
    reply.answer.insert(reply.answer.end(), once.rbegin(), once.rend());
  });
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Signatures, do_not_hold_for_altered_records) {
  reply_to(RRType::A, [](Message& reply) { alter(reply.answer, owner, RRType::A); });
  EXPECT_TRUE(is(www(), Reason::signature_wrong));
  reply_to(RRType::A, [](Message& reply) { reply.answer.erase(reply.answer.begin()); });
  EXPECT_TRUE(is(www(), Reason::signature_wrong));
  reply_to(RRType::A, [](Message& reply) {
    reply.answer.push_back(record_of("www.example.test. A 203.0.113.66"));
  });
  EXPECT_TRUE(is(www(), Reason::signature_wrong));
}

TEST_F(Signatures, of_a_wrong_length_are_refused) {
  Record longer = forged({});
  longer.rdata.push_back(0);
  set_signatures({longer});
  EXPECT_TRUE(is(www(), Reason::signature_wrong));
  Record shorter = forged({});
  shorter.rdata.pop_back();
  set_signatures({shorter});
  EXPECT_TRUE(is(www(), Reason::signature_wrong));
}

TEST_F(Signatures, hold_whatever_the_case_of_the_owner) {
  EXPECT_TRUE(is_secure(world_.validate("wWw.eXaMpLe.TEST.", RRType::A)));
}

TEST_F(Signatures, by_the_key_signing_key_hold) {
  const KeyPair& ksk = world_.keys(apex).front();
  Octets scratch;
  set_signatures({{name_of(owner), RRType::RRSIG, RRClass::IN, Ttl{3600},
                   make_rrsig(addresses(), ksk.key, ksk.key_tag, name_of(apex),
                              {world_time.plus(-60), world_time.plus(60)}, scratch)
                       .value()}});
  EXPECT_TRUE(is_secure(www()));
}

// The ZSK with other flags: it stays able to sign, but may not.
class ZskFlags : public Signatures {
 protected:
  void set_flags(std::uint8_t high, std::uint8_t low) {
    const Octets before = world_.keys(apex).at(1).dnskey();
    Octets after = before;
    after[0] = high;
    after[1] = low;
    world_.edit_and_sign(apex, apex, RRType::DNSKEY, [&](std::vector<Record>& records) {
      for (Record& each : records) {
        if (each.type == RRType::DNSKEY && each.rdata == before) each.rdata = after;
      }
    });
    set_signatures({forged({.key_tag = key_tag(after)})});
  }
};

TEST_F(ZskFlags, of_a_revoked_key_sign_nothing) {
  set_flags(1, 0x80);
  EXPECT_TRUE(is(www(), Reason::signing_key_revoked));
}

TEST_F(ZskFlags, without_zone_key_sign_nothing) {
  set_flags(0, 0);
  EXPECT_TRUE(is(www(), Reason::signing_key_not_zone_key));
  EXPECT_EQ(www().ede(), ExtendedErrorCode::no_zone_key_bit_set);
}

TEST_F(Signatures, that_are_asked_for_are_insecure) {
  const Verdict verdict = world_.validate(owner, RRType::RRSIG);
  EXPECT_TRUE(is(verdict, Reason::signatures_not_signed));
  EXPECT_EQ(verdict.status(), Status::insecure);
}

TEST_F(Signatures, must_hold_for_everything_in_an_answer_to_any) {
  const auto any = [&](const char* broken) {
    world_.tamper = [&, broken](const Question& question, Message& reply) {
      if (question.type != RRType::ANY) return;
      reply.answer.clear();
      for (const Record& each : world_.records(apex)) {
        if (each.owner == name_of("example.test.")) reply.answer.push_back(each);
      }
      if (broken != nullptr) alter(reply.answer, apex, RRType::SOA);
    };
    return world_.validate(apex, RRType::ANY);
  };
  const Verdict verdict = any(nullptr);
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_GE(verdict.rrsets.size(), 4U);
  EXPECT_TRUE(is(any("SOA"), Reason::signature_wrong));
}

TEST_F(Signatures, of_an_answer_to_any_are_looked_at_up_to_a_limit) {
  reply_to(RRType::ANY, [](Message& reply) {
    for (unsigned type = 1000; type < 1025; ++type)
      reply.answer.push_back(
          {name_of(owner), RRType{static_cast<std::uint16_t>(type)}, RRClass::IN, Ttl{60}, {1}});
  });
  EXPECT_TRUE(is(world_.validate(owner, RRType::ANY), Reason::too_many_rrsets));
}

TEST_F(Signatures, are_not_asked_of_what_has_nothing_to_do_with_the_question) {
  reply_to(RRType::A, [](Message& reply) {
    reply.answer.push_back(record_of("bank.test. A 203.0.113.66"));
    reply.authority.push_back(record_of("example.test. NS ns.evil.test."));
    reply.additional.push_back(record_of("ns.evil.test. A 203.0.113.66"));
  });
  const Verdict verdict = www();
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.rrsets.size(), 1U);
}

TEST_F(Signatures, make_an_rrset_secure_after_another_try) {
  unsigned asked = 0;
  reply_to(RRType::A, [&](Message& reply) {
    if (++asked < 3) alter(reply.answer, owner, RRType::A);
  });
  EXPECT_TRUE(is_secure(www()));
  asked = 0;
  reply_to(RRType::A, [&](Message& reply) {
    ++asked;
    alter(reply.answer, owner, RRType::A);
  });
  EXPECT_TRUE(is(www(), Reason::signature_wrong));
  EXPECT_EQ(asked, 3U);
}

TEST_F(Signatures, of_unknown_types_hold_without_a_change_of_case) {
  SignedWorld world(
      {WorldZone{"test."}, with_text("example.test.", "x TYPE65400 \\# 5 0341424300\n")});
  EXPECT_TRUE(is_secure(world.validate("x.example.test.", RRType{65400})));
}

TEST(Algorithms, that_we_support_all_hold) {
  for (const Algorithm algorithm :
       {Algorithm::RSASHA256, Algorithm::RSASHA512, Algorithm::ECDSAP256SHA256,
        Algorithm::ECDSAP384SHA384, Algorithm::ED25519, Algorithm::ED448}) {
    WorldZone zone = example();
    zone.algorithm = algorithm;
    SignedWorld world({WorldZone{"test."}, zone});
    EXPECT_TRUE(is_secure(world.validate(owner, RRType::A))) << text(algorithm);
    EXPECT_TRUE(is_secure(world.validate("none.example.test.", RRType::A))) << text(algorithm);
    world.edit(apex, [](std::vector<Record>& records) { alter(records, owner, RRType::A); });
    EXPECT_TRUE(is(world.validate(owner, RRType::A), Reason::signature_wrong)) << text(algorithm);
  }
}

// Signatures that begin before the 32-bit time wraps and end after (RFC 4034 section 3.1.5).
TEST(Time, wraps_in_2106) {
  const Timestamp wrap{std::int64_t{1} << 32};
  std::vector<WorldZone> zones{WorldZone{"."}, WorldZone{"test."}, example()};
  for (WorldZone& each : zones) each.span = SignatureSpan{wrap.plus(-1000), wrap.plus(1000)};
  SignedWorld world(zones);
  for (const std::int64_t seconds : {-999, -1, 0, 1, 999}) {
    world.now = wrap.plus(seconds);
    EXPECT_TRUE(is_secure(world.validate(owner, RRType::A))) << seconds;
  }
  world.now = wrap.plus(1001);
  EXPECT_TRUE(is(world.validate(owner, RRType::A), Reason::signature_expired));
  world.now = wrap.plus(-1001);
  EXPECT_TRUE(is(world.validate(owner, RRType::A), Reason::signature_not_yet));
}

}  // namespace
}  // namespace vouch::testing
