// What is remembered of servers, and how soon bad news is forgotten.
#include "resolver/engine/servers/server_memory.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace vouch::resolver {
namespace {

ServerAddress server(std::uint8_t last, std::uint8_t third = 2) {
  ServerAddress address;
  address.octets = {192, 0, third, last};
  return address;
}

const Name zone = Name::parse("example.test.").value();
const Name other_zone = Name::parse("other.test.").value();

TEST(ServerMemory, waits_for_a_server_as_long_as_it_needs) {
  ServerMemory memory;
  EXPECT_EQ(memory.timeout_ms(server(1), 800), 800U);
  for (int i = 0; i < 20; ++i) memory.note_answer(server(1), 20, 1000);
  EXPECT_LT(memory.timeout_ms(server(1), 800), 200U);
  EXPECT_GE(memory.timeout_ms(server(1), 800), 50U);
  for (int i = 0; i < 20; ++i) memory.note_answer(server(2), 400, 1000);
  EXPECT_GE(memory.timeout_ms(server(2), 800), 400U);
  EXPECT_LE(memory.timeout_ms(server(2), 800), 3200U);
}

TEST(ServerMemory, waits_twice_as_long_after_each_try) {
  ServerMemory memory;
  EXPECT_EQ(memory.timeout_ms(server(1), 800, 1), 1600U);
  EXPECT_EQ(memory.timeout_ms(server(1), 800, 2), 3200U);
  for (int i = 0; i < 20; ++i) memory.note_answer(server(1), 20, 1000);
  const std::uint64_t first = memory.timeout_ms(server(1), 800);
  EXPECT_EQ(memory.timeout_ms(server(1), 800, 1), 2 * first);
  memory.note_failure(server(1), 1000);
  EXPECT_EQ(memory.timeout_ms(server(1), 800), 2 * first) << "other questions learn from it";
}

TEST(ServerMemory, knows_for_a_few_seconds_which_family_has_no_route) {
  ServerMemory memory;
  ServerAddress v6;
  v6.size = 16;
  memory.note_no_route(v6, 1000);
  EXPECT_FALSE(memory.has_route(v6, 1001));
  EXPECT_TRUE(memory.has_route(server(1), 1001));
  EXPECT_TRUE(memory.has_route(v6, 1000 + 10'000)) << "networks change";
}

TEST(ServerMemory, prefers_the_faster_server) {
  ServerMemory memory;
  memory.note_answer(server(1), 10, 1000);
  memory.note_answer(server(2), 200, 1000);
  EXPECT_LT(memory.price_ms(server(1), zone, 1000), memory.price_ms(server(2), zone, 1000));
}

// A server that was out of reach for days is tried again within a minute.
TEST(ServerMemory, forgets_failures_within_a_minute) {
  ServerMemory memory;
  const std::uint64_t unknown = memory.price_ms(server(1), zone, 0);
  std::uint64_t now = 1000;
  for (int i = 0; i < 1000; ++i) memory.note_failure(server(1), now += 60'000);
  EXPECT_GT(memory.price_ms(server(1), zone, now + 1), unknown);
  EXPECT_LE(memory.price_ms(server(1), zone, now + 60'000), unknown);
}

TEST(ServerMemory, forgets_failures_at_once_when_a_server_answers) {
  ServerMemory memory;
  for (int i = 0; i < 10; ++i) memory.note_failure(server(1), 1000);
  memory.note_answer(server(1), 30, 1001);
  EXPECT_EQ(memory.price_ms(server(1), zone, 1002), 30U);
}

TEST(ServerMemory, knows_for_which_zone_a_server_is_lame) {
  ServerMemory memory;
  memory.note_answer(server(1), 10, 1000);
  memory.holds.note_refusal(server(1), zone, 1000);
  EXPECT_GT(memory.price_ms(server(1), zone, 1001), 1000U);
  EXPECT_EQ(memory.price_ms(server(1), other_zone, 1001), 10U);
  EXPECT_EQ(memory.price_ms(server(1), zone, 1000 + 60'000), 10U) << "for a while only";
}

TEST(ServerMemory, believes_that_edns_is_unknown_the_second_time) {
  ServerMemory memory;
  EXPECT_TRUE(memory.knows_edns(server(1), 0));
  memory.note_no_edns(server(1), 1000);
  EXPECT_TRUE(memory.knows_edns(server(1), 1001));
  memory.note_no_edns(server(1), 1000);
  EXPECT_FALSE(memory.knows_edns(server(1), 1001));
  EXPECT_TRUE(memory.knows_edns(server(1), 1001 + 3600'000)) << "servers are mended";
  memory.note_edns(server(1));
  EXPECT_TRUE(memory.knows_edns(server(1), 1003));
}

TEST(ServerMemory, is_bounded) {
  ServerMemory memory(100);
  memory.note_answer(server(1, 1), 7, 1);
  for (unsigned i = 0; i < 1000; ++i) {
    memory.note_answer(server(static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(2 + i / 256)),
                       10, 10 + i);
  }
  EXPECT_NE(memory.price_ms(server(1, 1), zone, 2000), 7U) << "what was not used goes first";
  EXPECT_EQ(memory.price_ms(server(231, 5), zone, 2000), 10U);
}

// Looking for the one to forget costs as much as looking one up, not a walk over all: 100,000
// newcomers to a full memory take the processor well below a second, and minutes with a walk.
TEST(ServerMemory, forgets_quickly_where_it_is_full) {
  ServerMemory memory;
  ServerAddress address;
  const std::clock_t begin = std::clock();
  for (unsigned i = 0; i < 120'000; ++i) {
    address.octets = {10, static_cast<std::uint8_t>(i >> 16), static_cast<std::uint8_t>(i >> 8),
                      static_cast<std::uint8_t>(i)};
    memory.note_answer(address, 10, i);
  }
  EXPECT_LT(std::clock() - begin, 5 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace vouch::resolver
