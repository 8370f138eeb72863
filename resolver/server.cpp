#include "resolver/server.hpp"

#include <latch>

#include "daemon/log.hpp"
#include "daemon/open_files.hpp"
#include "net/listen_addresses.hpp"
#include "resolver/places.hpp"
#include "resolver/worker.hpp"

namespace vouch::resolver {

struct ResolverServer::State {
  explicit State(ResolveConfig given) : config(std::move(given)) {}
  Result<void> open_sockets();

  ResolveConfig config;
  std::vector<net::SocketAddress> addresses;
  std::vector<std::unique_ptr<Worker>> workers;
  bool running = false;
};

namespace {

// Nothing is silent: who is to resolve with few sockets is told so.
Places divide(std::size_t addresses, const ResolveConfig& config) {
  const std::size_t open_files = daemon::raise_open_files();
  const Places places = divide_open_files(open_files, addresses, config);
  constexpr std::size_t few = 1000;
  if (places.upstream < std::min(few, config.max_upstream))
    daemon::log_warning(
        "few files may be open, so that few queries to servers can be under way; raise the limit "
        "(LimitNOFILE= of the service, or ulimit -Hn)",
        {{"limit", std::to_string(open_files)}, {"queries", std::to_string(places.upstream)}});
  return places;
}

}  // namespace

Result<void> ResolverServer::State::open_sockets() {
  VOUCH_TRY(addresses, net::choose_listen_addresses(config.listen));
  const bool share_port = config.threads > 1;
  const Places places = divide(addresses.size(), config);
  const WorkerBounds bounds{{places.upstream, config.max_per_zone, config.max_per_server},
                            config.max_queries,
                            config.max_per_block};
  for (unsigned i = 0; i < config.threads; ++i) {
    workers.push_back(std::make_unique<Worker>(make_handling(config), bounds));
    for (const net::SocketAddress& address : addresses)
      VOUCH_CHECK(workers.back()->open_udp(address, share_port));
  }
  net::TcpServerOptions options = config.tcp;
  options.bounds.connections = places.tcp;
  options.share_port = share_port;
  for (auto& worker : workers) {
    for (const net::SocketAddress& address : addresses)
      VOUCH_CHECK(worker->open_tcp(address, options));
  }
  return {};
}

ResolverServer::ResolverServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
ResolverServer::~ResolverServer() { stop(); }

Result<std::unique_ptr<ResolverServer>> ResolverServer::open(ResolveConfig config) {
  auto state = std::make_unique<State>(std::move(config));
  VOUCH_CHECK(state->open_sockets());
  return std::unique_ptr<ResolverServer>(new ResolverServer(std::move(state)));
}

void ResolverServer::start() {
  if (state_->running) return;
  state_->running = true;
  for (auto& worker : state_->workers) {
    worker->thread = std::thread([raw = worker.get()] { raw->loop.run_until_stopped(); });
  }
}

void ResolverServer::stop() {
  if (!state_->running) return;
  state_->running = false;
  for (auto& worker : state_->workers) worker->loop.stop();
  for (auto& worker : state_->workers) worker->thread.join();
}

const std::vector<net::SocketAddress>& ResolverServer::addresses() const {
  return state_->addresses;
}

void ResolverServer::reload(const ResolveConfig& config) {
  std::latch replaced(static_cast<std::ptrdiff_t>(state_->workers.size()));
  for (auto& worker : state_->workers) {
    const auto replace = [&replaced, raw = worker.get(), handling = make_handling(config)] {
      raw->set_handling(handling);
      replaced.count_down();
    };
    if (state_->running) {
      worker->loop.post(replace);
    } else {
      replace();
    }
  }
  replaced.wait();
}

}  // namespace vouch::resolver
