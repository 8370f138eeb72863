#include "net/native_socket.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "net/random.hpp"

namespace vouch::net {
namespace {

bool set_option(int descriptor, int level, int name, int value) {
  return ::setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

Error bind_error(const SocketAddress& address) {
  const int reason = errno;
  Error error = network_error("can't listen on", address);
  if (reason == EADDRINUSE) error.detail += "; another program listens there";
  if (reason == EACCES) error.detail += "; ports below 1024 need root or CAP_NET_BIND_SERVICE";
  if (reason == EADDRNOTAVAIL) error.detail += "; this machine has no such address";
  return error;
}

}  // namespace

NativeSocket& NativeSocket::operator=(NativeSocket&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = other.release();
  }
  return *this;
}

int NativeSocket::release() { return std::exchange(descriptor_, -1); }

void NativeSocket::close() {
  if (descriptor_ >= 0) ::close(release());
}

Error network_error(std::string_view what, const SocketAddress& address) {
  return fail(ErrorCode::network_failure,
              std::string(what) + " " + address.text() + ": " + std::strerror(errno));
}

Result<NativeSocket> open_socket(const SocketAddress& address, SocketKind kind) {
  const int type = kind == SocketKind::datagram ? SOCK_DGRAM : SOCK_STREAM;
  const int family = address.is_v6() ? AF_INET6 : AF_INET;
  NativeSocket socket(::socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (socket.descriptor() < 0) {
    const bool has_too_many = errno == EMFILE || errno == ENFILE;
    Error error = network_error("no socket for", address);
    // That is no fault of whoever has the address.
    if (has_too_many) error.code = ErrorCode::limit_reached;
    return error;
  }
  return socket;
}

bool has_route(const SocketAddress& address) {
  const int family = address.is_v6() ? AF_INET6 : AF_INET;
  const NativeSocket socket(::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (socket.descriptor() < 0) return errno != EAFNOSUPPORT;
  const SocketAddress::Native native = address.native();
  if (::connect(socket.descriptor(), native.pointer(), native.size) == 0) return true;
  return errno != ENETUNREACH && errno != EADDRNOTAVAIL && errno != EAFNOSUPPORT;
}

Result<NativeSocket> open_bound_socket(const SocketAddress& address, SocketKind kind,
                                       const ListenOptions& options) {
  VOUCH_TRY(NativeSocket socket, open_socket(address, kind));
  const int descriptor = socket.descriptor();
  if (address.is_v6() && !set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1)) {
    return network_error("can't keep IPv4 out of", address);
  }
  // A restarted server takes its port back while old connections still linger.
  if (kind == SocketKind::stream) set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
  if (options.share_port && !set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)) {
    return network_error("can't share the port of", address);
  }
  if (options.receive_buffer != 0) {
    set_option(descriptor, SOL_SOCKET, SO_RCVBUF, static_cast<int>(options.receive_buffer));
  }
  const SocketAddress::Native native = address.native();
  if (::bind(descriptor, native.pointer(), native.size) != 0) return bind_error(address);
  return socket;
}

SocketAddress bound_address(int descriptor) {
  SocketAddress::Native native{};
  native.size = static_cast<unsigned>(native.storage.size());
  if (::getsockname(descriptor, native.pointer(), &native.size) != 0) return {};
  return SocketAddress::from_native(*native.pointer());
}

bool bind_random_port(int descriptor, const SocketAddress& address) {
  static constexpr int attempts = 8;
  for (int i = 0; i < attempts; ++i) {
    const auto port = static_cast<std::uint16_t>(1024 + random_below(65536 - 1024));
    const SocketAddress::Native native = address.with_port(port).native();
    if (::bind(descriptor, native.pointer(), native.size) == 0) return true;
    if (errno != EADDRINUSE && errno != EACCES) return false;
  }
  const SocketAddress::Native any = address.with_port(0).native();
  return ::bind(descriptor, any.pointer(), any.size) == 0;
}

}  // namespace vouch::net
