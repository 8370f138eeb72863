#include "net/clients/address_block.hpp"

#include <algorithm>

namespace vouch::net {

SocketAddress block_of(const SocketAddress& address, const BlockBits& bits) {
  std::array<std::uint8_t, 16> octets{};
  const OctetView whole = address.octets();
  const std::size_t kept =
      std::min<std::size_t>(address.is_v6() ? bits.v6 : bits.v4, 8 * whole.size());
  std::copy_n(whole.begin(), kept / 8, octets.begin());
  if (kept % 8 != 0)
    octets[kept / 8] = static_cast<std::uint8_t>(whole[kept / 8] & 0xff00U >> kept % 8);
  if (address.is_v6()) return SocketAddress::v6(octets, 0, address.scope());
  return SocketAddress::v4({octets[0], octets[1], octets[2], octets[3]}, 0);
}

}  // namespace vouch::net
