// What caches hold is what the allocator gave out for it.
#include <gtest/gtest.h>
#include <malloc.h>

#include "resolver/engine/memory/memory.hpp"
#include "tests/support/signed_world.hpp"

namespace vouch::resolver {
namespace {

using testing::name_of;
using testing::record_of;
using testing::SignedWorld;
using testing::world_time;

std::size_t in_use() { return mallinfo2().uordblks + mallinfo2().hblkhd; }

/// Runs and gives the octets of the heap that are in use for longer.
template <typename Run>
std::size_t octets_of(Run&& run) {
  const std::size_t before = in_use();
  run();
  return in_use() - before;
}

class HeldOctets : public ::testing::Test {
 protected:
  void SetUp() override {
    if (octets_of([this] { block_ = std::make_unique<Octets>(100'000); }) == 0)
      GTEST_SKIP() << "the allocator does not tell";
  }
  /// What is charged is what is held, or a little more.
  static void compare(std::size_t charged, std::size_t held) {
    EXPECT_LE(held, charged + charged / 50);
    EXPECT_LE(charged, 2 * held);
  }

  std::unique_ptr<Octets> block_;
};

RRset texts(const Name& owner, std::size_t count) {
  RRset rrset(owner, RRType::TXT, RRClass::IN, Ttl{300});
  for (std::size_t i = 0; i < count; ++i) {
    Octets rdata(60, static_cast<std::uint8_t>(i));
    rdata[0] = 59;
    rrset.add(rdata);
  }
  return rrset;
}

Name long_name(int number, const std::string& label = "n") {
  return name_of(label + std::to_string(number) + ".some-longer-name.example.test.");
}

TEST_F(HeldOctets, of_evidence_is_what_the_heap_gives) {
  constexpr std::size_t room = 8 << 20;
  BoundedCache<QuestionKey, KnownEvidence, QuestionLess> cache(room);
  const std::size_t taken = octets_of([&] {
    for (int i = 0; i < 3000; ++i) {
      Evidence evidence;
      evidence.question = {long_name(i), RRType::TXT, RRClass::IN};
      evidence.server = "192.0.2.1#53 (ns.some-longer-name.example.test.)";
      evidence.zones = {Name(), name_of("test."), name_of("some-longer-name.example.test.")};
      evidence.answer = {{texts(long_name(i), static_cast<std::size_t>(i % 40)), RRset()}};
      auto kept = std::make_shared<const Evidence>(evidence);
      const std::size_t octets = held(kept);
      cache.store(QuestionKey(evidence.question), {std::move(kept), 0}, 1000, octets);
    }
  });
  EXPECT_LE(cache.octets(), room);
  compare(cache.octets(), taken);
}

TEST_F(HeldOctets, of_verdicts_is_what_the_heap_gives) {
  constexpr std::size_t room = 4 << 20;
  BoundedCache<QuestionKey, KnownAnswer, QuestionLess> cache(room);
  const std::size_t taken = octets_of([&] {
    for (int i = 0; i < 5000; ++i) {
      Verdict verdict;
      verdict.conclusion.place.owner = long_name(i);
      if (i % 3 == 0) {
        verdict.conclusion.reason = Reason::signature_wrong;
        verdict.conclusion.detail = std::string(100, 'd');
      }
      verdict.final_name = long_name(i, i % 2 == 0 ? "n" : "other");
      CheckedRRset checked;
      checked.rrset.rrset = texts(long_name(i), static_cast<std::size_t>(i % 7));
      verdict.rrsets.push_back(std::move(checked));
      const auto packed = std::make_shared<const PackedVerdict>(verdict, long_name(i));
      cache.store(QuestionKey({long_name(i), RRType::TXT, RRClass::IN}), {packed, 0}, 1000,
                  packed->held_octets());
    }
  });
  EXPECT_LE(cache.octets(), room);
  compare(cache.octets(), taken);
}

TEST_F(HeldOctets, of_delegations_is_what_the_heap_gives) {
  constexpr std::size_t room = 4 << 20;
  DelegationCache cache(room);
  const std::size_t taken = octets_of([&] {
    for (int i = 0; i < 5000; ++i) {
      Delegation delegation;
      delegation.zone = long_name(i);
      delegation.ttl = 300;
      for (int server = 0; server < 20; ++server)
        delegation.servers.push_back({long_name(server, "ns"), {ServerAddress{}, ServerAddress{}}});
      cache.store(delegation, 0);
    }
  });
  EXPECT_LE(taken, room + room / 50);
  EXPECT_GE(taken, room / 2);
}

// Of the keys, the library holds most, and more once they have verified something.
TEST_F(HeldOctets, of_keys_is_what_the_library_takes) {
  for (const Algorithm algorithm :
       {Algorithm::ECDSAP256SHA256, Algorithm::RSASHA256, Algorithm::ED25519}) {
    testing::WorldZone zone{"example.test."};
    zone.algorithm = algorithm;
    const SignedWorld world({zone});
    const auto keys = world.zone("example.test.")->find(name_of("example.test."), RRType::DNSKEY);
    ASSERT_TRUE(keys);
    const Octets nothing(300);
    constexpr std::size_t count = 50;
    std::vector<CutFact> facts;
    facts.reserve(count);
    const std::size_t taken = octets_of([&] {
      for (std::size_t i = 0; i < count; ++i) {
        CutFact fact;
        fact.kind = CutFact::Kind::zone;
        fact.keys = std::make_shared<const ZoneKeys>(ZoneKeys::read(keys->rrset));
        for (const ZoneKey& each : fact.keys->keys())
          static_cast<void>(each.key->verify(nothing, OctetView(nothing).first(64)));
        facts.push_back(std::move(fact));
      }
    });
    EXPECT_LE(taken, count * held(facts.front())) << text(algorithm);
    EXPECT_GE(taken, count * held(facts.front()) / 8) << text(algorithm);
  }
}

TEST(BoundedCache, keeps_nothing_that_is_larger_than_itself) {
  BoundedCache<Name, int, NameLess> cache(10'000);
  cache.store(name_of("a."), 1, 1000, 100);
  cache.store(name_of("b."), 2, 1000, 20'000);
  EXPECT_EQ(cache.find(name_of("b."), 0), nullptr);
  EXPECT_NE(cache.find(name_of("a."), 0), nullptr) << "and drops nothing for it";
  cache.store(name_of("a."), 1, 1000, 20'000);
  EXPECT_EQ(cache.find(name_of("a."), 0), nullptr) << "what was known before is out of date";
}

TEST(BoundedCache, takes_over_what_another_has) {
  BoundedCache<Name, int, NameLess> before(10'000);
  for (int i = 0; i < 20; ++i) before.store(name_of("n" + std::to_string(i) + "."), i, 1000, 0);
  BoundedCache<Name, int, NameLess> after(1'000);
  after.take(before);
  EXPECT_EQ(before.size(), 0U);
  EXPECT_LE(after.octets(), 1'000U);
  ASSERT_NE(after.find(name_of("n19."), 0), nullptr) << "the last that was used";
  EXPECT_EQ(*after.find(name_of("n19."), 0), 19);
  EXPECT_EQ(after.find(name_of("n0."), 0), nullptr);
  after.erase_if([](const Name&, int value) { return value == 19; });
  EXPECT_EQ(after.find(name_of("n19."), 0), nullptr);
  EXPECT_NE(after.find(name_of("n18."), 0), nullptr);
}

}  // namespace
}  // namespace vouch::resolver
