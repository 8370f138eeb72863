// The servers that a query goes to: as named on the command line, or those of the system.
#pragma once

#include <string>
#include <vector>

#include "dig/engine/request.hpp"
#include "dig/engine/search_names.hpp"
#include "net/address.hpp"

namespace vouch::dig {

struct Server {
  net::SocketAddress address;
  std::string name;  ///< as typed, for the footer
};

/// What the system completes names with.
SystemRules system_rules();

/// Of `@server`, which may be a name that the system looks up, or of /etc/resolv.conf. Errors:
/// bad_address.
Result<std::vector<Server>> find_servers(const Request& request);

}  // namespace vouch::dig
