// Messages and raw sockets that the net tests share; written by hand, since net/ knows no DNS
// beyond the header.
#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "net/address.hpp"
#include "net/native_socket.hpp"
#include "vouch/name/name.hpp"

namespace vouch::net::test {

inline const SocketAddress loopback = SocketAddress::v4({127, 0, 0, 1}, 0);

/// A query for the name, type A, class IN.
inline Octets make_query(std::uint16_t id, std::string_view name = "www.example.") {
  Octets query = {static_cast<std::uint8_t>(id >> 8),
                  static_cast<std::uint8_t>(id),
                  1,
                  0,
                  0,
                  1,
                  0,
                  0,
                  0,
                  0,
                  0,
                  0};
  append_octets(query, Name::parse(name)->wire());
  append_octets(query, Octets{0, 1, 0, 1});
  return query;
}

/// The query with QR set, and `extra` octets behind it.
inline Octets make_reply(OctetView query, std::size_t extra = 0) {
  Octets reply(query.begin(), query.end());
  reply[2] |= 0x80;
  reply.resize(reply.size() + extra, 0xaa);
  return reply;
}

inline Octets with_length(OctetView message) {
  Octets framed = {static_cast<std::uint8_t>(message.size() >> 8),
                   static_cast<std::uint8_t>(message.size())};
  append_octets(framed, message);
  return framed;
}

/// A blocking socket connected to the address, which gives up reading after three seconds.
inline NativeSocket connect_to(const SocketAddress& address, int type) {
  NativeSocket socket(::socket(address.is_v6() ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, 0));
  const timeval patience{3, 0};
  ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const SocketAddress::Native native = address.native();
  if (::connect(socket.descriptor(), native.pointer(), native.size) != 0) socket.close();
  return socket;
}

inline void write_all(int descriptor, OctetView octets) {
  while (!octets.empty()) {
    const ssize_t count = ::send(descriptor, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    octets = octets.subspan(static_cast<std::size_t>(count));
  }
}

/// One message with its length in front; empty at the end, on an error and after three seconds.
inline Octets read_framed(int descriptor) {
  const auto read = [descriptor](std::size_t count) {
    Octets octets(count);
    const ssize_t got = ::recv(descriptor, octets.data(), count, MSG_WAITALL);
    return got == static_cast<ssize_t>(count) ? octets : Octets();
  };
  const Octets length = read(2);
  return length.empty() ? Octets() : read(static_cast<std::size_t>(length[0] << 8 | length[1]));
}

inline Octets read_datagram(int descriptor) {
  Octets octets(65535);
  const ssize_t got = ::recv(descriptor, octets.data(), octets.size(), 0);
  octets.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return octets;
}

/// Whether the other side has closed: the end or a reset within three seconds.
inline bool is_closed(int descriptor) {
  std::uint8_t octet = 0;
  const ssize_t got = ::recv(descriptor, &octet, 1, 0);
  return got == 0 || (got < 0 && errno == ECONNRESET);
}

}  // namespace vouch::net::test
