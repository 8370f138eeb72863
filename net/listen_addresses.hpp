// Where a server of both transports listens: the addresses that it was given, with ports that are
// free for UDP and for TCP (RFC 7766 section 5).
#pragma once

#include <span>
#include <vector>

#include "net/address.hpp"

namespace vouch::net {

/// The addresses in their order, each with a port in the place of 0. That each is free is seen by
/// taking it alone for a moment: afterwards workers share it, which another server of the same user
/// could do unnoticed. Errors: network_failure.
Result<std::vector<SocketAddress>> choose_listen_addresses(std::span<const SocketAddress> wanted);

}  // namespace vouch::net
