// AddressPrefix: the addresses that begin with some bits, as people write them in settings.
#pragma once

#include "net/address.hpp"

namespace vouch::net {

struct AddressPrefix {
  SocketAddress address;
  unsigned bits = 0;

  /// Reads `192.0.2.0/24`, `2001:db8::/32`, or one address. Errors: bad_address.
  static Result<AddressPrefix> parse(const std::string& text);
  bool contains(const SocketAddress& other) const;
};

}  // namespace vouch::net
