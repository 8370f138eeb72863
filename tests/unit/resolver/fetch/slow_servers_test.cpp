// Servers that are slow or lose packets: a question goes on while its client's time lasts (RFC 1035
// section 4.2.1, RFC 6298), and a late answer is an answer.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

std::vector<WorldZone> zones_with_one_server() {
  WorldZone zone{"example.test."};
  zone.text = "*.wild A 192.0.2.3\n";
  return {WorldZone{"test."}, zone};
}

/// example.test. with two servers, at 192.0.2.200 and .201.
std::vector<WorldZone> zones_with_two_servers() {
  std::vector<WorldZone> zones{WorldZone{"test."}, WorldZone{"example.test."}};
  zones[1].text = "@ NS ns\n@ NS ns2\nns A 192.0.2.200\nns2 A 192.0.2.201\n*.wild A 192.0.2.3\n";
  zones[0].text = "example NS ns2.example\nns2.example A 192.0.2.201\nns.example A 192.0.2.200\n";
  return zones;
}

bool is_of_example(const ServerQuery& query) { return query.server.octets[3] >= 200; }

void answer_as_example(Internet& internet) {
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (!is_of_example(query)) return false;
    reply = internet.world.served(query.question);
    return true;
  };
}

/// How often each server was asked for the name, by UDP.
std::map<ServerAddress, unsigned> sends_by_udp(const std::vector<ServerQuery>& sent,
                                               const std::string& name) {
  std::map<ServerAddress, unsigned> counts;
  for (const ServerQuery& each : sent) {
    if (!each.over_tcp && each.question.name == name_of(name)) ++counts[each.server];
  }
  return counts;
}

class SlowServer : public ::testing::TestWithParam<unsigned> {
 protected:
  /// Names that nothing is known of, at a server that answers within a millisecond so far.
  void learn_that_it_is_quick(Internet& internet) {
    internet.delays = [](const ServerQuery&) { return 1; };
    for (const char* label : {"a", "b", "c", "d", "e", "f"})
      ASSERT_TRUE(
          internet.ask(std::string(label) + ".wild.example.test.", RRType::A).verdict->is_secure());
  }
};

TEST_P(SlowServer, is_waited_for) {
  Internet internet(zones_with_one_server());
  learn_that_it_is_quick(internet);
  internet.delays = [](const ServerQuery&) { return GetParam(); };
  const std::uint64_t begin = internet.now_ms();
  const Answer answer = internet.ask("slow.wild.example.test.", RRType::A);
  EXPECT_TRUE(answer.verdict->is_secure()) << answer.verdict->text();
  EXPECT_LE(internet.now_ms() - begin, GetParam() + 1000U);
  for (const auto& [server, count] : sends_by_udp(internet.sent, "slow.wild.example.test."))
    EXPECT_LE(count, 3U);
  // It is known for slow from now on.
  internet.ask("slow2.wild.example.test.", RRType::A);
  EXPECT_LE(internet.sent.size(), 3U);
}

TEST_P(SlowServer, is_waited_for_where_it_is_a_forwarder) {
  Settings settings;
  ServerAddress forwarder;
  forwarder.octets = {198, 51, 100, 1};
  settings.forwarders = {forwarder};
  Internet internet(zones_with_one_server(), settings);
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    reply = internet.world.served(query.question);
    return true;
  };
  learn_that_it_is_quick(internet);
  internet.delays = [](const ServerQuery&) { return GetParam(); };
  const Answer answer = internet.ask("slow.wild.example.test.", RRType::A);
  EXPECT_TRUE(answer.verdict->is_secure()) << answer.verdict->text();
}

INSTANTIATE_TEST_SUITE_P(Of, SlowServer, ::testing::Values(100, 500, 1500, 2900));

TEST(LostQueries, are_sent_to_other_servers_first) {
  Internet internet(zones_with_two_servers());
  answer_as_example(internet);
  internet.fails = [](const ServerQuery& query) {
    return is_of_example(query) ? FetchFailure::timeout : FetchFailure::none;
  };
  internet.ask("x.wild.example.test.", RRType::A);
  std::vector<std::uint8_t> asked;
  for (const ServerQuery& each : internet.sent) {
    if (is_of_example(each)) asked.push_back(each.server.octets[3]);
  }
  ASSERT_GE(asked.size(), 4U);
  EXPECT_NE(asked[0], asked[1]);
  EXPECT_NE(asked[2], asked[3]);
}

// UDP may be what does not come through: too large, or dropped on the way.
TEST(LostQueries, are_sent_by_tcp_at_last_to_a_server_that_lives) {
  Internet internet(zones_with_one_server());
  internet.ask("a.wild.example.test.", RRType::A);
  internet.fails = [](const ServerQuery& query) {
    const bool is_dropped = query.question.name == name_of("big.wild.example.test.");
    return is_dropped && !query.over_tcp ? FetchFailure::timeout : FetchFailure::none;
  };
  const Answer answer = internet.ask("big.wild.example.test.", RRType::A);
  EXPECT_TRUE(answer.verdict->is_secure()) << answer.verdict->text();
}

// Every fifth packet is lost, and the others take up to two seconds.
TEST(LossyServers, are_no_reason_not_to_answer_in_time) {
  Internet internet(zones_with_two_servers());
  answer_as_example(internet);
  internet.ask("warm.wild.example.test.", RRType::A);
  std::mt19937 random(20261124);
  internet.fails = [&](const ServerQuery&) {
    return random() % 5 == 0 ? FetchFailure::timeout : FetchFailure::none;
  };
  internet.delays = [&](const ServerQuery&) { return random() % 2000; };
  std::uint64_t longest = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string name = "n" + std::to_string(i) + ".wild.example.test.";
    const std::uint64_t begin = internet.now_ms();
    const Answer answer = internet.ask(name, RRType::A);
    ASSERT_TRUE(answer.verdict->is_secure()) << name << answer.verdict->text();
    longest = std::max(longest, internet.now_ms() - begin);
    for (const auto& [server, count] : sends_by_udp(internet.sent, name)) EXPECT_LE(count, 3U);
  }
  EXPECT_LT(longest, 10'000U);
}

TEST(CutReplies, of_tcp_are_not_taken_for_whole) {
  for (const bool is_one_whole : {false, true}) {
    Internet internet(zones_with_two_servers());
    answer_as_example(internet);
    internet.tamper = [&](const ServerQuery& query, Message& reply) {
      if (!is_of_example(query) || (is_one_whole && query.server.octets[3] == 201)) return;
      reply.header.tc = true;
    };
    const Answer answer = internet.ask("x.wild.example.test.", RRType::A);
    EXPECT_EQ(answer.verdict->is_secure(), is_one_whole) << answer.verdict->text();
    EXPECT_EQ(answer.verdict->status() == Status::failed, !is_one_whole);
  }
}

}  // namespace
}  // namespace vouch::resolver
