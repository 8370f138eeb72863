// The server on loopback: both transports, several workers, reload, broken files.
#include "authority/server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "tests/unit/authority/reply.hpp"
#include "vouch/base/file.hpp"

namespace vouch::authority {
namespace {

using Lines = std::vector<std::string>;

std::string zone_text(int serial, const std::string& more = "") {
  return "$TTL 300\n@ SOA ns hostmaster " + std::to_string(serial) +
         " 1 2 3 4\n@ NS ns\nns A 127.0.0.1\n" + more;
}

/// A connected socket of the test's own.
class Client {
 public:
  Client(const net::SocketAddress& server, int kind)
      : kind_(kind), socket_(::socket(AF_INET, kind, 0)) {
    const timeval patience{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    auto native = server.native();
    connected_ = ::connect(socket_, native.pointer(), native.size) == 0;
  }
  Client(const Client&) = delete;
  ~Client() { ::close(socket_); }

  bool connected() const { return connected_; }

  void send(const Octets& message) {
    Octets framed;
    if (kind_ == SOCK_STREAM) WireWriter(framed).u16(static_cast<std::uint16_t>(message.size()));
    append_octets(framed, message);
    EXPECT_EQ(::send(socket_, framed.data(), framed.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(framed.size()));
  }

  /// Empty when the connection was closed or nothing came.
  Octets receive() {
    std::size_t octets = 4096;
    if (kind_ == SOCK_STREAM) {
      std::uint8_t length[2];
      if (::recv(socket_, length, 2, MSG_WAITALL) != 2) return {};
      octets = static_cast<std::size_t>(length[0] << 8 | length[1]);
    }
    Octets message(octets);
    const ssize_t got =
        ::recv(socket_, message.data(), octets, kind_ == SOCK_STREAM ? MSG_WAITALL : 0);
    message.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return message;
  }

  Reply ask(const std::string& name, RRType type) {
    send(make_query(name, type));
    return read_reply(receive());
  }

 private:
  int kind_;
  int socket_;
  bool connected_ = false;
};

class Server : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "vouch-server-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    config_.listen = {net::SocketAddress::v4({127, 0, 0, 1}, 0)};
    config_.threads = 2;
    add_zone("example.", zone_text(1));
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string path_of(const std::string& zone) const { return directory_ + "/" + zone + "zone"; }

  void write_zone(const std::string& zone, const std::string& text) {
    ASSERT_TRUE(write_file(path_of(zone), text).ok());
  }

  void add_zone(const std::string& zone, const std::string& text) {
    write_zone(zone, text);
    config_.zones.push_back({Name::parse(zone).value(), path_of(zone)});
  }

  void start() {
    auto opened = AuthorityServer::open(config_);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    server_ = *std::move(opened);
    server_->start();
  }

  Reply ask(const std::string& name, RRType type, int kind = SOCK_DGRAM) {
    return Client(server_->addresses()[0], kind).ask(name, type);
  }

  /// The serial that is answered now.
  std::uint32_t serial(const std::string& zone) {
    const Reply reply = ask(zone, RRType::SOA);
    if (reply.records.empty()) return 0;
    const Octets& rdata = reply.records[0].rdata;
    const std::size_t at = rdata.size() - 20;
    return static_cast<std::uint32_t>(rdata[at]) << 24 | rdata[at + 1] << 16 | rdata[at + 2] << 8 |
           rdata[at + 3];
  }

  std::string directory_;
  ServeConfig config_;
  std::unique_ptr<AuthorityServer> server_;
};

TEST_F(Server, answers_over_udp_and_tcp_on_one_port) {
  start();
  for (const int kind : {SOCK_DGRAM, SOCK_STREAM}) {
    const Reply reply = ask("ns.example.", RRType::A, kind);
    EXPECT_EQ(reply.rcode, "NOERROR");
    EXPECT_EQ(reply.flags, "aa");
    EXPECT_EQ(reply.answer, Lines{"ns.example. A"});
  }
}

TEST_F(Server, answers_many_queries_of_one_connection_and_closes_on_a_reply) {
  start();
  Client client(server_->addresses()[0], SOCK_STREAM);
  for (int i = 0; i < 20; ++i) client.send(make_query("ns.example.", RRType::A));
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(read_reply(client.receive()).answer, Lines{"ns.example. A"});
  Octets reply = make_query("ns.example.", RRType::A);
  reply[2] = 0x80;
  client.send(reply);
  EXPECT_TRUE(client.receive().empty());
}

TEST_F(Server, reloads_zones) {
  start();
  EXPECT_EQ(serial("example."), 1U);
  write_zone("example.", zone_text(2));
  EXPECT_EQ(server_->reload(config_), 0U);
  EXPECT_EQ(serial("example."), 2U);
}

TEST_F(Server, keeps_the_old_zone_when_the_new_file_is_broken) {
  start();
  write_zone("example.", "@ SOA broken\n");
  testing::internal::CaptureStderr();
  EXPECT_EQ(server_->reload(config_), 1U);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("old content is served"), std::string::npos) << log;
  EXPECT_NE(log.find(path_of("example.") + ":1"), std::string::npos) << log;
  EXPECT_EQ(serial("example."), 1U);
  std::filesystem::remove(path_of("example."));
  EXPECT_EQ(server_->reload(config_), 1U);
  EXPECT_EQ(serial("example."), 1U);
  write_zone("example.", zone_text(3));
  EXPECT_EQ(server_->reload(config_), 0U);
  EXPECT_EQ(serial("example."), 3U);
}

TEST_F(Server, takes_up_new_zones_and_lets_old_ones_go) {
  start();
  EXPECT_EQ(ask("ns.test.", RRType::A).rcode, "REFUSED");
  add_zone("test.", zone_text(7));
  EXPECT_EQ(server_->reload(config_), 0U);
  EXPECT_EQ(serial("test."), 7U);
  config_.zones.erase(config_.zones.begin());
  EXPECT_EQ(server_->reload(config_), 0U);
  EXPECT_EQ(ask("ns.example.", RRType::A).rcode, "REFUSED");
  EXPECT_EQ(server_->zones().zones().size(), 1U);
}

TEST_F(Server, answers_servfail_for_a_zone_that_it_could_not_load) {
  add_zone("broken.test.", "nonsense\n");
  start();
  EXPECT_EQ(ask("www.broken.test.", RRType::A).rcode, "SERVFAIL");
  EXPECT_EQ(ask("ns.example.", RRType::A).rcode, "NOERROR");
  write_zone("broken.test.", zone_text(9));
  EXPECT_EQ(server_->reload(config_), 0U);
  EXPECT_EQ(serial("broken.test."), 9U);
}

TEST_F(Server, does_not_open_without_any_zone) {
  write_zone("example.", "");
  const auto opened = AuthorityServer::open(config_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::bad_zone);
}

TEST_F(Server, says_which_address_it_can_not_open) {
  start();
  config_.listen = {server_->addresses()[0]};
  config_.threads = 1;
  const auto second = AuthorityServer::open(config_);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().message().find(config_.listen[0].text()), std::string::npos)
      << second.error().message();
}

TEST_F(Server, refuses_zones_whose_negative_answers_cost_too_much) {
  add_zone("costly.test.", zone_text(1, "@ NSEC3PARAM 1 0 2501 -\n"));
  add_zone("bearable.test.", zone_text(1, "@ NSEC3PARAM 1 0 10 -\n"));
  start();
  EXPECT_EQ(ask("ns.costly.test.", RRType::A).rcode, "SERVFAIL");
  EXPECT_EQ(ask("ns.bearable.test.", RRType::A).rcode, "NOERROR");
}

TEST_F(Server, loses_no_query_over_reloads) {
  start();
  std::atomic<bool> done{false};
  std::atomic<int> asked{0};
  std::atomic<int> wrong{0};
  std::thread asking([&] {
    Client client(server_->addresses()[0], SOCK_STREAM);
    while (!done) {
      ++asked;
      if (client.ask("ns.example.", RRType::A).answer != Lines{"ns.example. A"}) ++wrong;
    }
  });
  while (asked == 0) std::this_thread::yield();
  testing::internal::CaptureStderr();
  for (int i = 2; i < 30; ++i) {
    write_zone("example.", zone_text(i));
    EXPECT_EQ(server_->reload(config_), 0U);
  }
  testing::internal::GetCapturedStderr();
  done = true;
  asking.join();
  EXPECT_GT(asked, 0);
  EXPECT_EQ(wrong, 0);
}

TEST_F(Server, gives_cookies_that_it_takes_back) {
  config_.policy.require_server_cookie = true;
  start();
  Octets query = make_query("ns.example.", RRType::A, Edns::plain);
  const std::size_t length_at = query.size() - 1;
  query[length_at] = 12;
  append_octets(query, Octets{0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8});
  Client client(server_->addresses()[0], SOCK_DGRAM);
  client.send(query);
  const Reply refused = read_reply(client.receive());
  EXPECT_EQ(refused.rcode, "BADCOOKIE");
  const Octets* cookie = refused.option(EdnsOptionCode::cookie);
  ASSERT_NE(cookie, nullptr);
  query.resize(length_at + 1);
  query[length_at] = static_cast<std::uint8_t>(4 + cookie->size());
  append_octets(query, Octets{0, 10, 0, static_cast<std::uint8_t>(cookie->size())});
  append_octets(query, *cookie);
  client.send(query);
  EXPECT_EQ(read_reply(client.receive()).answer, Lines{"ns.example. A"});
}

TEST_F(Server, stops_and_lets_its_port_go) {
  start();
  const net::SocketAddress address = server_->addresses()[0];
  server_->stop();
  server_->stop();
  server_.reset();
  EXPECT_FALSE(Client(address, SOCK_STREAM).connected());
}

}  // namespace
}  // namespace vouch::authority
