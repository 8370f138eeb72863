// Root hints: where the servers of the root zone are, until they say so themselves (RFC 9609).
#pragma once

#include <string>

#include "resolver/engine/servers/delegation.hpp"

namespace vouch::resolver {

/// The hints that are built in (https://www.internic.net/domain/named.root).
Delegation built_in_root_hints(std::uint16_t port);

/// Reads hints in zone file form: NS records of the root, and A and AAAA records of their names.
/// Errors: those of the zone file reader, file_failure, bad_zone (no server with an address).
Result<Delegation> read_root_hints(const std::string& path, std::uint16_t port);

}  // namespace vouch::resolver
