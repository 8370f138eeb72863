#include "authority/serve.hpp"

#include <unistd.h>

#include "authority/server.hpp"
#include "daemon/lifecycle.hpp"
#include "daemon/log.hpp"
#include "daemon/open_files.hpp"
#include "daemon/privilege.hpp"

namespace vouch::authority {
namespace {

void reload(AuthorityServer& server, const ConfigSource& source) {
  const auto config = source();
  if (!config.ok()) {
    daemon::log_error("not reloaded: " + config.error().message());
    return;
  }
  const std::size_t problems = server.reload(*config);
  daemon::log_info("reloaded", {{"zones", std::to_string(config->zones.size())},
                                {"problems", std::to_string(problems)}});
}

Result<void> give_up_privileges(const std::string& user) {
  if (!user.empty()) return daemon::drop_privileges(user);
  if (::geteuid() == 0) {
    daemon::log_warning("running as root; name an unprivileged user in the configuration");
  }
  return {};
}

}  // namespace

Result<void> serve(const ConfigSource& source) {
  // The signals are taken first, so that none of them ends the program while it loads.
  net::EventLoop loop;
  std::unique_ptr<AuthorityServer> server;
  const daemon::Lifecycle lifecycle(
      loop, {.stop = [&loop] { loop.stop(); }, .reload = [&] { reload(*server, source); }});
  daemon::raise_open_files();
  VOUCH_TRY(ServeConfig config, source());
  const std::string user = config.user;
  VOUCH_TRY(server, AuthorityServer::open(std::move(config)));
  VOUCH_CHECK(give_up_privileges(user));
  server->start();
  for (const net::SocketAddress& address : server->addresses()) {
    daemon::log_info("listening", {{"address", address.text()}});
  }
  daemon::tell_systemd("READY=1");
  loop.run_until_stopped();
  server->stop();
  daemon::log_info("stopped");
  return {};
}

}  // namespace vouch::authority
