// Runs of a walk, and names found in it one after another; octets that stay where they are.
#include "vouch/sign/pieces/walk_index.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sign/signed_example.hpp"
#include "vouch/sign/pieces/arena.hpp"

namespace vouch {
namespace {

using namespace vouch::testing;

TEST(WalkIndex, cuts_a_walk_into_runs_that_make_it_up) {
  const ZonePtr zone = zone_of(example_zone);
  for (const std::size_t size : {1U, 2U, 7U, 1000U}) {
    const WalkIndex index(zone->nodes(), size);
    std::size_t nodes = 0;
    for (std::size_t run = 0; run < index.runs(); ++run) {
      std::size_t of_run = 0;
      for (auto at = index.begin_of(run); !(at == index.begin_of(run + 1)); ++at) ++of_run;
      EXPECT_LE(of_run, size);
      EXPECT_GT(of_run, 0U);
      nodes += of_run;
    }
    EXPECT_EQ(nodes, zone->node_count());
  }
}

TEST(WalkIndex, finds_names_from_anywhere_on) {
  const ZonePtr zone = zone_of(example_zone);
  std::vector<Name> names;
  for (const ZoneNode node : zone->nodes()) names.emplace_back(node.owner());
  for (const std::size_t size : {1U, 3U, 1000U}) {
    const WalkIndex index(zone->nodes(), size);
    for (std::size_t first = 0; first < names.size(); ++first) {
      NodeSearch search(index, names[first]);
      for (std::size_t i = first; i < names.size(); ++i) {
        const auto wildcard = Name::prepend(octets_of("!"), names[i]);
        const auto found = search.find(names[i]);
        ASSERT_TRUE(found);
        EXPECT_EQ(Name(found->owner()), names[i]);
        if (!wildcard.ok() || zone->find(*wildcard)) continue;
        EXPECT_FALSE(search.find(*wildcard));
      }
    }
    NodeSearch before_all(index, Name());
    EXPECT_FALSE(before_all.find(Name()));
    EXPECT_TRUE(before_all.find(names[0]));
  }
  const WalkIndex none(zone->nsec3_nodes(), 4);
  EXPECT_EQ(none.runs(), 0U);
  EXPECT_FALSE(NodeSearch(none, names[0]).find(names[0]));
}

TEST(Arena, keeps_octets_of_every_size_until_it_is_cleared) {
  Arena arena;
  for (int round = 0; round < 3; ++round) {
    std::vector<OctetView> views;
    std::vector<Octets> wanted;
    for (std::size_t i = 0; i < 2000; ++i) {
      wanted.emplace_back(i % 500 == 7 ? 100'000 : i % 300, static_cast<std::uint8_t>(i));
      views.push_back(arena.keep(wanted.back()));
    }
    for (std::size_t i = 0; i < views.size(); ++i) EXPECT_TRUE(equal_octets(views[i], wanted[i]));
    arena.clear();
  }
}

}  // namespace
}  // namespace vouch
