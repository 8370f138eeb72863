// Equal queries to servers are sent once, and whoever waits for one is told; no zone and no server
// has all places.
#include "resolver/upstream.hpp"

#include <gtest/gtest.h>

#include "net/clock.hpp"
#include "net/udp_server.hpp"

namespace vouch::resolver {
namespace {

class UpstreamTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = net::UdpServer::open(loop_, net::SocketAddress::v4({127, 0, 0, 1}, 0),
                                       [this](OctetView query, const net::UdpPeer&, Octets& reply) {
                                         ++received_;
                                         last_.assign(query.begin(), query.end());
                                         if (is_mute_) return;
                                         reply.assign(query.begin(), query.end());
                                         reply[2] |= 0x80;
                                       });
    ASSERT_TRUE(opened.ok());
    server_ = std::make_unique<net::UdpServer>(*std::move(opened));
  }

  ServerQuery query(const std::string& name = "ns.example.", RRType type = RRType::A) const {
    ServerQuery query;
    query.server.octets = {127, 0, 0, 1};
    query.server.port = server_->address().port();
    query.question = {Name::parse(name).value(), type, RRClass::IN};
    query.timeout_ms = query.listen_ms = 10'000;
    return query;
  }

  /// What each asker is told is kept, in order.
  Upstream::Ticket ask(const ServerQuery& query) {
    ++waiting_;
    return upstream_.ask(query, memory_, [this](const Upstream::Outcome& outcome) {
      outcomes_.push_back({outcome.failure, outcome.told});
      if (outcome.busy) busy_.push_back(outcome.busy->with);
      if (--waiting_ == 0) loop_.stop();
    });
  }
  bool is_under_way() const {
    return memory_->under_way.has(query().question, query().server, net::monotonic_ms());
  }
  void run_for(std::uint64_t ms) {
    const auto end = loop_.call_after(ms, [this] { loop_.stop(); });
    loop_.run_until_stopped();
  }

  /// Equal in zone, of names of their own; `last_octet` chooses the server.
  void ask_many(int count, const std::string& zone,
                const std::function<std::uint8_t(int)>& last_octet) {
    for (int i = 0; i < count; ++i) {
      ServerQuery each = query(std::to_string(i) + "." + zone);
      each.zone = Name::parse(zone).value();
      each.server.octets[3] = last_octet(i);
      ask(each);
    }
  }

  static constexpr std::size_t places = 20;
  using Seen = std::pair<FetchFailure, Told>;

  net::EventLoop loop_;
  std::shared_ptr<Memory> memory_ = std::make_shared<Memory>(Settings(), std::nullopt);
  std::unique_ptr<net::UdpServer> server_;
  Upstream upstream_{loop_, {places}};
  bool is_mute_ = false;
  int received_ = 0;
  Octets last_;  ///< query
  int waiting_ = 0;
  std::vector<Seen> outcomes_;
  std::vector<std::string> busy_;
};

TEST_F(UpstreamTest, sends_equal_queries_once_and_tells_everybody) {
  for (int i = 0; i < 150; ++i) ask(query(i % 2 == 0 ? "ns.example." : "NS.example."));
  EXPECT_EQ(upstream_.in_flight(), 1U);
  EXPECT_TRUE(is_under_way());
  EXPECT_TRUE(outcomes_.empty()) << "not from within ask()";
  loop_.run_until_stopped();
  EXPECT_EQ(received_, 1);
  ASSERT_EQ(outcomes_.size(), 150U);
  EXPECT_EQ(outcomes_.front(), Seen(FetchFailure::none, Told::sender));
  for (std::size_t i = 1; i < outcomes_.size(); ++i)
    EXPECT_EQ(outcomes_[i], Seen(FetchFailure::none, Told::joined));
  EXPECT_EQ(upstream_.in_flight(), 0U);
  EXPECT_FALSE(is_under_way());
}

TEST_F(UpstreamTest, joins_nothing_that_differs) {
  ask(query());
  ask(query("other.example."));
  ask(query("ns.example.", RRType::AAAA));
  ServerQuery other = query();
  other.edns = false;
  ask(other);
  other = query();
  other.recursive = true;
  ask(other);
  EXPECT_EQ(upstream_.in_flight(), 5U);
  loop_.run_until_stopped();
  EXPECT_EQ(received_, 5);
}

TEST_F(UpstreamTest, asks_anew_after_an_answer) {
  ask(query());
  loop_.run_until_stopped();
  ask(query());
  loop_.run_until_stopped();
  EXPECT_EQ(received_, 2);
}

// Who comes late does not wait for what was lost: it is sent again in the time that it had left.
TEST_F(UpstreamTest, sends_again_what_is_late_and_takes_any_answer) {
  is_mute_ = true;
  ServerQuery first = query();
  first.timeout_ms = 100;
  EXPECT_EQ(ask(first).told, Told::sender);
  run_for(60);
  const Upstream::Ticket late = ask(first);
  EXPECT_EQ(late.told, Told::joined);
  EXPECT_LE(late.patience_ms, 40U);
  EXPECT_TRUE(is_under_way());
  run_for(60);
  EXPECT_FALSE(is_under_way()) << "an answer is not expected any more";
  is_mute_ = false;
  EXPECT_EQ(ask(first).told, Told::sender);
  EXPECT_EQ(ask(first).told, Told::joined);
  EXPECT_EQ(upstream_.in_flight(), 2U);
  loop_.run_until_stopped();
  EXPECT_EQ(received_, 2);
  ASSERT_EQ(outcomes_.size(), 4U) << "all of them are answered";
  EXPECT_EQ(outcomes_[0], Seen(FetchFailure::none, Told::sender));
  EXPECT_EQ(upstream_.in_flight(), 0U);
}

// Within the three tries of one question.
TEST_F(UpstreamTest, sends_the_third_without_letters_and_cookie_where_two_were_lost) {
  is_mute_ = true;
  ServerQuery hasty = query("a-long-name-of-many-letters.example.");
  hasty.timeout_ms = 1;
  for (int i = 0; i < 3; ++i) {
    const std::size_t octets = last_.size();
    ask(hasty);
    run_for(20);
    EXPECT_EQ(last_.size() < octets, i == 2) << "the cookie is left out";
  }
  const OctetView name = hasty.question.name.wire();
  EXPECT_TRUE(equal_octets(OctetView(last_).subspan(12, name.size()), name));
}

TEST_F(UpstreamTest, has_three_equal_messages_in_the_air_at_most) {
  is_mute_ = true;
  ServerQuery hasty = query();
  hasty.timeout_ms = 1;
  for (int i = 0; i < 10; ++i) {
    ask(hasty);
    run_for(5);
  }
  EXPECT_EQ(received_, 3);
}

// A client query that is over must not end what others wait for.
TEST_F(UpstreamTest, goes_on_for_the_others_when_one_leaves) {
  is_mute_ = true;
  const Upstream::Ticket first = ask(query());
  const Upstream::Ticket second = ask(query());
  upstream_.leave(first.id);
  EXPECT_EQ(upstream_.in_flight(), 1U);
  upstream_.leave(second.id);
  EXPECT_EQ(upstream_.in_flight(), 0U) << "nobody waits for it any more";
  upstream_.leave(second.id);
  is_mute_ = false;
  const Upstream::Ticket third = ask(query());
  waiting_ = 1;
  upstream_.ask(query(), memory_, [this](const Upstream::Outcome&) { ++waiting_; });
  upstream_.leave(third.id);
  run_for(100);
  EXPECT_EQ(waiting_, 2) << "told although the sender has left";
  EXPECT_TRUE(outcomes_.empty());
}

// As a resolution does whose other queries are over with an answer.
TEST_F(UpstreamTest, does_not_tell_who_leaves_while_others_are_told) {
  const Upstream::Ticket second{2};
  int told = 0;
  upstream_.ask(query(), memory_, [&](const Upstream::Outcome&) {
    ++told;
    upstream_.leave(second.id);
  });
  EXPECT_EQ(upstream_.ask(query(), memory_, [&](const Upstream::Outcome&) { ++told; }).id,
            second.id);
  run_for(100);
  EXPECT_EQ(told, 1);
}

// What does not answer can't take all places; who is refused one is told so, and not at once.
TEST_F(UpstreamTest, leaves_places_to_other_zones) {
  is_mute_ = true;
  ask_many(100, "mute.", [](int) { return std::uint8_t{1}; });
  EXPECT_EQ(upstream_.in_flight(), places / 2);
  EXPECT_TRUE(busy_.empty());
  ask_many(3, "other.", [](int i) { return static_cast<std::uint8_t>(2 + i); });
  EXPECT_EQ(upstream_.in_flight(), places / 2 + 3);
  run_for(50);
  EXPECT_EQ(busy_, std::vector<std::string>(100 - places / 2, "the zone mute."));
}

TEST_F(UpstreamTest, leaves_places_to_other_servers) {
  is_mute_ = true;
  for (int i = 0; i < 100; ++i)
    ask_many(1, "z" + std::to_string(i) + ".", [](int) { return std::uint8_t{1}; });
  EXPECT_EQ(upstream_.in_flight(), places / 2);
  ask_many(1, "other.", [](int) { return std::uint8_t{2}; });
  EXPECT_EQ(upstream_.in_flight(), places / 2 + 1);
  run_for(50);
  EXPECT_EQ(busy_,
            std::vector<std::string>(100 - places / 2, "the server " + server_->address().text()));
}

}  // namespace
}  // namespace vouch::resolver
