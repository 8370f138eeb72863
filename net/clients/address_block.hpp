// The block of addresses that one client is taken to command: what limits by client count.
//
// Prefixes of whole bits; knows nothing of routing.
#pragma once

#include "net/address.hpp"

namespace vouch::net {

/// How many leading bits of an address name its block: 0 to 32, 0 to 128.
struct BlockBits {
  unsigned v4 = 24;
  unsigned v6 = 56;
};

/// The first address of the block, with port 0. The interface of a link-local address is kept.
SocketAddress block_of(const SocketAddress& address, const BlockBits& bits);

}  // namespace vouch::net
