// The resolver on loopback, asking an authoritative server on loopback: both transports, many
// clients, who may ask, reload.
#include "resolver/server.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <thread>

#include "authority/server.hpp"
#include "net/query_client.hpp"
#include "net/udp_server.hpp"
#include "tests/support/signed_world.hpp"
#include "vouch/base/file.hpp"

namespace vouch::resolver {
namespace {

using testing::name_of;
using testing::SignedWorld;
using testing::world_time;
using testing::WorldZone;

/// One server for all zones, at 127.0.0.1 and a port of its own; glue everywhere points there.
std::vector<WorldZone> zones() {
  const auto to_loopback = [](std::vector<Record>& records) {
    for (Record& each : records) {
      if (each.type == RRType::A && each.owner.view().first_label()[0] == 'n')
        each.rdata = {127, 0, 0, 1};
    }
  };
  std::vector<WorldZone> all{{"."}, {"test."}, {"example.test."}};
  all[2].text = "www A 192.0.2.1\nbad A 192.0.2.2\nbig TXT " + std::string(250, 'x') + "\n";
  for (int i = 0; i < 10; ++i)
    all[2].text += "big TXT \"" + std::to_string(i) + std::string(200, 'y') + "\"\n";
  for (WorldZone& each : all) each.before_signing = to_loopback;
  all[2].after_signing = [](std::vector<Record>& records) {
    testing::alter(records, "bad.example.test.", RRType::A);
  };
  return all;
}

class Server : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "vouch-resolve-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    start_authority();
    config_.listen = {net::SocketAddress::v4({127, 0, 0, 1}, 0)};
    config_.allow = {AddressPrefix::parse("127.0.0.0/8").value()};
    config_.threads = 2;
    config_.settings.query_port = port_;
    config_.hints = hints();
    config_.anchors = world_.anchors;
    config_.validation_time = world_time;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void start() {
    auto opened = ResolverServer::open(config_);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    server_ = *std::move(opened);
    server_->start();
  }

  net::SocketAddress address() const { return server_->addresses().at(0); }

  Result<Message> ask(const std::string& name, RRType type,
                      net::Transport transport = net::Transport::udp_then_tcp,
                      bool recursion_desired = true) const {
    Edns edns;
    edns.dnssec_ok = true;
    const Octets query =
        make_query(7, {name_of(name), type, RRClass::IN}, recursion_desired, edns).write();
    net::AskOptions options;
    options.transport = transport;
    VOUCH_TRY(const Octets reply, net::ask(address(), query, options));
    return Message::read(reply);
  }

  SignedWorld world_{zones()};
  std::string directory_;
  std::unique_ptr<authority::AuthorityServer> authority_;
  std::uint16_t port_ = 0;
  ResolveConfig config_;
  std::unique_ptr<ResolverServer> server_;

 private:
  void start_authority() {
    authority::ServeConfig config;
    config.listen = {net::SocketAddress::v4({127, 0, 0, 1}, 0)};
    config.threads = 1;
    for (const char* apex : {".", "test.", "example.test."}) {
      std::string text;
      for (const Record& each : world_.records(apex)) text += each.text() + "\n";
      const std::string path = directory_ + "/" + apex + "zone";
      ASSERT_TRUE(write_file(path, text).ok());
      config.zones.push_back({name_of(apex), path});
    }
    auto opened = authority::AuthorityServer::open(config);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    authority_ = *std::move(opened);
    authority_->start();
    port_ = authority_->addresses().at(0).port();
  }

  Delegation hints() const {
    std::vector<Record> records{testing::record_of(". NS ns."),
                                testing::record_of("ns. A 127.0.0.1")};
    return read_root_servers(records, port_).value();
  }
};

TEST_F(Server, answers_what_is_secure_over_udp_and_tcp) {
  start();
  for (const auto transport : {net::Transport::udp, net::Transport::tcp}) {
    const auto reply = ask("www.example.test.", RRType::A, transport);
    ASSERT_TRUE(reply.ok()) << reply.error().message();
    EXPECT_EQ(reply->rcode(), Rcode::NOERROR);
    EXPECT_TRUE(reply->header.ad);
    EXPECT_TRUE(reply->header.ra);
    EXPECT_EQ(reply->answer.size(), 2U) << "the address and its signature";
  }
}

TEST_F(Server, refuses_what_is_bogus_with_the_reason) {
  start();
  const auto reply = ask("bad.example.test.", RRType::A);
  ASSERT_TRUE(reply.ok()) << reply.error().message();
  EXPECT_EQ(reply->rcode(), Rcode::SERVFAIL);
  ASSERT_FALSE(reply->edns->extended_errors().empty());
  EXPECT_THAT(reply->edns->extended_errors()[0].text, ::testing::HasSubstr("bad.example.test."));
}

TEST_F(Server, cuts_what_is_too_large_for_a_datagram) {
  start();
  const auto cut = ask("big.example.test.", RRType::TXT, net::Transport::udp);
  ASSERT_TRUE(cut.ok()) << cut.error().message();
  EXPECT_TRUE(cut->header.tc);
  const auto whole = ask("big.example.test.", RRType::TXT, net::Transport::udp_then_tcp);
  ASSERT_TRUE(whole.ok());
  EXPECT_FALSE(whole->header.tc);
  EXPECT_EQ(whole->answer.size(), 12U);
}

TEST_F(Server, answers_many_clients_at_once) {
  start();
  std::vector<std::thread> clients;
  std::vector<int> secure(8);
  for (std::size_t i = 0; i < secure.size(); ++i) {
    clients.emplace_back([this, &count = secure[i], i] {
      for (int n = 0; n < 10; ++n) {
        const std::string label = n % 2 == 0 ? "www" : "none" + std::to_string(i * 100);
        const auto reply = ask(label + ".example.test.", RRType::A);
        count += reply.ok() && reply->header.ad ? 1 : 0;
      }
    });
  }
  for (std::thread& each : clients) each.join();
  EXPECT_THAT(secure, ::testing::Each(10));
}

TEST_F(Server, tells_who_may_not_ask) {
  config_.allow = {AddressPrefix::parse("192.0.2.0/24").value()};
  start();
  const auto reply = ask("www.example.test.", RRType::A);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->rcode(), Rcode::REFUSED);
  EXPECT_EQ(reply->edns->extended_errors().at(0).code, ExtendedErrorCode::prohibited);
}

TEST_F(Server, looks_for_nothing_without_rd) {
  config_.threads = 1;
  start();
  const auto ask_without_rd = [this] {
    return ask("www.example.test.", RRType::A, net::Transport::udp, false).value().rcode();
  };
  EXPECT_EQ(ask_without_rd(), Rcode::REFUSED);
  ASSERT_TRUE(ask("www.example.test.", RRType::A).ok());
  EXPECT_EQ(ask_without_rd(), Rcode::NOERROR) << "what is known is told";
}

TEST_F(Server, resolves_by_the_new_configuration_after_a_reload) {
  start();
  EXPECT_TRUE(ask("www.example.test.", RRType::A).value().header.ad);
  ResolveConfig other = config_;
  other.anchors = AnchorStore();
  server_->reload(other);
  const auto reply = ask("www.example.test.", RRType::A);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->rcode(), Rcode::NOERROR);
  EXPECT_FALSE(reply->header.ad) << "without trust anchors nothing is secure";
}

TEST_F(Server, stops_while_it_resolves) {
  // Nobody answers at this port.
  net::EventLoop loop;
  auto deaf = net::UdpServer::open(loop, net::SocketAddress::v4({127, 0, 0, 1}, 0), {});
  ASSERT_TRUE(deaf.ok());
  config_.settings.query_port = deaf->address().port();
  for (NameServer& each : config_.hints.servers)
    each.addresses.at(0).port = config_.settings.query_port;
  start();
  std::thread client([this] {
    net::AskOptions options;
    options.timeout_ms = 300;
    options.tries = 1;
    options.transport = net::Transport::udp;
    const Octets query =
        make_query(7, {name_of("www.example.test."), RRType::A, RRClass::IN}, true, {}).write();
    EXPECT_FALSE(net::ask(address(), query, options).ok());
  });
  client.join();
  server_->stop();
  server_.reset();
}

}  // namespace
}  // namespace vouch::resolver
