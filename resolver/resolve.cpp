#include "resolver/resolve.hpp"

#include <unistd.h>

#include "daemon/lifecycle.hpp"
#include "daemon/log.hpp"
#include "daemon/privilege.hpp"
#include "resolver/server.hpp"

namespace vouch::resolver {
namespace {

void reload(ResolverServer& server, const ConfigSource& read) {
  const auto config = read();
  if (!config.ok()) {
    daemon::log_error("not reloaded: " + config.error().message());
    return;
  }
  server.reload(*config);
  daemon::log_info("reloaded");
}

Result<void> give_up_privileges(const std::string& user) {
  if (!user.empty()) return daemon::drop_privileges(user);
  if (::geteuid() == 0)
    daemon::log_warning("running as root; name an unprivileged user (user, --user)");
  return {};
}

// Nothing is silent: who validates nothing, or against another clock, is told so.
void tell_settings(const ResolveConfig& config) {
  if (config.anchors.empty())
    daemon::log_warning("no trust anchors: nothing is validated, every answer is indeterminate");
  if (config.validation_time)
    daemon::log_warning("signatures are held against a fixed time",
                        {{"validation-time", config.validation_time->iso()}});
  for (const NegativeAnchor& each : config.negative_anchors.all())
    daemon::log_warning("validation is switched off at and below a name",
                        {{"name", each.name.text()}, {"until", each.expires.iso()}});
}

}  // namespace

Result<void> resolve(const ConfigSource& read) {
  // The signals are taken first, so that none of them ends the program while it starts.
  net::EventLoop loop;
  std::unique_ptr<ResolverServer> server;
  const daemon::Lifecycle lifecycle(
      loop, {.stop = [&loop] { loop.stop(); }, .reload = [&] { reload(*server, read); }});
  VOUCH_TRY(ResolveConfig config, read());
  tell_settings(config);
  const std::string user = config.user;
  VOUCH_TRY(server, ResolverServer::open(std::move(config)));
  VOUCH_CHECK(give_up_privileges(user));
  server->start();
  for (const net::SocketAddress& address : server->addresses())
    daemon::log_info("listening", {{"address", address.text()}});
  daemon::tell_systemd("READY=1");
  loop.run_until_stopped();
  server->stop();
  daemon::log_info("stopped");
  return {};
}

}  // namespace vouch::resolver
