#include "net/address.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

namespace vouch::net {
namespace {

Error bad_address(std::string_view text) {
  return fail(ErrorCode::bad_address,
              "'" + std::string(text.substr(0, 80)) +
                  "' is no address; write 192.0.2.1, 192.0.2.1:53, 2001:db8::1, "
                  "[2001:db8::1]:53 or ADDRESS#PORT");
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

std::optional<std::uint32_t> read_scope(const std::string& name) {
  if (const unsigned index = ::if_nametoindex(name.c_str()); index != 0) return index;
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
  if (name.empty() || error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return index;
}

std::optional<SocketAddress> read_address(std::string_view text, std::uint16_t port) {
  const std::string address(text.substr(0, text.find('%')));
  if (address.size() == text.size()) {
    std::array<std::uint8_t, 4> octets{};
    if (::inet_pton(AF_INET, address.c_str(), octets.data()) == 1)
      return SocketAddress::v4(octets, port);
  }
  std::array<std::uint8_t, 16> octets{};
  if (::inet_pton(AF_INET6, address.c_str(), octets.data()) != 1) return std::nullopt;
  if (address.size() == text.size()) return SocketAddress::v6(octets, port);
  const auto scope = read_scope(std::string(text.substr(address.size() + 1)));
  if (!scope) return std::nullopt;
  return SocketAddress::v6(octets, port, *scope);
}

}  // namespace

Result<SocketAddress> SocketAddress::parse(std::string_view text, std::uint16_t default_port) {
  std::string_view address = text;
  std::optional<std::uint16_t> port = default_port;
  const auto split = [&](std::size_t at, std::size_t skip) {
    port = read_port(text.substr(at + skip));
    address = text.substr(0, at);
  };
  if (!text.empty() && text.front() == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return bad_address(text);
    const std::string_view rest = text.substr(close + 1);
    address = text.substr(1, close - 1);
    if (address.find(':') == std::string_view::npos) return bad_address(text);
    if (!rest.empty()) {
      if (rest.front() != ':' && rest.front() != '#' && rest.front() != '@')
        return bad_address(text);
      port = read_port(rest.substr(1));
    }
  } else if (const std::size_t mark = text.find_first_of("#@"); mark != std::string_view::npos) {
    split(mark, 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    split(text.find(':'), 1);
  }
  if (!port || address.find('\0') != std::string_view::npos) return bad_address(text);
  const auto read = read_address(address, *port);
  if (!read) return bad_address(text);
  return *read;
}

SocketAddress SocketAddress::v4(std::array<std::uint8_t, 4> octets, std::uint16_t port) {
  SocketAddress address;
  std::copy(octets.begin(), octets.end(), address.octets_.begin());
  address.port_ = port;
  return address;
}

SocketAddress SocketAddress::v6(const std::array<std::uint8_t, 16>& octets, std::uint16_t port,
                                std::uint32_t scope) {
  SocketAddress address;
  address.is_v6_ = true;
  address.octets_ = octets;
  address.port_ = port;
  address.scope_ = scope;
  return address;
}

Result<SocketAddress> SocketAddress::from_octets(OctetView octets, std::uint16_t port) {
  if (octets.size() != 4 && octets.size() != 16) {
    return fail(ErrorCode::bad_address,
                "an address has 4 or 16 octets, not " + std::to_string(octets.size()));
  }
  SocketAddress address;
  address.is_v6_ = octets.size() == 16;
  std::copy(octets.begin(), octets.end(), address.octets_.begin());
  address.port_ = port;
  return address;
}

SocketAddress SocketAddress::from_native(const sockaddr& native) {
  SocketAddress address;
  if (native.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &native, sizeof in);
    std::memcpy(address.octets_.data(), &in.sin_addr, 4);
    address.port_ = ntohs(in.sin_port);
  } else if (native.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &native, sizeof in);
    address.is_v6_ = true;
    std::memcpy(address.octets_.data(), &in.sin6_addr, 16);
    address.port_ = ntohs(in.sin6_port);
    address.scope_ = in.sin6_scope_id;
  }
  return address;
}

bool SocketAddress::is_wildcard() const {
  return std::all_of(octets_.begin(), octets_.end(), [](std::uint8_t octet) { return octet == 0; });
}

bool SocketAddress::is_loopback() const {
  if (!is_v6_) return octets_[0] == 127;
  return std::all_of(octets_.begin(), octets_.end() - 1,
                     [](std::uint8_t octet) { return octet == 0; }) &&
         octets_[15] == 1;
}

SocketAddress SocketAddress::with_port(std::uint16_t port) const {
  SocketAddress address = *this;
  address.port_ = port;
  return address;
}

std::string SocketAddress::address_text() const {
  char text[INET6_ADDRSTRLEN];
  if (::inet_ntop(is_v6_ ? AF_INET6 : AF_INET, octets_.data(), text, sizeof text) == nullptr)
    return "?";
  std::string address = text;
  if (scope_ == 0) return address;
  char interface[IF_NAMESIZE];
  address += '%';
  address += ::if_indextoname(scope_, interface) != nullptr ? std::string(interface)
                                                            : std::to_string(scope_);
  return address;
}

std::string SocketAddress::text() const { return address_text() + "#" + std::to_string(port_); }

SocketAddress::Native SocketAddress::native() const {
  Native native{};
  if (is_v6_) {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(port_);
    in.sin6_scope_id = scope_;
    std::memcpy(&in.sin6_addr, octets_.data(), 16);
    std::memcpy(native.storage.data(), &in, sizeof in);
    native.size = sizeof in;
  } else {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port_);
    std::memcpy(&in.sin_addr, octets_.data(), 4);
    std::memcpy(native.storage.data(), &in, sizeof in);
    native.size = sizeof in;
  }
  return native;
}

}  // namespace vouch::net

std::size_t std::hash<vouch::net::SocketAddress>::operator()(
    const vouch::net::SocketAddress& address) const {
  std::uint64_t mixed = 0xcbf29ce484222325U ^ address.port();
  for (const std::uint8_t octet : address.octets()) mixed = (mixed ^ octet) * 0x100000001b3U;
  return static_cast<std::size_t>(mixed ^ mixed >> 32);
}
