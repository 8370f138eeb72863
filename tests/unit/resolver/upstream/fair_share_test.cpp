// However many places one holder wants, there is room for others.
#include "resolver/engine/fair_share.hpp"

#include <gtest/gtest.h>

#include <string>

#include "resolver/places.hpp"

namespace vouch::resolver {
namespace {

using Shares = FairShare<std::string>;

std::size_t take_all(Shares& shares, const std::string& holder) {
  std::size_t taken = 0;
  while (shares.has_place(holder)) {
    shares.take(holder);
    ++taken;
  }
  return taken;
}

TEST(FairShare, gives_one_that_wants_everything_a_half) {
  Shares shares(100);
  EXPECT_EQ(take_all(shares, "greedy"), 50U);
  EXPECT_TRUE(shares.has_place("other"));
  EXPECT_EQ(take_all(shares, "other"), 25U) << "half of what is left to who comes late";
}

TEST(FairShare, leaves_room_beside_many_that_want_everything) {
  Shares shares(1000);
  for (int round = 0; round < 1000; ++round) {
    for (int i = 0; i < 9; ++i) {
      const std::string holder = "greedy" + std::to_string(i);
      if (shares.has_place(holder)) shares.take(holder);
    }
  }
  EXPECT_LE(shares.taken(), 900U);
  EXPECT_GE(take_all(shares, "other"), 45U);
}

TEST(FairShare, is_given_back) {
  Shares shares(4);
  EXPECT_EQ(take_all(shares, "a"), 2U);
  EXPECT_FALSE(shares.has_place("a"));
  shares.give_back("a");
  EXPECT_TRUE(shares.has_place("a"));
  shares.give_back("a");
  EXPECT_EQ(shares.taken(), 0U);
  EXPECT_EQ(take_all(shares, "b"), 2U);
}

TEST(FairShare, has_bounds_of_one_holder_and_of_all) {
  Shares bounded(100, 3);
  EXPECT_EQ(take_all(bounded, "a"), 3U);
  EXPECT_EQ(take_all(bounded, "b"), 3U);
  Shares few(3);
  for (const char* holder : {"a", "b", "c"}) few.take(holder);
  EXPECT_FALSE(few.has_place("d"));
  EXPECT_FALSE(Shares(0).has_place("a"));
}

TEST(Places, are_all_within_the_limit_of_open_files) {
  for (const std::size_t open_files : {256, 1024, 4096, 524'288}) {
    for (const unsigned threads : {1U, 2U, 8U}) {
      ResolveConfig config;
      config.threads = threads;
      const std::size_t addresses = 2;
      const Places places = divide_open_files(open_files, addresses, config);
      EXPECT_GE(places.upstream, 8U);
      EXPECT_GE(places.tcp, 1U);
      EXPECT_LT(threads * (places.upstream + addresses * (places.tcp + 2)), open_files);
      EXPECT_LE(threads * places.upstream, 32'000U) << "ports";
    }
  }
}

TEST(Places, are_no_more_than_is_configured) {
  ResolveConfig config;
  EXPECT_EQ(divide_open_files(1'000'000, 1, config).upstream, 10'000U);
  EXPECT_EQ(divide_open_files(1'000'000, 1, config).tcp, 1000U);
  config.max_upstream = 5;
  config.tcp.bounds.connections = 7;
  EXPECT_EQ(divide_open_files(1'000'000, 1, config).upstream, 5U);
  EXPECT_EQ(divide_open_files(1'000'000, 1, config).tcp, 7U);
}

// The usual limit, where it can't be raised.
TEST(Places, are_most_of_1024_for_queries_to_servers) {
  EXPECT_GT(divide_open_files(1024, 1, ResolveConfig()).upstream, 600U);
}

}  // namespace
}  // namespace vouch::resolver
