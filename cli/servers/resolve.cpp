// vouch resolve: the recursive resolver.
#include "resolver/resolve.hpp"

#include "cli/options.hpp"
#include "cli/subcommands.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "resolve";

}  // namespace

int run_resolve(std::span<const std::string> arguments) {
  std::string config;
  Options options(self,
                  "Resolves queries from the root down and answers what is proven, over UDP and "
                  "TCP. SIGHUP reads the configuration again; a broken one leaves the old in "
                  "force, and the log says why.");
  options.value("-c,--config", config, "FILE", "configuration in TOML, see vouch-resolve(1)");
  if (const auto stop = options.parse(arguments)) return *stop;
  if (config.empty())
    return report(self, "no configuration; give --config FILE with a section [resolver]");
  const auto resolved = resolver::resolve(config);
  return resolved.ok() ? 0 : report(self, resolved.error());
}

}  // namespace vouch::cli
