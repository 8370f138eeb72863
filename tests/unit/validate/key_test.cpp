// DNSKEY RRsets, rows B8 to B22 of the decision table.
#include "tests/unit/validate/verdicts.hpp"
#include "vouch/dnssec/key_tag.hpp"

namespace vouch::testing {
namespace {

constexpr const char* apex = "example.test.";

class Keys : public ::testing::Test {
 protected:
  Verdict www() const { return world_.validate("www.example.test.", RRType::A); }
  /// Puts another key in the place of the KSK: its DS and its own signature are as they should be.
  void replace_ksk(const std::function<void(Octets&)>& change) {
    const KeyPair& ksk = world_.keys(apex).front();
    Octets changed = ksk.dnskey();
    change(changed);
    const Forgery forgery{.key_tag = key_tag(changed)};
    world_.edit_and_sign(
        apex, apex, RRType::DNSKEY,
        [&](std::vector<Record>& records) {
          for (Record& each : records) {
            if (each.type == RRType::DNSKEY && each.rdata == ksk.dnskey()) each.rdata = changed;
          }
        },
        forgery);
    world_.edit_and_sign("test.", apex, RRType::DS, [&](std::vector<Record>& records) {
      drop(records, apex, RRType::DS);
      records.push_back({name_of(apex), RRType::DS, RRClass::IN, Ttl{3600},
                         make_ds(name_of(apex), changed, DigestType::sha256).value()});
    });
  }
  void reply_to_dnskey(std::function<void(Message&)> change) {
    world_.tamper = [change = std::move(change)](const Question& question, Message& reply) {
      if (question.type == RRType::DNSKEY && question.name == name_of(apex)) change(reply);
    };
  }
  void fail_with(FetchFailure failure) {
    world_.fails = [failure](const Question& question) {
      const bool concerned = question.type == RRType::DNSKEY && question.name == name_of(apex);
      return concerned ? failure : FetchFailure::none;
    };
  }

  SignedWorld world_{{WorldZone{"test."}, example()}};
};

TEST_F(Keys, need_the_zone_key_flag) {
  replace_ksk([](Octets& rdata) { rdata[0] = 0; });
  EXPECT_TRUE(is(www(), Reason::ds_key_not_zone_key));
  EXPECT_EQ(www().ede(), ExtendedErrorCode::no_zone_key_bit_set);
}

TEST_F(Keys, need_no_sep_flag) {
  replace_ksk([](Octets& rdata) { rdata[1] = 0; });
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Keys, need_protocol_3) {
  replace_ksk([](Octets& rdata) { rdata[2] = 4; });
  EXPECT_TRUE(is(www(), Reason::ds_key_wrong_protocol));
}

TEST_F(Keys, that_are_revoked_are_no_way_into_the_zone) {
  replace_ksk([](Octets& rdata) { rdata[1] |= 0x80; });
  EXPECT_TRUE(is(www(), Reason::ds_key_revoked));
}

TEST_F(Keys, that_are_malformed_are_not_used) {
  replace_ksk([](Octets& rdata) { rdata.resize(20); });
  EXPECT_TRUE(is(www(), Reason::ds_key_malformed));
  EXPECT_EQ(www().status(), Status::bogus);
}

TEST_F(Keys, must_be_signed_by_one_that_the_ds_points_to) {
  reply_to_dnskey([&](Message& reply) {
    std::erase_if(reply.answer, [](const Record& each) { return each.type == RRType::RRSIG; });
    const RRset keys = rrset_of(reply.answer, apex, RRType::DNSKEY);
    // By the ZSK, which signs well.
    RRset as_other(name_of(apex), RRType::DNSKEY, RRClass::IN, keys.ttl());
    for (const OctetView rdata : keys.rdatas()) as_other.add(rdata);
    const KeyPair& zsk = world_.keys(apex).at(1);
    Octets scratch;
    reply.answer.push_back({name_of(apex), RRType::RRSIG, RRClass::IN, keys.ttl(),
                            make_rrsig(as_other, zsk.key, zsk.key_tag, name_of(apex),
                                       {world_time.plus(-60), world_time.plus(60)}, scratch)
                                .value()});
  });
  EXPECT_TRUE(is(www(), Reason::ds_key_does_not_sign));
}

TEST_F(Keys, without_signature_are_bogus) {
  reply_to_dnskey([](Message& reply) {
    std::erase_if(reply.answer, [](const Record& each) { return each.type == RRType::RRSIG; });
  });
  EXPECT_TRUE(is(www(), Reason::dnskey_unsigned));
  EXPECT_EQ(www().ede(), ExtendedErrorCode::rrsigs_missing);
}

TEST_F(Keys, with_signatures_out_of_time_are_bogus) {
  const auto nothing = [](std::vector<Record>&) {};
  world_.edit_and_sign(apex, apex, RRType::DNSKEY, nothing,
                       {.span = SignatureSpan{world_time.plus(-20), world_time.plus(-10)}});
  EXPECT_TRUE(is(www(), Reason::signature_expired));
  EXPECT_EQ(www().conclusion.place.type, RRType::DNSKEY);
  world_.edit_and_sign(apex, apex, RRType::DNSKEY, nothing,
                       {.span = SignatureSpan{world_time.plus(10), world_time.plus(20)}});
  EXPECT_TRUE(is(www(), Reason::signature_not_yet));
}

TEST_F(Keys, with_a_wrong_signature_are_bogus) {
  reply_to_dnskey([](Message& reply) { alter(reply.answer, apex, RRType::RRSIG); });
  EXPECT_TRUE(is(www(), Reason::dnskey_bogus));
}

TEST_F(Keys, that_are_missing_though_there_is_a_ds_are_bogus) {
  reply_to_dnskey([](Message& reply) { reply.answer.clear(); });
  EXPECT_TRUE(is(www(), Reason::dnskey_missing));
  reply_to_dnskey([](Message& reply) {
    reply.answer.clear();
    reply.set_rcode(Rcode::NXDOMAIN);
  });
  EXPECT_TRUE(is(www(), Reason::dnskey_missing));
}

TEST_F(Keys, that_cannot_be_fetched_give_no_verdict) {
  for (const FetchFailure failure :
       {FetchFailure::timeout, FetchFailure::servfail, FetchFailure::truncated,
        FetchFailure::unreachable, FetchFailure::malformed}) {
    fail_with(failure);
    EXPECT_TRUE(is(www(), Reason::dnskey_unreachable));
    EXPECT_EQ(www().status(), Status::failed);
  }
}

TEST_F(Keys, cannot_be_an_alias) {
  reply_to_dnskey(
      [](Message& reply) { reply.answer = {record_of("example.test. CNAME www.example.test.")}; });
  EXPECT_TRUE(is(www(), Reason::dnskey_is_cname));
}

TEST_F(Keys, of_a_zone_that_was_signed_once_are_missed) {
  WorldZone stale = example();
  stale.after_signing = [](std::vector<Record>& records) {
    std::erase_if(records, [](const Record& each) {
      return each.type == RRType::DNSKEY || each.type == RRType::RRSIG || each.type == RRType::NSEC;
    });
  };
  SignedWorld world({WorldZone{"test."}, stale});
  const Verdict verdict = world.validate("www.example.test.", RRType::A);
  EXPECT_TRUE(is(verdict, Reason::dnskey_missing));
  EXPECT_EQ(verdict.ede(), ExtendedErrorCode::dnskey_missing);
}

TEST_F(Keys, are_looked_at_up_to_a_limit) {
  world_.edit_and_sign(apex, apex, RRType::DNSKEY, [&](std::vector<Record>& records) {
    Record key{name_of(apex), RRType::DNSKEY, RRClass::IN, Ttl{3600},
               world_.keys(apex).front().dnskey()};
    key.rdata[11] ^= 0x55;  // so that none is the key itself
    for (unsigned i = 0; i < 63; ++i) {
      key.rdata[10] = static_cast<std::uint8_t>(i);
      records.push_back(key);
    }
  });
  EXPECT_TRUE(is(www(), Reason::too_many_keys));
}

TEST_F(Keys, that_are_sent_twice_count_once) {
  reply_to_dnskey([](Message& reply) {
    const std::vector<Record> once = reply.answer;
    for (unsigned i = 0; i < 40; ++i)
      reply.answer.insert(reply.answer.end(), once.begin(), once.end());
  });
  EXPECT_TRUE(is_secure(www()));
}

// Ed25519 keys whose octets are permuted in pairs have the same key tag (RFC 4034 appendix B).
class CollidingKeys : public ::testing::Test {
 protected:
  static WorldZone colliding() {
    WorldZone zone = example();
    zone.algorithm = Algorithm::ED25519;
    return zone;
  }
  void add_collisions(unsigned count) {
    world_.edit_and_sign(apex, apex, RRType::DNSKEY, [&](std::vector<Record>& records) {
      Octets rdata = world_.keys(apex).at(1).dnskey();
      const std::uint16_t tag = key_tag(rdata);
      for (unsigned i = 0; i < count; ++i) {
        std::rotate(rdata.begin() + 4, rdata.begin() + 6, rdata.end());
        ASSERT_EQ(key_tag(rdata), tag);
        records.push_back({name_of(apex), RRType::DNSKEY, RRClass::IN, Ttl{3600}, rdata});
      }
    });
  }

  SignedWorld world_{{WorldZone{"test."}, colliding()}};
};

TEST_F(CollidingKeys, are_tried_within_the_limits) {
  add_collisions(1);
  EXPECT_TRUE(is_secure(world_.validate("www.example.test.", RRType::A)));
}

TEST_F(CollidingKeys, cost_no_more_checks_than_the_limits_say) {
  add_collisions(14);
  world_.edit(apex, [&](std::vector<Record>& records) {
    const RRset www = rrset_of(records, "www.example.test.", RRType::A);
    drop_signatures(records, "www.example.test.", RRType::A);
    for (unsigned i = 0; i < 20; ++i) {
      Record forged = world_.sign(apex, www);
      forged.rdata.back() ^= static_cast<std::uint8_t>(i + 1);
      records.push_back(forged);
    }
  });
  WorkBudget budget(world_.options.limits);
  const Verdict verdict =
      world_.validate({name_of("www.example.test."), RRType::A, RRClass::IN}, budget);
  EXPECT_EQ(verdict.status(), Status::bogus);
  EXPECT_LE(budget.signature_checks_done, world_.options.limits.signature_checks);
}

}  // namespace
}  // namespace vouch::testing
