// vouch serve: the authoritative server.
#include "authority/serve.hpp"

#include "cli/servers/server_options.hpp"
#include "cli/subcommands.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "serve";
constexpr const char* server_version = "vouch " VOUCH_VERSION;

struct ServeOptions {
  std::string config;
  std::vector<std::string> zones;
  ServerOptions server;
  bool force = false;
};

Result<authority::ZoneConfig> zone_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size()) {
    return fail(
        ErrorCode::bad_usage,
        "--zone takes NAME=FILE, for example example.com=db.example.com, not '" + text + "'");
  }
  VOUCH_TRY(Name name, Name::parse(text.substr(0, equals)));
  return authority::ZoneConfig{std::move(name), text.substr(equals + 1), false};
}

Result<authority::ServeConfig> config_of(const ServeOptions& given) {
  authority::ServeConfig config;
  config.threads = given.server.threads;
  config.user = given.server.user;
  config.policy.version = server_version;
  for (const std::string& text : given.zones) {
    VOUCH_TRY(authority::ZoneConfig zone, zone_of(text));
    config.zones.push_back(std::move(zone));
  }
  VOUCH_TRY(config.listen, addresses_of(given.server.listen, 53));
  return config;
}

Result<authority::ServeConfig> read_given(const ServeOptions& given) {
  auto config = given.config.empty() ? config_of(given)
                                     : authority::read_config(given.config, server_version);
  if (!config.ok() || !given.force) return config;
  for (authority::ZoneConfig& zone : config->zones) zone.force = true;
  return config;
}

/// What is wrong with the choice of options, or nothing.
std::string complaint_about(const ServeOptions& given) {
  const bool by_flags = !given.zones.empty() || !given.server.listen.empty();
  if (!given.config.empty() && by_flags) {
    return "--zone and --listen stand in the configuration file when there is --config";
  }
  if (given.config.empty() && given.zones.empty()) {
    return "nothing to serve; give --config FILE, or --zone NAME=FILE and --listen ADDRESS:PORT";
  }
  if (given.config.empty() && given.server.listen.empty()) {
    return "no address to listen on; give --listen ADDRESS:PORT";
  }
  return {};
}

}  // namespace

int run_serve(std::span<const std::string> arguments) {
  ServeOptions given;
  Options options(
      self,
      "Answers queries for zones from signed zone files, over UDP and TCP. SIGHUP loads "
      "configuration and zones again; a broken file leaves the old zone in force, and "
      "the log says why.");
  options.value("-c,--config", given.config, "FILE", "configuration in TOML, see vouch-serve(1)");
  options.values("--zone", given.zones, "NAME=FILE", "serve the zone, without a configuration");
  add_server_options(options, given.server);
  options.flag("--force", given.force,
               "serve zones that zone check calls broken, and those that come back without "
               "signatures or with expired ones; the log says what was overridden");
  if (const auto stop = options.parse(arguments)) return *stop;

  const std::string complaint = complaint_about(given);
  if (!complaint.empty()) return report(self, complaint);
  const auto served = authority::serve([&given] { return read_given(given); });
  return served.ok() ? 0 : report(self, served.error());
}

}  // namespace vouch::cli
