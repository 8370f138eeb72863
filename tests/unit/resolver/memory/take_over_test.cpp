// What a changed configuration leaves of what is known (RFC 5011 section 5, RFC 7646 section 3),
// and negative trust anchors beside denials that are known.
#include <gmock/gmock.h>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

WorldZone zone(const std::string& apex) {
  WorldZone made{apex};
  made.text = "www A 192.0.2.1\nz A 192.0.2.2\n";
  return made;
}

class TakeOver : public ::testing::Test {
 protected:
  TakeOver() { alias_.text = "alias CNAME www.broken.test.\nwww A 192.0.2.3\n"; }

  /// A resolver that knows answers and denials; then one of another configuration after it.
  void change(const std::function<void(Memory&)>& configure, bool other_clock = false) {
    auto before = std::make_unique<Internet>(zones());
    for (const char* name : {"www.broken.test.", "www.good.test.", "alias.good.test.", "k.test."})
      before->ask(name, RRType::A);
    after_ = std::make_unique<Internet>(zones());
    configure(after_->memory);
    // Both worlds have keys of their own, and the later one knows none of the earlier one's.
    after_->memory.anchors = before->memory.anchors;
    configure(after_->memory);
    after_->memory.take_over(before->memory, other_clock);
    before_ = std::move(before);
  }
  /// Whether the question is answered without asking.
  bool is_known(const std::string& name) {
    return find_known(after_->memory, {name_of(name), RRType::A, RRClass::IN}, false,
                      {world_time, 2000})
        .has_value();
  }

  std::vector<WorldZone> zones() const { return {{"test."}, zone("broken.test."), alias_}; }

  WorldZone alias_{"good.test."};
  std::unique_ptr<Internet> before_;
  std::unique_ptr<Internet> after_;
};

TEST_F(TakeOver, keeps_what_is_known) {
  change([](Memory&) {});
  for (const char* name : {"www.broken.test.", "www.good.test.", "alias.good.test.", "k.test."})
    EXPECT_TRUE(is_known(name)) << name;
  EXPECT_NE(after_->memory.delegations.find(name_of("good.test."), 2000), nullptr);
  EXPECT_EQ(before_->memory.answers.size(), 0U);
}

TEST_F(TakeOver, forgets_what_a_new_negative_anchor_touches) {
  change([](Memory& memory) {
    memory.negative_anchors = {};
    memory.negative_anchors.add({name_of("broken.test."), world_time.plus(1000)}, world_time);
  });
  EXPECT_FALSE(is_known("www.broken.test."));
  EXPECT_FALSE(is_known("alias.good.test.")) << "its target is below the anchor";
  EXPECT_TRUE(is_known("www.good.test."));
  EXPECT_TRUE(is_known("k.test."));
}

TEST_F(TakeOver, forgets_what_a_changed_trust_anchor_touches) {
  change([](Memory& memory) { memory.anchors.replace(Name(), {}); });
  for (const char* name : {"www.broken.test.", "www.good.test.", "k.test."})
    EXPECT_FALSE(is_known(name)) << name;
  EXPECT_NE(after_->memory.delegations.find(name_of("good.test."), 2000), nullptr)
      << "servers are the same";
}

TEST_F(TakeOver, forgets_verdicts_where_they_are_made_by_other_rules) {
  change([](Memory& memory) { memory.settings.policy.skew = 5; });
  EXPECT_FALSE(is_known("www.good.test."));
  change([](Memory& memory) { memory.settings.validation.signature_checks = 3; });
  EXPECT_FALSE(is_known("www.good.test."));
  change([](Memory&) {}, true);
  EXPECT_FALSE(is_known("www.good.test."));
}

TEST_F(TakeOver, forgets_everything_where_answers_come_from_elsewhere) {
  change([](Memory& memory) { memory.settings.forwarders = {ServerAddress{}}; });
  EXPECT_FALSE(is_known("www.good.test."));
  EXPECT_EQ(after_->memory.octets(), 0U);
  change([](Memory& memory) { memory.settings.query_port = 54; });
  EXPECT_EQ(after_->memory.octets(), 0U);
}

class NegativeAnchor : public ::testing::Test {
 protected:
  void set(const std::string& name, std::int64_t seconds) {
    internet_.memory.negative_anchors.add({name_of(name), world_time.plus(seconds)}, world_time);
  }

  Internet internet_{{WorldZone{"test."}, zone("example.test.")}};
};

TEST_F(NegativeAnchor, is_stronger_than_denials_that_are_known) {
  EXPECT_TRUE(internet_.ask("k.example.test.", RRType::A).verdict->is_secure());
  ASSERT_TRUE(internet_.ask("m.example.test.", RRType::A).is_synthesised);
  set("example.test.", 1000);
  const Answer answer = internet_.ask("n.example.test.", RRType::A);
  EXPECT_FALSE(answer.is_synthesised);
  EXPECT_EQ(answer.verdict->status(), Status::insecure);
  EXPECT_FALSE(internet_.reply("o.example.test.", RRType::A).header.ad);
}

TEST_F(NegativeAnchor, is_stronger_than_the_absence_of_a_name_above) {
  EXPECT_TRUE(internet_.ask("k.test.", RRType::A).verdict->is_secure());
  set("broken.k.test.", 1000);
  const Message reply = internet_.reply("www.broken.k.test.", RRType::A);
  EXPECT_THAT(internet_.sent, Not(IsEmpty()));
  EXPECT_FALSE(reply.header.ad);
}

TEST_F(NegativeAnchor, leaves_nothing_behind_when_it_ends) {
  set("example.test.", 40);
  EXPECT_EQ(internet_.ask("www.example.test.", RRType::A).verdict->status(), Status::insecure);
  internet_.wait(41);
  internet_.memory.negative_anchors.remove_expired(world_time.plus(41));
  EXPECT_TRUE(internet_.ask("www.example.test.", RRType::A).verdict->is_secure());
}

}  // namespace
}  // namespace vouch::resolver
