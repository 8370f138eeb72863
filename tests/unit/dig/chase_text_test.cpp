// What +sigchase and +validate print of a chain of trust.
#include <gmock/gmock.h>

#include "dig/engine/verdict_text.hpp"
#include "tests/support/signed_world.hpp"

namespace vouch::dig {
namespace {

using ::testing::HasSubstr;
using testing::name_of;
using testing::SignedWorld;
using testing::WorldZone;

class ChaseText : public ::testing::Test {
 protected:
  std::string chase(const std::string& name, RRType type) {
    std::vector<Evidence> seen;
    Validator::Options options;
    options.anchors = &world_.anchors;
    options.trace = true;
    WorkBudget budget;
    const Question question{name_of(name), type, RRClass::IN};
    Validator validator(question, options, budget, testing::world_time);
    seen.push_back(world_.evidence(question));
    Step step = validator.start(seen.back());
    while (const Need* need = std::get_if<Need>(&step)) {
      seen.push_back(world_.evidence(Question(need->question)));
      step = validator.step(seen.back());
    }
    const auto& verdict = std::get<Verdict>(step);
    return chase_text(verdict, seen, {}) + verdict_text(verdict);
  }

  static WorldZone example() {
    WorldZone zone{"example.test."};
    zone.text = "www A 192.0.2.1\n";
    return zone;
  }
  SignedWorld world_{{WorldZone{"test."}, example()}};
};

TEST_F(ChaseText, walks_from_the_answer_to_the_trust_anchor) {
  const std::string text = chase("www.example.test.", RRType::A);
  EXPECT_THAT(text, HasSubstr(";; VERIFYING A RRset for www.example.test. with DNSKEY:"));
  EXPECT_THAT(text, HasSubstr(";; VERIFYING DS RRset for example.test. with DNSKEY:"));
  EXPECT_THAT(text, HasSubstr(";; VERIFYING DS RRset for test. with DNSKEY:"));
  EXPECT_THAT(text, HasSubstr(";; Ok, find a Trusted Key in the DNSKEY RRset: " +
                              std::to_string(world_.keys(".")[0].key_tag)));
  EXPECT_THAT(text, HasSubstr("DNSSEC validation is ok: SUCCESS"));
  EXPECT_THAT(text, HasSubstr("; secure: chain_holds"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr(";; denial of")));
}

TEST_F(ChaseText, says_where_the_chain_breaks) {
  world_.edit("example.test.", [](std::vector<Record>& records) {
    testing::alter(records, "www.example.test.", RRType::A);
  });
  const std::string text = chase("www.example.test.", RRType::A);
  EXPECT_THAT(text, HasSubstr(": the signature is not made by the key over this RRset"));
  EXPECT_THAT(text, HasSubstr(": FAILED"));
  EXPECT_THAT(text, HasSubstr("; bogus: signature_wrong, EDE 6 (DNSSEC Bogus)"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("SUCCESS")));
}

TEST_F(ChaseText, says_what_is_missing) {
  world_.edit("example.test.", [](std::vector<Record>& records) {
    testing::drop_signatures(records, "www.example.test.", RRType::A);
  });
  EXPECT_THAT(chase("www.example.test.", RRType::A),
              HasSubstr(";; RRSIG is missing for continue validation: FAILED"));
}

TEST_F(ChaseText, tells_denials) {
  const std::string text = chase("nowhere.example.test.", RRType::A);
  EXPECT_THAT(text, HasSubstr("DNSSEC validation is ok: SUCCESS"));
  EXPECT_THAT(text, HasSubstr(";; denial of nowhere.example.test. A"));
}

}  // namespace
}  // namespace vouch::dig
