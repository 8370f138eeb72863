#include "net/listen_addresses.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "net/native_socket.hpp"

namespace vouch::net {
namespace {

const SocketAddress any_port = SocketAddress::v4({127, 0, 0, 1}, 0);

NativeSocket take(const SocketAddress& address, SocketKind kind) {
  auto socket = open_bound_socket(address, kind, {});
  EXPECT_TRUE(socket.ok()) << socket.error().message();
  return *std::move(socket);
}

TEST(ListenAddresses, have_a_port_that_is_free_for_both_transports) {
  const SocketAddress wanted[] = {any_port, any_port};
  const auto chosen = choose_listen_addresses(wanted);
  ASSERT_TRUE(chosen.ok()) << chosen.error().message();
  ASSERT_EQ(chosen->size(), 2U);
  EXPECT_NE((*chosen)[0].port(), (*chosen)[1].port());
  for (const SocketAddress& each : *chosen) {
    const NativeSocket udp = take(each, SocketKind::datagram);
    const NativeSocket tcp = take(each, SocketKind::stream);
    EXPECT_EQ(bound_address(tcp.descriptor()), each);
  }
}

// The system picks a port by what is free for UDP.
TEST(ListenAddresses, pass_over_ports_that_are_busy_for_tcp) {
  std::vector<NativeSocket> busy;
  for (int i = 0; i < 200; ++i) {
    busy.push_back(take(any_port, SocketKind::stream));
    ASSERT_EQ(::listen(busy.back().descriptor(), 1), 0);
  }
  for (int i = 0; i < 200; ++i) {
    const auto chosen = choose_listen_addresses({&any_port, 1});
    ASSERT_TRUE(chosen.ok()) << chosen.error().message();
    take(chosen->front(), SocketKind::stream);
  }
}

TEST(ListenAddresses, are_refused_where_another_server_has_the_port_of_either_transport) {
  for (const SocketKind kind : {SocketKind::datagram, SocketKind::stream}) {
    const NativeSocket other = take(any_port, kind);
    const bool listens = kind == SocketKind::datagram || ::listen(other.descriptor(), 1) == 0;
    ASSERT_TRUE(listens);
    const SocketAddress wanted = bound_address(other.descriptor());
    const auto chosen = choose_listen_addresses({&wanted, 1});
    ASSERT_FALSE(chosen.ok());
    EXPECT_EQ(chosen.error().code, ErrorCode::network_failure);
    EXPECT_NE(chosen.error().detail.find(std::to_string(wanted.port())), std::string::npos);
  }
}

}  // namespace
}  // namespace vouch::net
