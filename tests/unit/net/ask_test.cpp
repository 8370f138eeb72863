#include <gtest/gtest.h>

#include "net/query_client.hpp"
#include "net/udp_server.hpp"
#include "tests/unit/net/loop_thread.hpp"
#include "tests/unit/net/messages.hpp"

namespace vouch::net::test {
namespace {

// Answers no datagram but every n-th.
class LossyServer {
 public:
  explicit LossyServer(int every) {
    thread_.call([&] {
      server_ = std::make_unique<UdpServer>(*UdpServer::open(
          thread_.loop(), loopback, [this, every](OctetView query, const UdpPeer&, Octets& reply) {
            if (++count_ % every == 0) reply = make_reply(query);
          }));
      return 0;
    });
  }
  ~LossyServer() {
    thread_.call([&] { return server_.reset(), 0; });
  }
  SocketAddress address() const { return server_->address(); }
  int count() {
    return thread_.call([&] { return count_; });
  }

 private:
  LoopThread thread_;
  std::unique_ptr<UdpServer> server_;
  int count_ = 0;
};

TEST(Ask, waits_for_the_answer) {
  LossyServer server(1);
  const auto reply = ask(server.address(), make_query(1));
  ASSERT_TRUE(reply.ok()) << reply.error().message();
  EXPECT_EQ(*reply, make_reply(make_query(1)));
}

TEST(Ask, tries_again_when_no_answer_comes) {
  LossyServer server(3);
  AskOptions options;
  options.timeout_ms = 50;
  const auto reply = ask_for_reply(server.address(), make_query(1), options);
  ASSERT_TRUE(reply.ok()) << reply.error().message();
  EXPECT_EQ(server.count(), 3);
  EXPECT_LT(reply->microseconds, 50'000U);
}

TEST(Ask, gives_up_after_its_tries) {
  LossyServer server(100);
  AskOptions options;
  options.timeout_ms = 20;
  options.tries = 2;
  const auto reply = ask(server.address(), make_query(1), options);
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, ErrorCode::timed_out);
  EXPECT_EQ(server.count(), 2);
}

TEST(Ask, does_not_try_again_where_nobody_listens) {
  const SocketAddress closed = [] {
    LossyServer gone(1);
    return gone.address();
  }();
  const auto reply = ask(closed, make_query(1));
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, ErrorCode::network_failure);
}

}  // namespace
}  // namespace vouch::net::test
