// vouch resolve: the recursive resolver.
#include "resolver/resolve.hpp"

#include <unistd.h>

#include "cli/servers/server_options.hpp"
#include "cli/subcommands.hpp"
#include "daemon/log.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "resolve";
constexpr std::uint16_t dns_port = 53;
constexpr std::uint16_t other_port = 5353;  ///< for those who may not bind to port 53

struct ResolveOptions {
  std::string config;
  ServerOptions server;
  std::vector<std::string> forward;
};

Result<resolver::ResolveConfig> config_of(const ResolveOptions& given) {
  VOUCH_TRY(auto listen, addresses_of(given.server.listen, dns_port));
  if (listen.empty()) {
    const std::uint16_t port = ::geteuid() == 0 ? dns_port : other_port;
    VOUCH_TRY(listen, addresses_of({"127.0.0.1"}, port));
  }
  VOUCH_TRY(const auto forward, addresses_of(given.forward, dns_port));
  resolver::ResolveConfig config = resolver::default_config(std::move(listen));
  resolver::set_forwarders(config, forward);
  if (given.server.threads != 0) config.threads = given.server.threads;
  config.user = given.server.user;
  return config;
}

/// What is wrong with the choice of options, or nothing.
std::string complaint_about(const ResolveOptions& given) {
  const bool by_flags = given.server.is_any_given() || !given.forward.empty();
  if (!given.config.empty() && by_flags)
    return "--listen, --forward, --threads and --user stand in the configuration file when there "
           "is --config";
  constexpr unsigned most_threads = 256;
  if (given.server.threads > most_threads) return "--threads takes a number up to 256";
  return {};
}

void tell_defaults(const ResolveOptions& given) {
  daemon::log_info(std::string("no configuration: this machine may ask, the trust anchors are the "
                               "built-in ones of the root, ") +
                   (given.forward.empty() ? "and the built-in root servers are where it starts"
                                          : "and everything is asked of the forwarders"));
}

}  // namespace

int run_resolve(std::span<const std::string> arguments) {
  ResolveOptions given;
  Options options(self,
                  "Resolves queries from the root down and answers what is proven, over UDP and "
                  "TCP. Without a configuration it serves this machine, at 127.0.0.1, port 53 for "
                  "root and port 5353 for others. SIGHUP reads the configuration again; a broken "
                  "one leaves the old in force, and the log says why.");
  options.value("-c,--config", given.config, "FILE", "configuration in TOML, see vouch-resolve(1)");
  add_server_options(options, given.server);
  options.values("--forward", given.forward, "ADDRESS[:PORT]",
                 "ask this resolver for everything, without a configuration");
  if (const auto stop = options.parse(arguments)) return *stop;

  const std::string complaint = complaint_about(given);
  if (!complaint.empty()) return report(self, complaint);
  if (given.config.empty()) tell_defaults(given);
  const auto resolved = resolver::resolve([&given] {
    return given.config.empty() ? config_of(given)
                                : resolver::read_config(given.config, current_time());
  });
  return resolved.ok() ? 0 : report(self, resolved.error());
}

}  // namespace vouch::cli
