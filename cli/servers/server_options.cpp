#include "cli/servers/server_options.hpp"

namespace vouch::cli {

void add_server_options(Options& options, ServerOptions& to) {
  options.values("--listen", to.listen, "ADDRESS:PORT", "listen there, without a configuration");
  options.number("--threads", to.threads, "worker threads, without a configuration");
  options.value("--user", to.user, "USER", "whom to become, without a configuration");
}

Result<std::vector<net::SocketAddress>> addresses_of(const std::vector<std::string>& texts,
                                                     std::uint16_t default_port) {
  std::vector<net::SocketAddress> addresses;
  for (const std::string& text : texts) {
    VOUCH_TRY(const net::SocketAddress address, net::SocketAddress::parse(text, default_port));
    addresses.push_back(address);
  }
  return addresses;
}

}  // namespace vouch::cli
