// Trust anchors, rows A1 to A14 of the decision table.
#include "tests/unit/validate/verdicts.hpp"

namespace vouch::testing {
namespace {

class Anchors : public ::testing::Test {
 protected:
  static TrustAnchor anchor_of(const Record& record) {
    return {record.owner, record.type, record.rdata};
  }
  Verdict www() const { return world_.validate("www.example.test.", RRType::A); }
  void only(const std::string& ds) { world_.anchors = AnchorStore({anchor_of(record_of(ds))}); }

  SignedWorld world_{{WorldZone{"."}, WorldZone{"test."}, example()}};
};

constexpr const char* no_digest =
    "0000000000000000000000000000000000000000000000000000000000000001";

TEST_F(Anchors, none_at_or_above_the_name_is_indeterminate) {
  world_.anchors = AnchorStore();
  EXPECT_TRUE(is(www(), Reason::no_trust_anchor));
  EXPECT_EQ(www().status(), Status::indeterminate);
  world_.anchors.add(anchor_of(record_of(std::string("other. DS 1 13 2 ") + no_digest)));
  EXPECT_TRUE(is(www(), Reason::no_trust_anchor));
}

TEST_F(Anchors, as_dnskey_or_ds_hold) {
  EXPECT_TRUE(is_secure(www()));
  world_.anchors = AnchorStore({{Name(), RRType::DNSKEY, world_.keys(".").front().dnskey()}});
  EXPECT_TRUE(is_secure(www()));
  world_.anchors = AnchorStore({anchor_of(world_.ds(".", DigestType::sha384))});
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Anchors, of_a_zone_below_may_fail_where_one_above_holds) {
  world_.anchors.add(anchor_of(record_of(std::string("example.test. DS 1 13 2 ") + no_digest)));
  EXPECT_TRUE(is_secure(www()));
  world_.options.policy.anchor_rule = AnchorRule::closest;
  EXPECT_TRUE(is(www(), Reason::anchor_matches_no_key));
}

TEST_F(Anchors, that_cannot_be_fetched_give_no_verdict) {
  world_.fails = [](const Question& question) {
    return question.type == RRType::DNSKEY ? FetchFailure::timeout : FetchFailure::none;
  };
  EXPECT_TRUE(is(www(), Reason::anchor_unreachable));
  EXPECT_EQ(www().security(), std::nullopt);
  EXPECT_EQ(www().rcode, Rcode::SERVFAIL);
}

TEST_F(Anchors, that_match_no_key_are_bogus) {
  only(std::string(". DS 1 13 2 ") + no_digest);
  EXPECT_TRUE(is(www(), Reason::anchor_matches_no_key));
}

TEST_F(Anchors, of_a_zone_without_keys_are_bogus) {
  world_.tamper = [](const Question& question, Message& reply) {
    if (question.type == RRType::DNSKEY) reply.answer.clear();
  };
  EXPECT_TRUE(is(www(), Reason::anchor_without_keys));
}

TEST_F(Anchors, of_unsupported_algorithms_or_digests_are_insecure) {
  only(std::string(". DS 1 12 2 ") + no_digest);
  EXPECT_TRUE(is(www(), Reason::anchor_algorithm_unsupported));
  only(std::string(". DS 1 13 3 ") + no_digest);
  EXPECT_TRUE(is(www(), Reason::anchor_digest_unsupported));
}

TEST_F(Anchors, of_which_one_is_supported_are_enough) {
  world_.anchors.add(anchor_of(record_of(std::string(". DS 1 12 2 ") + no_digest)));
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Anchors, that_were_all_deleted_leave_names_insecure) {
  world_.anchors.replace(Name(), {});
  EXPECT_TRUE(is(www(), Reason::trust_point_deleted));
}

TEST_F(Anchors, are_switched_off_by_a_negative_one_until_it_expires) {
  NegativeAnchors negative;
  world_.options.negative_anchors = &negative;
  world_.tamper = [](const Question&, Message& reply) {
    std::erase_if(reply.answer, [](const Record& each) { return covers(each, RRType::A); });
  };
  EXPECT_TRUE(is(www(), Reason::signature_missing));
  negative.add({name_of("example.test."), world_time.plus(60), "broken"}, world_time);
  EXPECT_TRUE(is(www(), Reason::negative_trust_anchor));
  EXPECT_EQ(www().status(), Status::insecure);
  world_.now = world_time.plus(60);
  EXPECT_TRUE(is(www(), Reason::signature_missing));
}

TEST_F(Anchors, below_a_negative_one_count_again) {
  NegativeAnchors negative;
  negative.add({name_of("test."), world_time.plus(60)}, world_time);
  world_.options.negative_anchors = &negative;
  EXPECT_TRUE(is(www(), Reason::negative_trust_anchor));
  world_.anchors.add(anchor_of(world_.ds("example.test.")));
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Anchors, have_no_parent_to_ask_for_ds) {
  const Verdict root = world_.validate(".", RRType::DS);
  EXPECT_TRUE(is_secure(root));
  EXPECT_EQ(root.kind, AnswerKind::no_type);
}

TEST(Island, of_security_is_secure_with_an_anchor_only) {
  WorldZone island{"island.test."};
  island.has_ds = false;
  island.text = "www A 192.0.2.1\n";
  SignedWorld world({WorldZone{"test."}, island});
  EXPECT_TRUE(is(world.validate("www.island.test.", RRType::A), Reason::unsigned_delegation));
  const Record ds = world.ds("island.test.");
  world.anchors.add({ds.owner, ds.type, ds.rdata});
  EXPECT_TRUE(is_secure(world.validate("www.island.test.", RRType::A)));
  // The DS of an anchor's apex belongs to the parent (RFC 4035 section 4.2).
  EXPECT_EQ(world.validate("island.test.", RRType::DS).status(), Status::secure);
}

}  // namespace
}  // namespace vouch::testing
