// What is remembered of signatures spares checks and nothing else.
#include "vouch/validate/signature_memory.hpp"

#include "tests/unit/validate/verdicts.hpp"

namespace vouch::testing {
namespace {

class RememberedSignatures : public ::testing::Test {
 protected:
  Verdict validate(const std::string& name) {
    WorkBudget budget(world_.options.limits);
    const Verdict verdict = world_.validate({name_of(name), RRType::A, RRClass::IN}, budget);
    checks_ = budget.signature_checks_done;
    return verdict;
  }

  SignedWorld world_{{WorldZone{"test."}, example(DenialKind::nsec3)}};
  MapKeyCache cache_;
  SignatureMemory memory_{1 << 16};
  unsigned checks_ = 0;
};

TEST_F(RememberedSignatures, of_the_same_denial_are_checked_once) {
  world_.options.cache = &cache_;
  const std::string names[] = {"nowhere.example.test.", "nowhere.example.test."};
  for (const std::string& name : names) {
    EXPECT_TRUE(is_secure(validate(name)));
    EXPECT_GE(checks_, 3U);
  }
  world_.options.signatures = &memory_;
  EXPECT_TRUE(is_secure(validate(names[0])));
  EXPECT_GE(checks_, 3U);
  EXPECT_TRUE(is_secure(validate(names[1])));
  EXPECT_EQ(checks_, 0U);
  // Another name shares the SOA and the closest encloser at least.
  EXPECT_TRUE(is_secure(validate("elsewhere.example.test.")));
  EXPECT_LE(checks_, 2U);
}

TEST_F(RememberedSignatures, expire_all_the_same) {
  world_.options.signatures = &memory_;
  EXPECT_TRUE(is_secure(validate("www.example.test.")));
  world_.now = world_time.plus(30 * 86400);
  EXPECT_EQ(validate("www.example.test.").conclusion.reason, Reason::signature_expired);
  world_.now = world_time.plus(-30 * 86400);
  EXPECT_EQ(validate("www.example.test.").conclusion.reason, Reason::signature_not_yet);
}

TEST_F(RememberedSignatures, are_those_of_the_same_octets_only) {
  world_.options.signatures = &memory_;
  EXPECT_TRUE(is_secure(validate("www.example.test.")));
  for (const RRType type : {RRType::A, RRType::RRSIG}) {
    world_.tamper = [type](const Question& question, Message& reply) {
      if (question.type == RRType::A) alter(reply.answer, "www.example.test.", type);
    };
    EXPECT_TRUE(is(validate("www.example.test."), Reason::signature_wrong));
    EXPECT_TRUE(is(validate("www.example.test."), Reason::signature_wrong));
  }
}

TEST_F(RememberedSignatures, are_checked_where_a_trace_is_made) {
  world_.options.signatures = &memory_;
  EXPECT_TRUE(is_secure(validate("www.example.test.")));
  const unsigned before = checks_;
  world_.options.trace = true;
  EXPECT_TRUE(is_secure(validate("www.example.test.")));
  EXPECT_GT(checks_, 0U);
  EXPECT_GE(before, checks_);
}

TEST(SignatureMemory, is_bounded_and_keeps_what_was_used_last) {
  SignatureMemory memory(128);
  const auto digest = [](std::uint8_t i) {
    const Octets octets{i};
    return SignatureMemory::digest_of(octets, octets, octets);
  };
  for (std::uint8_t i = 0; i < 4; ++i) memory.remember(digest(i));
  EXPECT_TRUE(memory.holds(digest(0)));
  memory.remember(digest(4));
  EXPECT_TRUE(memory.holds(digest(0)));
  EXPECT_FALSE(memory.holds(digest(1)));
  EXPECT_EQ(memory.size(), 4U);
}

TEST(SignatureMemory, tells_the_parts_of_an_equation_apart) {
  const Octets one{1};
  const Octets two{1, 1};
  EXPECT_NE(SignatureMemory::digest_of(one, two, one), SignatureMemory::digest_of(two, one, one));
  EXPECT_NE(SignatureMemory::digest_of(one, one, two), SignatureMemory::digest_of(one, two, one));
}

}  // namespace
}  // namespace vouch::testing
