#include "net/tcp_server.hpp"

#include <gtest/gtest.h>

#include <set>

#include "net/clock.hpp"
#include "tests/unit/net/loop_thread.hpp"
#include "tests/unit/net/messages.hpp"

namespace vouch::net::test {
namespace {

void echo(OctetView query, TcpReply reply) { reply.send(query); }

class RunningTcpServer {
 public:
  explicit RunningTcpServer(TcpServer::Handler handler = echo, TcpServerOptions options = {},
                            const SocketAddress& address = loopback) {
    thread_.call([&] {
      auto opened = TcpServer::open(thread_.loop(), address, std::move(handler), options);
      if (opened.ok()) server_ = std::make_unique<TcpServer>(std::move(*opened));
      return 0;
    });
  }
  ~RunningTcpServer() { close(); }

  void close() {
    thread_.call([&] { return server_.reset(), 0; });
  }
  bool is_open() const { return server_ != nullptr; }
  LoopThread& thread() { return thread_; }
  SocketAddress address() const { return server_->address(); }
  TcpCounters counters() {
    return thread_.call([&] { return server_->counters(); });
  }
  /// Waits until as many connections are open, for three seconds at most.
  bool wait_for_open(std::size_t count) {
    const std::uint64_t started = monotonic_ms();
    while (monotonic_ms() - started < 3000) {
      if (counters().open == count) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
  }

 private:
  LoopThread thread_;
  std::unique_ptr<TcpServer> server_;
};

TcpServerOptions quick_options() {
  TcpServerOptions options;
  options.idle_ms = 60;
  options.write_ms = 100;
  return options;
}

TEST(TcpServer, answers_queries_one_after_the_other) {
  RunningTcpServer running;
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  for (std::uint16_t id = 0; id < 10; ++id) {
    write_all(client.descriptor(), with_length(make_query(id)));
    EXPECT_EQ(read_framed(client.descriptor()), make_query(id));
  }
  EXPECT_EQ(running.counters().queries, 10U);
  EXPECT_EQ(running.counters().accepted, 1U);
}

TEST(TcpServer, answers_pipelined_queries) {
  RunningTcpServer running;
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  Octets all;
  for (std::uint16_t id = 0; id < 500; ++id) append_octets(all, with_length(make_query(id)));
  write_all(client.descriptor(), all);
  for (std::uint16_t id = 0; id < 500; ++id)
    EXPECT_EQ(read_framed(client.descriptor()), make_query(id));
}

TEST(TcpServer, puts_queries_together_that_come_octet_by_octet) {
  RunningTcpServer running;
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  Octets all = with_length(make_query(1));
  append_octets(all, with_length(make_query(2)));
  for (const std::uint8_t octet : all) {
    write_all(client.descriptor(), OctetView(&octet, 1));
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  EXPECT_EQ(read_framed(client.descriptor()), make_query(1));
  EXPECT_EQ(read_framed(client.descriptor()), make_query(2));
}

TEST(TcpServer, takes_and_gives_messages_of_65535_octets) {
  RunningTcpServer running;
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  const Octets longest(65535, 0x5a);
  write_all(client.descriptor(), with_length(longest));
  EXPECT_EQ(read_framed(client.descriptor()), longest);
}

TEST(TcpServer, answers_in_any_order) {
  std::vector<TcpReply> waiting;
  std::vector<Octets> queries;
  RunningTcpServer running([&](OctetView query, TcpReply reply) {
    waiting.push_back(std::move(reply));
    queries.emplace_back(query.begin(), query.end());
    if (waiting.size() < 3) return;
    for (std::size_t i = 3; i-- > 0;) waiting[i].send(queries[i]);
    waiting.clear();
  });
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  for (std::uint16_t id = 1; id <= 3; ++id)
    write_all(client.descriptor(), with_length(make_query(id)));
  for (std::uint16_t id = 3; id >= 1; --id)
    EXPECT_EQ(read_framed(client.descriptor()), make_query(id));
}

TEST(TcpServer, sends_several_messages_for_one_query) {
  RunningTcpServer running([](OctetView query, TcpReply reply) {
    for (int i = 0; i < 3; ++i) reply.send(query);
  });
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(read_framed(client.descriptor()), make_query(1));
}

TEST(TcpServer, streams_a_long_answer_drawing_no_more_than_fits) {
  std::atomic<int> drawn = 0;
  RunningTcpServer running([&](OctetView, TcpReply reply) {
    reply.stream([&drawn](Octets& message) {
      if (drawn == 2000) return false;
      message.assign(10'000, static_cast<std::uint8_t>(drawn++));
      return true;
    });
  });
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_LT(drawn, 1500);  // 20 MB are more than the system's buffers hold
  for (int i = 0; i < 2000; ++i) {
    ASSERT_EQ(read_framed(client.descriptor()), Octets(10'000, static_cast<std::uint8_t>(i)));
  }
  write_all(client.descriptor(), with_length(make_query(2)));
  EXPECT_EQ(drawn, 2000);
}

TEST(TcpServer, answers_other_queries_while_it_streams) {
  RunningTcpServer running([](OctetView query, TcpReply reply) {
    if (query[1] != 1) {
      reply.send(query);
      return;
    }
    reply.stream([left = 3000](Octets& message) mutable {
      message.assign(10'000, 1);
      return left-- > 0;
    });
  });
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  EXPECT_EQ(read_framed(client.descriptor()).size(), 10'000U);
  write_all(client.descriptor(), with_length(make_query(2)));
  int before = 1;
  while (read_framed(client.descriptor()).size() == 10'000) ++before;
  EXPECT_LT(before, 3000);
}

TEST(TcpServer, answers_what_was_asked_before_the_client_stopped_sending) {
  std::vector<TcpReply> waiting;
  RunningTcpServer running([&](OctetView, TcpReply reply) { waiting.push_back(std::move(reply)); });
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  ::shutdown(client.descriptor(), SHUT_WR);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  running.thread().call([&] {
    for (TcpReply& reply : waiting) reply.send(make_query(1));
    return waiting.clear(), 0;
  });
  EXPECT_EQ(read_framed(client.descriptor()), make_query(1));
  EXPECT_TRUE(is_closed(client.descriptor()));
  EXPECT_TRUE(running.wait_for_open(0));
}

TEST(TcpServer, closes_idle_connections) {
  RunningTcpServer running(echo, quick_options());
  const NativeSocket silent = connect_to(running.address(), SOCK_STREAM);
  const NativeSocket asked_once = connect_to(running.address(), SOCK_STREAM);
  write_all(asked_once.descriptor(), with_length(make_query(1)));
  EXPECT_EQ(read_framed(asked_once.descriptor()), make_query(1));
  EXPECT_TRUE(is_closed(silent.descriptor()));
  EXPECT_TRUE(is_closed(asked_once.descriptor()));
  EXPECT_EQ(running.counters().timed_out, 2U);
}

TEST(TcpServer, closes_connections_that_send_a_query_too_slowly) {
  RunningTcpServer running(echo, quick_options());
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  const Octets query = with_length(make_query(1));
  const std::uint64_t started = monotonic_ms();
  // One octet after the other, each well within the time-out; the whole is not.
  for (const std::uint8_t octet : query) {
    if (::send(client.descriptor(), &octet, 1, MSG_NOSIGNAL) != 1) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(is_closed(client.descriptor()));
  EXPECT_LT(monotonic_ms() - started, 2000U);
  EXPECT_EQ(running.counters().queries, 0U);
}

TEST(TcpServer, does_not_time_out_while_an_answer_is_being_made) {
  std::vector<TcpReply> waiting;
  RunningTcpServer running([&](OctetView, TcpReply reply) { waiting.push_back(std::move(reply)); },
                           quick_options());
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  running.thread().call([&] {
    for (TcpReply& reply : waiting) reply.send(make_query(1));
    return waiting.clear(), 0;
  });
  EXPECT_EQ(read_framed(client.descriptor()), make_query(1));
}

TEST(TcpServer, closes_connections_that_do_not_read_their_answers) {
  RunningTcpServer running(
      [](OctetView, TcpReply reply) {
        reply.stream([](Octets& message) { return message.assign(65535, 1), true; });
      },
      quick_options());
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  EXPECT_TRUE(running.wait_for_open(1));
  EXPECT_TRUE(running.wait_for_open(0));
  EXPECT_EQ(running.counters().timed_out, 1U);
}

TEST(TcpServer, stops_reading_from_a_client_that_takes_no_answers) {
  TcpServerOptions options;
  options.max_buffered = 100'000;
  RunningTcpServer running([](OctetView, TcpReply reply) { reply.send(Octets(60'000, 1)); },
                           options);
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  const Octets query = with_length(make_query(1));
  Octets many;
  for (int i = 0; i < 1000; ++i) append_octets(many, query);
  write_all(client.descriptor(), many);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_LT(running.counters().queries, 500U);  // the answers to all would be 60 MB
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(read_framed(client.descriptor()).size(), 60'000U);
  EXPECT_EQ(running.counters().queries, 1000U);
}

TEST(TcpServer, has_no_more_queries_in_flight_than_it_may) {
  TcpServerOptions options;
  options.max_in_flight = 3;
  std::vector<TcpReply> waiting;
  RunningTcpServer running([&](OctetView, TcpReply reply) { waiting.push_back(std::move(reply)); },
                           options);
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  for (std::uint16_t id = 0; id < 10; ++id)
    write_all(client.descriptor(), with_length(make_query(id)));
  for (std::uint64_t expected : {3U, 6U, 9U, 10U}) {
    for (int i = 0; i < 200 && running.counters().queries < expected; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(running.counters().queries, expected);
    running.thread().call([&] {
      auto answered = std::move(waiting);
      waiting.clear();
      for (TcpReply& reply : answered) reply.send(make_query(0));
      return 0;
    });
  }
  for (int i = 0; i < 10; ++i) EXPECT_EQ(read_framed(client.descriptor()), make_query(0));
}

TEST(TcpServer, makes_room_by_closing_the_idlest_connection) {
  TcpServerOptions options;
  options.bounds.connections = 3;
  RunningTcpServer running(echo, options);
  std::vector<NativeSocket> clients;
  for (std::uint16_t i = 0; i < 3; ++i) {
    clients.push_back(connect_to(running.address(), SOCK_STREAM));
    write_all(clients.back().descriptor(), with_length(make_query(i)));
    EXPECT_EQ(read_framed(clients.back().descriptor()), make_query(i));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  clients.push_back(connect_to(running.address(), SOCK_STREAM));
  write_all(clients[3].descriptor(), with_length(make_query(9)));
  EXPECT_EQ(read_framed(clients[3].descriptor()), make_query(9));
  EXPECT_TRUE(is_closed(clients[0].descriptor()));
  write_all(clients[1].descriptor(), with_length(make_query(8)));
  EXPECT_EQ(read_framed(clients[1].descriptor()), make_query(8));
  EXPECT_EQ(running.counters().open, 3U);
}

TEST(TcpServer, refuses_connections_when_all_are_busy) {
  TcpServerOptions options;
  options.bounds.connections = 2;
  std::vector<TcpReply> waiting;
  RunningTcpServer running([&](OctetView, TcpReply reply) { waiting.push_back(std::move(reply)); },
                           options);
  std::vector<NativeSocket> clients;
  for (std::uint16_t i = 0; i < 2; ++i) {
    clients.push_back(connect_to(running.address(), SOCK_STREAM));
    write_all(clients.back().descriptor(), with_length(make_query(i)));
  }
  while (running.counters().queries < 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const NativeSocket refused = connect_to(running.address(), SOCK_STREAM);
  EXPECT_TRUE(is_closed(refused.descriptor()));
  EXPECT_EQ(running.counters().refused, 1U);
  running.thread().call([&] { return waiting.clear(), 0; });
}

TEST(TcpServer, bounds_the_connections_of_one_address) {
  TcpServerOptions options;
  options.bounds.per_client = 2;
  RunningTcpServer running(echo, options);
  std::vector<NativeSocket> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(connect_to(running.address(), SOCK_STREAM));
  EXPECT_TRUE(is_closed(clients[2].descriptor()));
  clients.erase(clients.begin());
  EXPECT_TRUE(running.wait_for_open(1));
  clients.push_back(connect_to(running.address(), SOCK_STREAM));
  write_all(clients.back().descriptor(), with_length(make_query(1)));
  EXPECT_EQ(read_framed(clients.back().descriptor()), make_query(1));
}

TEST(TcpServer, serves_a_newcomer_though_all_connections_drip) {
  TcpServerOptions options;
  options.bounds.connections = 20;
  RunningTcpServer running(echo, options);
  std::vector<NativeSocket> drips;
  for (int i = 0; i < 20; ++i) {
    drips.push_back(connect_to(running.address(), SOCK_STREAM));
    write_all(drips.back().descriptor(), Octets{0});
  }
  ASSERT_TRUE(running.wait_for_open(20));
  for (const NativeSocket& drip : drips) write_all(drip.descriptor(), Octets{40});
  const NativeSocket newcomer = connect_to(running.address(), SOCK_STREAM);
  write_all(newcomer.descriptor(), with_length(make_query(1)));
  EXPECT_EQ(read_framed(newcomer.descriptor()), make_query(1));
  EXPECT_EQ(running.counters().displaced, 1U);
  EXPECT_EQ(running.counters().refused, 0U);
}

TEST(TcpServer, displaces_a_client_that_takes_no_answers) {
  TcpServerOptions options;
  options.bounds.connections = 1;
  RunningTcpServer running(
      [](OctetView query, TcpReply reply) {
        if (query[1] == 9) return reply.send(query), void();
        reply.send(Octets(60'000, 1));
      },
      options);
  const NativeSocket mute = connect_to(running.address(), SOCK_STREAM);
  Octets many;
  for (int i = 0; i < 1000; ++i) append_octets(many, with_length(make_query(1)));
  write_all(mute.descriptor(), many);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const NativeSocket newcomer = connect_to(running.address(), SOCK_STREAM);
  write_all(newcomer.descriptor(), with_length(make_query(9)));
  EXPECT_EQ(read_framed(newcomer.descriptor()), make_query(9));
}

TEST(TcpServer, hands_the_system_no_more_than_64_kB_that_a_client_does_not_take) {
  RunningTcpServer running([](OctetView, TcpReply reply) { reply.send(Octets(60'000, 1)); });
  const NativeSocket client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int small = 4096;
  ::setsockopt(client.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  const SocketAddress::Native native = running.address().native();
  ASSERT_EQ(::connect(client.descriptor(), native.pointer(), native.size), 0);
  Octets many;
  for (int i = 0; i < 1000; ++i) append_octets(many, with_length(make_query(1)));
  write_all(client.descriptor(), many);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_LE(running.counters().queries, 6U);  // 32 kB twice, 64 kB in the system, a message each
}

TEST(TcpServer, closes_a_connection_whose_late_answers_are_more_than_may_wait) {
  std::vector<TcpReply> waiting;
  RunningTcpServer running([&](OctetView, TcpReply reply) { waiting.push_back(std::move(reply)); });
  const NativeSocket client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int small = 4096;
  ::setsockopt(client.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  const SocketAddress::Native native = running.address().native();
  ASSERT_EQ(::connect(client.descriptor(), native.pointer(), native.size), 0);
  for (std::uint16_t id = 0; id < 20; ++id)
    write_all(client.descriptor(), with_length(make_query(id)));
  while (running.counters().queries < 20) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  running.thread().call([&] {
    std::size_t taken = 0;
    for (TcpReply& reply : waiting) taken += reply.send(Octets(60'000, 1)) ? 1 : 0;
    EXPECT_LE(taken, 6U);
    return waiting.clear(), 0;
  });
  EXPECT_TRUE(running.wait_for_open(0));
}

TEST(TcpServer, bounds_the_connections_of_one_block) {
  TcpServerOptions options;
  options.bounds.per_block = 2;
  RunningTcpServer running(echo, options);
  std::vector<NativeSocket> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(connect_to(running.address(), SOCK_STREAM));
  EXPECT_TRUE(is_closed(clients[2].descriptor()));
  EXPECT_EQ(running.counters().refused, 1U);
}

TEST(TcpServer, closes_a_connection_with_a_message_of_no_octets) {
  RunningTcpServer running;
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), Octets{0, 0});
  EXPECT_TRUE(is_closed(client.descriptor()));
}

TEST(TcpServer, closes_a_connection_when_the_handler_wants_it) {
  RunningTcpServer running([](OctetView, TcpReply reply) {
    reply.close();
    EXPECT_FALSE(reply.is_open());
    EXPECT_FALSE(reply.send(make_query(1)));
  });
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  EXPECT_TRUE(is_closed(client.descriptor()));
}

TEST(TcpServer, ignores_answers_after_the_client_has_gone) {
  std::vector<TcpReply> waiting;
  RunningTcpServer running([&](OctetView, TcpReply reply) { waiting.push_back(std::move(reply)); });
  {
    const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
    write_all(client.descriptor(), with_length(make_query(1)));
    while (running.counters().queries < 1)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const linger reset{1, 0};
    ::setsockopt(client.descriptor(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  }
  EXPECT_TRUE(running.wait_for_open(0));
  running.thread().call([&] {
    EXPECT_FALSE(waiting.at(0).send(make_query(1)));
    waiting[0].stream([](Octets&) { return true; });
    return waiting.clear(), 0;
  });
}

TEST(TcpServer, closes_its_connections_when_it_is_destroyed_and_outlived_by_replies) {
  std::vector<TcpReply> waiting;
  RunningTcpServer running([&](OctetView, TcpReply reply) { waiting.push_back(std::move(reply)); });
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  while (running.counters().queries < 1) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  running.close();
  EXPECT_TRUE(is_closed(client.descriptor()));
  running.thread().call([&] {
    EXPECT_FALSE(waiting.at(0).send(make_query(1)));
    return waiting.clear(), 0;
  });
}

TEST(TcpServer, may_be_destroyed_by_its_own_handler) {
  EventLoop loop;
  std::unique_ptr<TcpServer> server;
  int calls = 0;
  auto opened = TcpServer::open(loop, loopback, [&](OctetView, TcpReply reply) {
    server.reset();
    EXPECT_FALSE(reply.is_open());
    ++calls;
  });
  server = std::make_unique<TcpServer>(std::move(*opened));
  const NativeSocket client = connect_to(server->address(), SOCK_STREAM);
  Octets two = with_length(make_query(1));
  append_octets(two, with_length(make_query(2)));
  write_all(client.descriptor(), two);
  loop.run();
  EXPECT_EQ(calls, 1);
}

TEST(TcpServer, tells_the_handler_both_addresses) {
  SocketAddress remote;
  SocketAddress local;
  RunningTcpServer running([&](OctetView query, TcpReply reply) {
    remote = reply.remote();
    local = reply.local();
    reply.send(query);
  });
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  ASSERT_FALSE(read_framed(client.descriptor()).empty());
  EXPECT_EQ(remote, bound_address(client.descriptor()));
  EXPECT_EQ(local, running.address());
}

TEST(TcpServer, listens_on_ipv6_as_well) {
  RunningTcpServer running(echo, {}, *SocketAddress::parse("[::1]:0"));
  if (!running.is_open()) GTEST_SKIP() << "this machine has no IPv6 loopback";
  const NativeSocket client = connect_to(running.address(), SOCK_STREAM);
  write_all(client.descriptor(), with_length(make_query(1)));
  EXPECT_EQ(read_framed(client.descriptor()), make_query(1));
}

TEST(TcpServer, says_why_it_can_not_listen) {
  EventLoop loop;
  const auto first = TcpServer::open(loop, loopback, echo);
  ASSERT_TRUE(first.ok());
  const auto second = TcpServer::open(loop, first->address(), echo);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::network_failure);
}

}  // namespace
}  // namespace vouch::net::test
