#include "net/udp_server.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/unit/net/loop_thread.hpp"
#include "tests/unit/net/messages.hpp"

namespace vouch::net::test {
namespace {

void echo(OctetView datagram, const UdpPeer&, Octets& reply) { append_octets(reply, datagram); }

// A server in a loop's thread, made and destroyed there.
class RunningUdpServer {
 public:
  explicit RunningUdpServer(const SocketAddress& address, UdpServer::Handler handler = echo,
                            UdpServerOptions options = {}) {
    thread_.call([&] {
      auto opened = UdpServer::open(thread_.loop(), address, std::move(handler), options);
      if (opened.ok()) server_ = std::make_unique<UdpServer>(std::move(*opened));
      return 0;
    });
  }
  ~RunningUdpServer() {
    thread_.call([&] { return server_.reset(), 0; });
  }

  bool is_open() const { return server_ != nullptr; }
  UdpServer& server() { return *server_; }
  LoopThread& thread() { return thread_; }
  SocketAddress address() const { return server_->address(); }
  UdpCounters counters() {
    return thread_.call([&] { return server_->counters(); });
  }

 private:
  LoopThread thread_;
  std::unique_ptr<UdpServer> server_;
};

TEST(UdpServer, answers_each_datagram) {
  RunningUdpServer running(loopback);
  const NativeSocket client = connect_to(running.address(), SOCK_DGRAM);
  for (std::uint16_t id = 0; id < 10; ++id) {
    const Octets query = make_query(id);
    write_all(client.descriptor(), query);
    EXPECT_EQ(read_datagram(client.descriptor()), query);
  }
  const UdpCounters counters = running.counters();
  EXPECT_EQ(counters.received, 10U);
  EXPECT_EQ(counters.sent, 10U);
  EXPECT_EQ(counters.dropped + counters.lost, 0U);
}

TEST(UdpServer, answers_many_that_wait_at_once) {
  UdpServerOptions options;
  options.batch = 8;
  RunningUdpServer running(loopback, echo, options);
  const NativeSocket client = connect_to(running.address(), SOCK_DGRAM);
  // The loop is held up until all are there, so that batches are full.
  std::promise<void> all_sent;
  running.thread().loop().post([&] { all_sent.get_future().wait(); });
  for (std::uint16_t id = 0; id < 100; ++id) write_all(client.descriptor(), make_query(id));
  all_sent.set_value();
  std::set<Octets> answers;
  for (int i = 0; i < 100; ++i) answers.insert(read_datagram(client.descriptor()));
  EXPECT_EQ(answers.size(), 100U);
  EXPECT_EQ(running.counters().sent, 100U);
}

TEST(UdpServer, sends_nothing_where_the_handler_wrote_nothing) {
  RunningUdpServer running(loopback, [](OctetView datagram, const UdpPeer&, Octets& reply) {
    if (datagram[1] % 2 == 0) append_octets(reply, datagram);
  });
  const NativeSocket client = connect_to(running.address(), SOCK_DGRAM);
  for (std::uint16_t id = 1; id <= 4; ++id) write_all(client.descriptor(), make_query(id));
  EXPECT_EQ(read_datagram(client.descriptor()), make_query(2));
  EXPECT_EQ(read_datagram(client.descriptor()), make_query(4));
  EXPECT_EQ(running.counters().sent, 2U);
}

TEST(UdpServer, gives_every_answer_a_buffer_that_is_empty) {
  RunningUdpServer running(loopback, [](OctetView datagram, const UdpPeer&, Octets& reply) {
    EXPECT_TRUE(reply.empty());
    append_octets(reply, datagram);
  });
  const NativeSocket client = connect_to(running.address(), SOCK_DGRAM);
  for (std::uint16_t id = 0; id < 50; ++id) {
    write_all(client.descriptor(), make_query(id, id % 2 == 0 ? "a.long.name.example." : "a."));
    EXPECT_EQ(read_datagram(client.descriptor()).size(), id % 2 == 0 ? 37U : 19U);
  }
}

TEST(UdpServer, drops_datagrams_that_are_too_long) {
  UdpServerOptions options;
  options.max_datagram = 512;
  RunningUdpServer running(loopback, echo, options);
  const NativeSocket client = connect_to(running.address(), SOCK_DGRAM);
  write_all(client.descriptor(), Octets(513, 1));
  write_all(client.descriptor(), Octets(512, 2));
  EXPECT_EQ(read_datagram(client.descriptor()), Octets(512, 2));
  EXPECT_EQ(running.counters().dropped, 1U);
}

TEST(UdpServer, survives_an_empty_datagram) {
  RunningUdpServer running(loopback, [](OctetView datagram, const UdpPeer&, Octets& reply) {
    if (datagram.empty()) reply.push_back(7);
  });
  const NativeSocket client = connect_to(running.address(), SOCK_DGRAM);
  ::send(client.descriptor(), "", 0, 0);
  EXPECT_EQ(read_datagram(client.descriptor()), Octets{7});
}

TEST(UdpServer, answers_from_the_address_that_was_asked) {
  RunningUdpServer running(*SocketAddress::parse("0.0.0.0:0"));
  for (const std::uint8_t last : {1, 7, 99}) {
    const SocketAddress asked = SocketAddress::v4({127, 0, 0, last}, running.address().port());
    // A connected socket takes answers from no other address.
    const NativeSocket client = connect_to(asked, SOCK_DGRAM);
    write_all(client.descriptor(), make_query(last));
    EXPECT_EQ(read_datagram(client.descriptor()), make_query(last)) << asked.text();
  }
}

TEST(UdpServer, tells_the_handler_who_asked_and_where) {
  UdpPeer seen;
  RunningUdpServer running(*SocketAddress::parse("0.0.0.0:0"),
                           [&](OctetView datagram, const UdpPeer& peer, Octets& reply) {
                             seen = peer;
                             append_octets(reply, datagram);
                           });
  const NativeSocket client =
      connect_to(SocketAddress::v4({127, 0, 0, 5}, running.address().port()), SOCK_DGRAM);
  write_all(client.descriptor(), make_query(1));
  ASSERT_FALSE(read_datagram(client.descriptor()).empty());
  const UdpPeer peer = running.thread().call([&] { return seen; });
  EXPECT_EQ(peer.remote, bound_address(client.descriptor()));
  EXPECT_EQ(peer.local.address_text(), "127.0.0.5");
}

TEST(UdpServer, listens_on_ipv6_as_well) {
  for (const std::string_view listen : {"[::1]:0", "[::]:0"}) {
    RunningUdpServer running(*SocketAddress::parse(listen));
    if (!running.is_open()) GTEST_SKIP() << "this machine has no IPv6";
    const NativeSocket client =
        connect_to(SocketAddress::parse("::1")->with_port(running.address().port()), SOCK_DGRAM);
    if (client.descriptor() < 0) GTEST_SKIP() << "this machine has no IPv6 loopback";
    write_all(client.descriptor(), make_query(6));
    EXPECT_EQ(read_datagram(client.descriptor()), make_query(6)) << listen;
  }
}

TEST(UdpServer, answers_later_from_the_same_address) {
  UdpPeer peer;
  std::promise<void> came;
  RunningUdpServer running(*SocketAddress::parse("0.0.0.0:0"),
                           [&](OctetView, const UdpPeer& asking, Octets&) {
                             peer = asking;
                             came.set_value();
                           });
  const NativeSocket client =
      connect_to(SocketAddress::v4({127, 0, 0, 9}, running.address().port()), SOCK_DGRAM);
  write_all(client.descriptor(), make_query(1));
  came.get_future().wait();
  EXPECT_TRUE(
      running.thread().call([&] { return running.server().send(peer, make_query(2)).ok(); }));
  EXPECT_EQ(read_datagram(client.descriptor()), make_query(2));
}

TEST(UdpServer, shares_its_port_between_threads_when_told_to) {
  UdpServerOptions options;
  options.share_port = true;
  RunningUdpServer first(loopback, echo, options);
  RunningUdpServer second(first.address(), echo, options);
  EXPECT_EQ(first.address(), second.address());
  for (std::uint16_t id = 0; id < 40; ++id) {
    const NativeSocket client = connect_to(first.address(), SOCK_DGRAM);
    write_all(client.descriptor(), make_query(id));
    EXPECT_EQ(read_datagram(client.descriptor()), make_query(id));
  }
  EXPECT_EQ(first.counters().sent + second.counters().sent, 40U);
}

TEST(UdpServer, says_why_it_can_not_listen) {
  EventLoop loop;
  const auto first = UdpServer::open(loop, loopback, echo);
  ASSERT_TRUE(first.ok());
  const auto second = UdpServer::open(loop, first->address(), echo);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::network_failure);
  EXPECT_NE(second.error().message().find(first->address().text()), std::string::npos);
  EXPECT_NE(second.error().message().find("another program"), std::string::npos);
  const auto foreign = UdpServer::open(loop, *SocketAddress::parse("192.0.2.77:0"), echo);
  ASSERT_FALSE(foreign.ok());
  EXPECT_NE(foreign.error().message().find("no such address"), std::string::npos);
}

TEST(UdpServer, may_be_destroyed_by_its_own_handler) {
  EventLoop loop;
  std::unique_ptr<UdpServer> server;
  int calls = 0;
  auto opened =
      UdpServer::open(loop, loopback, [&](OctetView datagram, const UdpPeer&, Octets& reply) {
        append_octets(reply, datagram);
        server.reset();
        ++calls;
      });
  server = std::make_unique<UdpServer>(std::move(*opened));
  const NativeSocket client = connect_to(server->address(), SOCK_DGRAM);
  write_all(client.descriptor(), make_query(1));
  write_all(client.descriptor(), make_query(2));
  loop.run();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace vouch::net::test
