// SocketAddress: an IPv4 or IPv6 address with a port, as sockets and people name it.
//
// Does not look up host names; what is no address in digits is refused.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"

struct sockaddr;

namespace vouch::net {

class SocketAddress {
 public:
  /// 0.0.0.0, port 0.
  SocketAddress() = default;

  /// Reads `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1`, `[2001:db8::1]:53`, `192.0.2.1#53`,
  /// `2001:db8::1#53`, `192.0.2.1@53`; an IPv6 address may name its interface (`fe80::1%eth0`).
  /// Errors: bad_address.
  static Result<SocketAddress> parse(std::string_view text, std::uint16_t default_port = 53);

  static SocketAddress v4(std::array<std::uint8_t, 4> octets, std::uint16_t port);
  static SocketAddress v6(const std::array<std::uint8_t, 16>& octets, std::uint16_t port,
                          std::uint32_t scope = 0);
  /// From the RDATA of an A or AAAA record: 4 or 16 octets. Errors: bad_address.
  static Result<SocketAddress> from_octets(OctetView octets, std::uint16_t port);
  /// From the system's form; 0.0.0.0 for other families.
  static SocketAddress from_native(const sockaddr& native);

  bool is_v6() const { return is_v6_; }
  std::uint16_t port() const { return port_; }
  /// The interface of a link-local IPv6 address; 0 where it names none.
  std::uint32_t scope() const { return scope_; }
  /// 4 or 16.
  OctetView octets() const { return OctetView(octets_).first(is_v6_ ? 16 : 4); }
  /// Whether the address is 0.0.0.0 or ::, that is, every address of this machine.
  bool is_wildcard() const;
  bool is_loopback() const;

  SocketAddress with_port(std::uint16_t port) const;

  /// `192.0.2.1`, `2001:db8::1`.
  std::string address_text() const;
  /// `192.0.2.1#53`, `2001:db8::1#53`.
  std::string text() const;

  /// Storage for the system's form, which needs no system header here.
  struct Native {
    alignas(8) std::array<unsigned char, 128> storage;
    unsigned size;
    sockaddr* pointer() { return reinterpret_cast<sockaddr*>(storage.data()); }
    const sockaddr* pointer() const { return reinterpret_cast<const sockaddr*>(storage.data()); }
  };
  Native native() const;

  friend bool operator==(const SocketAddress&, const SocketAddress&) = default;
  friend auto operator<=>(const SocketAddress&, const SocketAddress&) = default;

 private:
  bool is_v6_ = false;
  std::array<std::uint8_t, 16> octets_{};
  std::uint16_t port_ = 0;
  std::uint32_t scope_ = 0;
};

}  // namespace vouch::net

template <>
struct std::hash<vouch::net::SocketAddress> {
  std::size_t operator()(const vouch::net::SocketAddress& address) const;
};
