// Parts made by several threads and taken in order.
#include "vouch/base/ordered_work.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace vouch {
namespace {

TEST(OrderedWork, takes_every_part_once_and_in_order) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    for (const std::size_t parts : {0U, 1U, 5U, 1000U}) {
      std::vector<std::size_t> slots(OrderedWork::slots_for(threads));
      std::vector<std::size_t> taken;
      const auto done = OrderedWork::run(
          parts, threads,
          [&](std::size_t part, std::size_t slot) -> Result<void> {
            slots[slot] = part * part;
            return {};
          },
          [&](std::size_t part, std::size_t slot) -> Result<void> {
            EXPECT_EQ(part, taken.size());
            taken.push_back(slots[slot]);
            return {};
          });
      ASSERT_TRUE(done.ok());
      ASSERT_EQ(taken.size(), parts);
      for (std::size_t i = 0; i < parts; ++i) EXPECT_EQ(taken[i], i * i);
    }
  }
}

TEST(OrderedWork, has_no_more_parts_on_their_way_than_slots) {
  std::atomic<std::size_t> on_their_way = 0;
  std::atomic<std::size_t> most = 0;
  const auto done = OrderedWork::run(
      500, 4,
      [&](std::size_t, std::size_t) -> Result<void> {
        const std::size_t now = ++on_their_way;
        std::size_t known = most;
        while (known < now && !most.compare_exchange_weak(known, now)) {
        }
        return {};
      },
      [&](std::size_t, std::size_t) -> Result<void> {
        --on_their_way;
        return {};
      });
  ASSERT_TRUE(done.ok());
  EXPECT_LE(most, OrderedWork::slots_for(4));
}

TEST(OrderedWork, gives_the_error_of_the_earliest_part_that_failed) {
  for (int round = 0; round < 50; ++round) {
    std::size_t taken = 0;
    const auto done = OrderedWork::run(
        200, 4,
        [&](std::size_t part, std::size_t) -> Result<void> {
          if (part >= 60 && part % 2 == 1)
            return fail(ErrorCode::bad_zone, "part " + std::to_string(part));
          return {};
        },
        [&](std::size_t, std::size_t) -> Result<void> {
          ++taken;
          return {};
        });
    ASSERT_FALSE(done.ok());
    EXPECT_NE(done.error().message().find("part 61"), std::string::npos) << done.error().message();
    EXPECT_LE(taken, 61U);
  }
}

TEST(OrderedWork, stops_where_taking_fails) {
  std::size_t taken = 0;
  const auto done = OrderedWork::run(
      1000, 3, [&](std::size_t, std::size_t) -> Result<void> { return {}; },
      [&](std::size_t part, std::size_t) -> Result<void> {
        if (part == 10) return fail(ErrorCode::file_failure, "full");
        ++taken;
        return {};
      });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(taken, 10U);
}

}  // namespace
}  // namespace vouch
