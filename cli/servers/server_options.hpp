// Options that the servers share, for when there is no configuration file.
#pragma once

#include "cli/options.hpp"
#include "net/address.hpp"

namespace vouch::cli {

struct ServerOptions {
  std::vector<std::string> listen;
  unsigned threads = 0;  ///< 0 where it was not given
  std::string user;

  bool is_any_given() const { return !listen.empty() || threads != 0 || !user.empty(); }
};

/// --listen, --threads and --user.
void add_server_options(Options& options, ServerOptions& to);

/// Reads addresses; `default_port` where one has no port. Errors: bad_address.
Result<std::vector<net::SocketAddress>> addresses_of(const std::vector<std::string>& texts,
                                                     std::uint16_t default_port);

}  // namespace vouch::cli
