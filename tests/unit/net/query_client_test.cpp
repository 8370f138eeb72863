#include "net/query_client.hpp"

#include <gtest/gtest.h>

#include <set>

#include "net/clock.hpp"
#include "net/reply_match.hpp"
#include "net/tcp_server.hpp"
#include "net/udp_server.hpp"
#include "tests/unit/net/messages.hpp"

namespace vouch::net::test {
namespace {

// Server and client share one loop; what a test sees is in the order of the loop.
class QueryClientTest : public testing::Test {
 protected:
  SocketAddress serve_udp(UdpServer::Handler handler) {
    udp_ = std::make_unique<UdpServer>(*UdpServer::open(loop_, loopback, std::move(handler)));
    return udp_->address();
  }
  void serve_tcp(const SocketAddress& address, TcpServer::Handler handler) {
    tcp_ = std::make_unique<TcpServer>(*TcpServer::open(loop_, address, std::move(handler)));
  }

  /// Sends one query and runs the loop until its answer or error is there.
  Result<Reply> ask_once(const SocketAddress& server, OctetView query,
                         const QueryOptions& options) {
    Result<Reply> outcome = fail(ErrorCode::bad_usage, "no answer was given");
    client_.send(server, query, options, [&](Result<Reply> reply) {
      outcome = std::move(reply);
      loop_.stop();
    });
    loop_.run_until_stopped();
    return outcome;
  }

  static QueryOptions quick(Transport transport = Transport::udp_then_tcp) {
    QueryOptions options;
    options.timeout_ms = 80;
    options.transport = transport;
    return options;
  }

  EventLoop loop_;
  std::unique_ptr<UdpServer> udp_;
  std::unique_ptr<TcpServer> tcp_;
  QueryClient client_{loop_};
};

void answer(OctetView query, const UdpPeer&, Octets& reply) { reply = make_reply(query, 3); }

TEST_F(QueryClientTest, brings_the_answer_by_udp) {
  const SocketAddress server = serve_udp(answer);
  const Octets query = make_query(1);
  const auto reply = ask_once(server, query, {});
  ASSERT_TRUE(reply.ok()) << reply.error().message();
  EXPECT_EQ(reply->message, make_reply(query, 3));
  EXPECT_EQ(reply->transport, Transport::udp);
  EXPECT_EQ(reply->server, server);
  EXPECT_EQ(client_.in_flight(), 0U);
}

TEST_F(QueryClientTest, brings_the_answer_by_tcp) {
  serve_tcp(loopback,
            [](OctetView query, TcpReply reply) { reply.send(make_reply(query, 60'000)); });
  const Octets query = make_query(1);
  const auto reply = ask_once(tcp_->address(), query, quick(Transport::tcp));
  ASSERT_TRUE(reply.ok()) << reply.error().message();
  EXPECT_EQ(reply->message, make_reply(query, 60'000));
  EXPECT_EQ(reply->transport, Transport::tcp);
}

TEST_F(QueryClientTest, asks_by_tcp_when_the_answer_is_truncated) {
  const SocketAddress server = serve_udp([](OctetView query, const UdpPeer&, Octets& reply) {
    reply = make_reply(query);
    reply[2] |= 2;
  });
  serve_tcp(server, [](OctetView query, TcpReply reply) { reply.send(make_reply(query, 2000)); });
  const Octets query = make_query(1);
  const auto full = ask_once(server, query, {});
  ASSERT_TRUE(full.ok()) << full.error().message();
  EXPECT_EQ(full->message, make_reply(query, 2000));
  EXPECT_EQ(full->transport, Transport::tcp);

  const auto cut = ask_once(server, query, quick(Transport::udp));
  ASSERT_TRUE(cut.ok());
  EXPECT_TRUE(is_truncated(cut->message));
  EXPECT_EQ(cut->transport, Transport::udp);
}

TEST_F(QueryClientTest, times_out) {
  const SocketAddress server = serve_udp([](OctetView, const UdpPeer&, Octets&) {});
  const std::uint64_t started = monotonic_ms();
  const auto reply = ask_once(server, make_query(1), quick());
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, ErrorCode::timed_out);
  EXPECT_EQ(reply.error().message(), server.text() + ": no answer by UDP within 80 ms");
  EXPECT_GE(monotonic_ms() - started, 79U);
}

TEST_F(QueryClientTest, times_out_by_tcp_too) {
  std::vector<TcpReply> waiting;
  serve_tcp(loopback, [&](OctetView, TcpReply reply) { waiting.push_back(std::move(reply)); });
  const auto reply = ask_once(tcp_->address(), make_query(1), quick(Transport::tcp));
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, ErrorCode::timed_out);
}

TEST_F(QueryClientTest, ignores_answers_to_other_questions) {
  SocketAddress server;
  server = serve_udp([&](OctetView query, const UdpPeer& peer, Octets& reply) {
    EXPECT_TRUE(udp_->send(peer, make_reply(make_query(2))).ok());
    EXPECT_TRUE(udp_->send(peer, make_reply(make_query(1, "other.example."))).ok());
    EXPECT_TRUE(udp_->send(peer, query).ok());
    EXPECT_TRUE(udp_->send(peer, Octets{1, 2, 3}).ok());
    EXPECT_TRUE(udp_->send(peer, Octets{}).ok());
    reply = make_reply(query, 9);
  });
  const Octets query = make_query(1);
  const auto reply = ask_once(server, query, {});
  ASSERT_TRUE(reply.ok()) << reply.error().message();
  EXPECT_EQ(reply->message, make_reply(query, 9));
}

TEST_F(QueryClientTest, times_out_when_all_answers_are_foreign) {
  const SocketAddress server = serve_udp(
      [](OctetView, const UdpPeer&, Octets& reply) { reply = make_reply(make_query(2)); });
  const auto reply = ask_once(server, make_query(1), quick());
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, ErrorCode::timed_out);
}

TEST_F(QueryClientTest, takes_no_answer_from_another_address) {
  // The answer leaves from a second socket, whose port is not the one that was asked.
  const NativeSocket other(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const SocketAddress server = serve_udp([&](OctetView query, const UdpPeer& peer, Octets&) {
    const SocketAddress::Native to = peer.remote.native();
    const Octets reply = make_reply(query);
    ::sendto(other.descriptor(), reply.data(), reply.size(), 0, to.pointer(), to.size);
  });
  const auto reply = ask_once(server, make_query(1), quick());
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, ErrorCode::timed_out);
}

TEST_F(QueryClientTest, leaves_udp_when_somebody_is_guessing) {
  const auto guess = [this](OctetView, const UdpPeer& peer, Octets&) {
    for (std::uint16_t id = 100; id < 200; ++id) (void)udp_->send(peer, make_reply(make_query(id)));
  };
  const SocketAddress server = serve_udp(guess);
  serve_tcp(server, [](OctetView query, TcpReply reply) { reply.send(make_reply(query)); });
  const auto by_tcp = ask_once(server, make_query(1), {});
  ASSERT_TRUE(by_tcp.ok()) << by_tcp.error().message();
  EXPECT_EQ(by_tcp->transport, Transport::tcp);
  const auto by_udp = ask_once(server, make_query(1), quick(Transport::udp));
  ASSERT_FALSE(by_udp.ok());
  EXPECT_EQ(by_udp.error().code, ErrorCode::network_failure);
}

// The right one may be on its way behind the wrong one.
TEST_F(QueryClientTest, drops_what_does_not_fit_and_waits_on) {
  const SocketAddress server = serve_udp([&](OctetView query, const UdpPeer& peer, Octets& reply) {
    EXPECT_TRUE(udp_->send(peer, make_reply(query, 1)).ok());
    reply = make_reply(query, 2);
  });
  const Octets query = make_query(1);
  QueryOptions options = quick(Transport::udp_then_tcp);
  options.fits = [&](OctetView reply, Transport) {
    return equal_octets(reply, make_reply(query, 2));
  };
  const auto reply = ask_once(server, query, options);
  ASSERT_TRUE(reply.ok()) << reply.error().message();
  EXPECT_EQ(reply->message, make_reply(query, 2));
  EXPECT_EQ(reply->transport, Transport::udp);
}

TEST_F(QueryClientTest, asks_by_tcp_where_nothing_fits) {
  const SocketAddress server = serve_udp(answer);
  serve_tcp(server, [](OctetView query, TcpReply reply) { reply.send(make_reply(query)); });
  QueryOptions options;
  options.fits = [](OctetView, Transport by) { return by == Transport::tcp; };
  const std::uint64_t started = monotonic_ms();
  const auto by_tcp = ask_once(server, make_query(1), options);
  ASSERT_TRUE(by_tcp.ok()) << by_tcp.error().message();
  EXPECT_EQ(by_tcp->transport, Transport::tcp);
  EXPECT_LT(monotonic_ms() - started, options.timeout_ms) << "sooner than by the time-out";
  options.transport = Transport::udp;
  options.timeout_ms = 80;
  EXPECT_EQ(ask_once(server, make_query(1), options).error().code, ErrorCode::timed_out);
  options.fits = [](OctetView, Transport) { return false; };
  options.transport = Transport::tcp;
  EXPECT_EQ(ask_once(server, make_query(1), options).error().code, ErrorCode::network_failure);
}

TEST_F(QueryClientTest, says_at_once_that_nobody_listens) {
  const SocketAddress closed = [&] {
    return UdpServer::open(loop_, loopback, answer)->address();
  }();
  const std::uint64_t started = monotonic_ms();
  for (const Transport transport : {Transport::udp, Transport::tcp}) {
    QueryOptions options;
    options.transport = transport;
    const auto reply = ask_once(closed, make_query(1), options);
    ASSERT_FALSE(reply.ok());
    EXPECT_EQ(reply.error().code, ErrorCode::network_failure);
    EXPECT_NE(reply.error().message().find("refused"), std::string::npos)
        << reply.error().message();
  }
  EXPECT_LT(monotonic_ms() - started, 2000U);
}

TEST_F(QueryClientTest, reports_a_connection_that_is_closed_without_an_answer) {
  serve_tcp(loopback, [](OctetView, TcpReply reply) { reply.close(); });
  const auto reply = ask_once(tcp_->address(), make_query(1), quick(Transport::tcp));
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, ErrorCode::network_failure);
  EXPECT_NE(reply.error().message().find("closed"), std::string::npos) << reply.error().message();
}

TEST_F(QueryClientTest, refuses_another_answer_by_tcp) {
  serve_tcp(loopback, [](OctetView, TcpReply reply) { reply.send(make_reply(make_query(9))); });
  const auto reply = ask_once(tcp_->address(), make_query(1), quick(Transport::tcp));
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, ErrorCode::network_failure);
}

TEST_F(QueryClientTest, takes_a_fresh_port_for_each_query) {
  std::set<std::uint16_t> ports;
  const SocketAddress server = serve_udp([&](OctetView query, const UdpPeer& peer, Octets& reply) {
    ports.insert(peer.remote.port());
    reply = make_reply(query);
  });
  for (std::uint16_t id = 0; id < 50; ++id) ASSERT_TRUE(ask_once(server, make_query(id), {}).ok());
  EXPECT_GT(ports.size(), 45U);
  EXPECT_GE(*ports.begin(), 1024);
  EXPECT_LT(*ports.begin(), 32768);  // the system alone would draw from 32768 up
}

TEST_F(QueryClientTest, asks_from_the_given_address) {
  SocketAddress seen;
  const SocketAddress server = serve_udp([&](OctetView query, const UdpPeer& peer, Octets& reply) {
    seen = peer.remote;
    reply = make_reply(query);
  });
  QueryOptions options = quick();
  options.source = SocketAddress::v4({127, 0, 0, 3}, 0);
  ASSERT_TRUE(ask_once(server, make_query(1), options).ok());
  EXPECT_EQ(seen.address_text(), "127.0.0.3");
  options.source = *SocketAddress::parse("192.0.2.77:0");
  EXPECT_EQ(ask_once(server, make_query(1), options).error().code, ErrorCode::network_failure);
}

TEST_F(QueryClientTest, has_many_queries_in_flight) {
  const SocketAddress server = serve_udp(answer);
  std::set<std::uint16_t> answered;
  for (std::uint16_t id = 0; id < 200; ++id) {
    client_.send(server, make_query(id), {}, [&](Result<Reply> reply) {
      ASSERT_TRUE(reply.ok()) << reply.error().message();
      answered.insert(static_cast<std::uint16_t>(reply->message[0] << 8 | reply->message[1]));
      if (answered.size() == 200) loop_.stop();
    });
  }
  EXPECT_EQ(client_.in_flight(), 200U);
  loop_.run_until_stopped();
  EXPECT_EQ(answered.size(), 200U);
  EXPECT_EQ(client_.in_flight(), 0U);
}

TEST_F(QueryClientTest, bounds_the_queries_in_flight) {
  const SocketAddress server = serve_udp(answer);
  QueryClient small(loop_, 2);
  std::vector<ErrorCode> refused;
  int answered = 0;
  for (std::uint16_t id = 0; id < 5; ++id) {
    small.send(server, make_query(id), {}, [&](Result<Reply> reply) {
      if (reply.ok()) {
        ++answered;
      } else {
        refused.push_back(reply.error().code);
      }
      if (answered + static_cast<int>(refused.size()) == 5) loop_.stop();
    });
  }
  EXPECT_TRUE(refused.empty());  // not from within send()
  loop_.run_until_stopped();
  EXPECT_EQ(answered, 2);
  EXPECT_EQ(refused, std::vector<ErrorCode>(3, ErrorCode::limit_reached));
}

TEST_F(QueryClientTest, does_not_call_back_for_a_cancelled_query) {
  const SocketAddress server = serve_udp([](OctetView, const UdpPeer&, Octets&) {});
  bool called = false;
  const QueryId early =
      client_.send(server, make_query(1), quick(), [&](Result<Reply>) { called = true; });
  client_.cancel(early);
  const QueryId late =
      client_.send(server, make_query(2), quick(), [&](Result<Reply>) { called = true; });
  const auto cancel = loop_.call_after(10, [&] { client_.cancel(late); });
  const auto end = loop_.call_after(150, [&] { loop_.stop(); });
  loop_.run_until_stopped();
  EXPECT_FALSE(called);
  EXPECT_EQ(client_.in_flight(), 0U);
  client_.cancel(late);
}

TEST_F(QueryClientTest, cancels_everything_when_it_is_destroyed) {
  const SocketAddress server = serve_udp(answer);
  bool called = false;
  {
    QueryClient gone(loop_);
    gone.send(server, make_query(1), quick(), [&](Result<Reply>) { called = true; });
  }
  const auto end = loop_.call_after(120, [&] { loop_.stop(); });
  loop_.run_until_stopped();
  EXPECT_FALSE(called);
}

TEST_F(QueryClientTest, may_be_asked_again_from_its_handler) {
  const SocketAddress server = serve_udp(answer);
  int answers = 0;
  std::function<void(Result<Reply>)> again = [&](Result<Reply> reply) {
    ASSERT_TRUE(reply.ok());
    if (++answers == 5) return loop_.stop();
    client_.send(server, make_query(1), {}, again);
  };
  client_.send(server, make_query(1), {}, again);
  loop_.run_until_stopped();
  EXPECT_EQ(answers, 5);
}

TEST_F(QueryClientTest, refuses_a_query_that_is_too_long) {
  EXPECT_EQ(ask_once(loopback.with_port(1), Octets(65536), {}).error().code, ErrorCode::too_long);
}

TEST_F(QueryClientTest, takes_the_messages_of_a_transfer_until_it_has_enough) {
  serve_tcp(loopback, [](OctetView query, TcpReply reply) {
    const Octets asked(query.begin(), query.end());
    reply.stream([asked, count = 0](Octets& message) mutable {
      message = make_reply(asked, 30'000);
      if (count != 0) {
        message.resize(12);
        message[5] = 0;
      }
      return ++count <= 10;
    });
  });
  int messages = 0;
  client_.transfer(tcp_->address(), make_query(1), {}, [&](Result<Reply> reply) {
    EXPECT_TRUE(reply.ok()) << reply.error().message();
    if (++messages < 5) return true;
    loop_.stop();
    return false;
  });
  loop_.run_until_stopped();
  EXPECT_EQ(messages, 5);
  EXPECT_EQ(client_.in_flight(), 0U);
}

TEST_F(QueryClientTest, reports_a_transfer_that_ends_too_early) {
  serve_tcp(loopback, [](OctetView query, TcpReply reply) { reply.send(make_reply(query)); });
  std::vector<bool> outcomes;
  client_.transfer(tcp_->address(), make_query(1), {}, [&](Result<Reply> reply) {
    outcomes.push_back(reply.ok());
    if (!reply.ok()) loop_.stop();
    if (reply.ok()) tcp_.reset();
    return true;
  });
  loop_.run_until_stopped();
  EXPECT_EQ(outcomes, (std::vector<bool>{true, false}));
  EXPECT_EQ(client_.in_flight(), 0U);
}

}  // namespace
}  // namespace vouch::net::test
