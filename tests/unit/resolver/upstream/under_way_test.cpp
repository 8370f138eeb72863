// Of several servers of a zone, the one that is being asked a question is asked it by everybody.
#include <gtest/gtest.h>

#include "resolver/engine/fetch.hpp"

namespace vouch::resolver {
namespace {

ServerAddress server(std::uint8_t last) {
  ServerAddress address;
  address.octets = {192, 0, 2, last};
  return address;
}

class UnderWayTest : public ::testing::Test {
 protected:
  UnderWayTest() {
    Delegation delegation{Name::parse("example.").value(), {}, 3600};
    for (std::uint8_t i = 1; i <= 8; ++i) {
      const std::string name = "ns" + std::to_string(i) + ".example.";
      delegation.servers.push_back({Name::parse(name).value(), {server(i)}});
    }
    memory.delegations.store(delegation, 0);
    memory.random = [this] { return (random = random * 1664525 + 1013904223) >> 16; };
  }

  ServerQuery first_query(const Question& asked) {
    QueryBudget budget(memory.settings, 0);
    Fetch fetch(asked, memory, budget, 1);
    return std::get<ServerQuery>(fetch.start({}));
  }

  Memory memory{Settings(), std::nullopt};
  Question question{Name::parse("ns.example.").value(), RRType::A, RRClass::IN};
  std::uint32_t random = 0;
};

TEST_F(UnderWayTest, leads_equal_questions_to_one_server) {
  for (std::uint8_t i = 1; i <= 8; ++i) {
    memory.under_way.add(question, server(i), 1);
    for (int n = 0; n < 20; ++n) EXPECT_EQ(first_query(question).server, server(i));
    memory.under_way.remove(question, server(i), 1);
  }
}

TEST_F(UnderWayTest, leaves_other_questions_where_they_would_go) {
  memory.under_way.add(question, server(1), 1);
  std::set<ServerAddress> asked;
  for (int n = 0; n < 100; ++n)
    asked.insert(first_query({Name::parse("www.example.").value(), RRType::A, RRClass::IN}).server);
  EXPECT_GT(asked.size(), 4U);
}

TEST_F(UnderWayTest, does_not_lead_to_a_server_whose_answer_is_late) {
  memory.under_way.add(question, server(1), 0);
  std::set<ServerAddress> asked;
  for (int n = 0; n < 100; ++n) asked.insert(first_query(question).server);
  EXPECT_GT(asked.size(), 4U);
}

// Or else one lost query would be waited for by everybody, although another server answers.
TEST_F(UnderWayTest, does_not_lead_to_a_server_that_fails) {
  memory.under_way.add(question, server(1), 1);
  memory.servers.note_failure(server(1), 0);
  for (int n = 0; n < 20; ++n) EXPECT_NE(first_query(question).server, server(1));
}

TEST_F(UnderWayTest, does_not_lead_back_to_a_server_that_did_not_answer) {
  memory.under_way.add(question, server(1), 1);
  QueryBudget budget(memory.settings, 0);
  Fetch fetch(question, memory, budget, 1);
  EXPECT_EQ(std::get<ServerQuery>(fetch.start({})).server, server(1));
  const auto next = fetch.on_failure(1, FetchFailure::timeout, {}, Told::joined);
  EXPECT_NE(std::get<ServerQuery>(next.value()).server, server(1));
  EXPECT_LT(memory.servers.price_ms(server(1), NameView(), 0), 1000U) << "noted by who sent it";
}

TEST_F(UnderWayTest, asks_another_server_where_one_has_too_many_queries) {
  QueryBudget budget(memory.settings, 0);
  Fetch fetch(question, memory, budget, 1);
  const ServerAddress first = std::get<ServerQuery>(fetch.start({})).server;
  const auto next = fetch.on_busy(1, {"the server", true}, {});
  EXPECT_NE(std::get<ServerQuery>(next.value()).server, first);
  EXPECT_LT(memory.servers.price_ms(first, NameView(), 0), 1000U) << "that is not its fault";
}

TEST_F(UnderWayTest, ends_and_says_why_where_the_zone_has_too_many_queries) {
  QueryBudget budget(memory.settings, 0);
  Fetch fetch(question, memory, budget, 1);
  fetch.start({});
  const auto end = fetch.on_busy(1, {"the zone example."}, {});
  EXPECT_EQ(std::get<Evidence>(end.value()).failure, FetchFailure::declined);
  EXPECT_EQ(budget.limit_reached(), "too many queries under way for the zone example.");
  EXPECT_TRUE(budget.was_busy());
}

// Its repetition is refused, but the first may still be answered.
TEST_F(UnderWayTest, waits_for_what_was_sent_before) {
  QueryBudget budget(memory.settings, 0);
  Fetch fetch(question, memory, budget, 1);
  fetch.start({});
  ASSERT_TRUE(fetch.on_failure(1, FetchFailure::timeout, {}).has_value());
  const auto wait = fetch.on_busy(2, {"the zone example."}, {});
  EXPECT_GT(std::get<Pause>(wait.value()).ms, 0U);
  EXPECT_TRUE(fetch.listens_to(1));
}

}  // namespace
}  // namespace vouch::resolver
