#include "net/listen_addresses.hpp"

#include "net/native_socket.hpp"

namespace vouch::net {
namespace {

/// Ports that are tried where any will do.
constexpr int attempts = 32;

struct TakenPort {
  SocketAddress address;
  NativeSocket udp;
  NativeSocket tcp;
};

Result<TakenPort> take(const SocketAddress& wanted) {
  VOUCH_TRY(NativeSocket udp, open_bound_socket(wanted, SocketKind::datagram, {}));
  const SocketAddress address = wanted.with_port(bound_address(udp.descriptor()).port());
  VOUCH_TRY(NativeSocket tcp, open_bound_socket(address, SocketKind::stream, {}));
  return TakenPort{address, std::move(udp), std::move(tcp)};
}

// A port that is free for UDP may have a TCP connection of somebody's.
Result<TakenPort> take_any(const SocketAddress& wanted) {
  Result<TakenPort> taken = take(wanted);
  for (int i = 1; i < attempts && wanted.port() == 0 && !taken.ok(); ++i) taken = take(wanted);
  return taken;
}

}  // namespace

Result<std::vector<SocketAddress>> choose_listen_addresses(std::span<const SocketAddress> wanted) {
  std::vector<SocketAddress> addresses;
  std::vector<TakenPort> taken;
  for (const SocketAddress& each : wanted) {
    VOUCH_TRY(TakenPort port, take_any(each));
    addresses.push_back(port.address);
    taken.push_back(std::move(port));
  }
  return addresses;
}

}  // namespace vouch::net
