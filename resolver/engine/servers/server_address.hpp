// ServerAddress: where an authoritative server is asked, without the system's forms of addresses;
// and the moment of an event.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

#include "vouch/base/octets.hpp"
#include "vouch/base/timestamp.hpp"

namespace vouch::resolver {

/// An IPv4 or IPv6 address with a port.
struct ServerAddress {
  std::array<std::uint8_t, 16> octets{};
  std::uint8_t size = 4;  ///< 4 or 16
  std::uint16_t port = 53;

  OctetView address() const { return OctetView(octets).first(size); }
  friend auto operator<=>(const ServerAddress&, const ServerAddress&) = default;
};

/// The time of an event: the clock that signatures are held against, which may be fixed, and one
/// that never goes back, for caches and time-outs.
struct Moment {
  Timestamp wall;
  std::uint64_t ms = 0;
};

}  // namespace vouch::resolver
