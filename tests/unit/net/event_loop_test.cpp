#include "net/event_loop.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "net/clock.hpp"
#include "net/random.hpp"

namespace vouch::net {
namespace {

TEST(EventLoop, runs_posted_tasks_in_order_and_returns_when_none_is_left) {
  EventLoop loop;
  std::string order;
  loop.post([&] {
    order += "a";
    loop.post([&] { order += "c"; });
  });
  loop.post([&] { order += "b"; });
  loop.run();
  EXPECT_EQ(order, "abc");
  loop.post([&] { order += "d"; });
  loop.run();
  EXPECT_EQ(order, "abcd");
}

TEST(EventLoop, calls_timers_in_the_order_of_their_times) {
  EventLoop loop;
  std::string order;
  const std::uint64_t started = monotonic_ms();
  const auto late = loop.call_after(30, [&] { order += "b"; });
  const auto soon = loop.call_after(5, [&] { order += "a"; });
  EXPECT_TRUE(late.waiting());
  loop.run();
  EXPECT_EQ(order, "ab");
  EXPECT_FALSE(late.waiting());
  EXPECT_GE(monotonic_ms() - started, 29U);
}

TEST(EventLoop, does_not_call_timers_that_were_taken_back) {
  EventLoop loop;
  int calls = 0;
  {
    const auto gone = loop.call_after(1, [&] { ++calls; });
  }
  auto cancelled = loop.call_after(1, [&] { ++calls; });
  cancelled.cancel();
  EXPECT_FALSE(cancelled.waiting());
  auto replaced = loop.call_after(1, [&] { ++calls; });
  replaced = loop.call_after(2, [&] { calls += 10; });
  loop.run();
  EXPECT_EQ(calls, 10);
}

TEST(EventLoop, lets_a_timer_cancel_another_that_is_due_in_the_same_round) {
  EventLoop loop;
  int calls = 0;
  EventLoop::Timer other;
  const auto first = loop.call_after(1, [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    other.cancel();
    ++calls;
  });
  other = loop.call_after(2, [&] { calls += 10; });
  loop.run();
  EXPECT_EQ(calls, 1);
}

TEST(EventLoop, lets_a_timer_set_itself_again) {
  EventLoop loop;
  int calls = 0;
  EventLoop::Timer timer;
  std::function<void()> tick = [&] {
    if (++calls < 3) timer = loop.call_after(1, tick);
  };
  timer = loop.call_after(1, tick);
  loop.run();
  EXPECT_EQ(calls, 3);
}

TEST(EventLoop, takes_tasks_and_the_stop_from_another_thread) {
  EventLoop loop;
  int count = 0;
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) loop.post([&] { ++count; });
    loop.post([&] { loop.stop(); });
  });
  loop.run_until_stopped();
  other.join();
  EXPECT_EQ(count, 1000);
}

TEST(EventLoop, does_not_lose_a_stop_that_comes_before_it_runs) {
  EventLoop loop;
  loop.stop();
  loop.run_until_stopped();
  SUCCEED();
}

TEST(EventLoop, reports_every_signal) {
  EventLoop loop;
  int hangups = 0;
  loop.on_signal(SIGHUP, [&] {
    if (++hangups == 2) {
      loop.stop();
    } else {
      ::raise(SIGHUP);
    }
  });
  loop.post([] { ::raise(SIGHUP); });
  loop.run();
  EXPECT_EQ(hangups, 2);
}

TEST(Clock, goes_on) {
  EXPECT_GT(now().seconds, 1'700'000'000);
  const std::uint64_t before = monotonic_us();
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_GE(monotonic_us() - before, 2000U);
}

TEST(Random, stays_below_its_bound_and_reaches_every_number) {
  bool seen[5] = {};
  for (int i = 0; i < 1000; ++i) {
    const std::uint32_t drawn = random_below(5);
    ASSERT_LT(drawn, 5U);
    seen[drawn] = true;
  }
  for (const bool reached : seen) EXPECT_TRUE(reached);
  EXPECT_EQ(random_below(1), 0U);
}

TEST(Random, repeats_nothing) {
  EXPECT_FALSE(random_u32() == random_u32() && random_u32() == random_u32());
}

}  // namespace
}  // namespace vouch::net
