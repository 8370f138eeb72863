#include "authority/server.hpp"

#include <latch>
#include <thread>

#include "authority/worker.hpp"
#include "authority/zone_loading.hpp"
#include "daemon/log.hpp"
#include "net/listen_addresses.hpp"
#include "net/random.hpp"

namespace vouch::authority {
namespace {

/// The share of each of so many workers; the system spreads a block's ports over them.
RateLimit limit_of(const RateConfig& rate, unsigned workers) {
  constexpr std::uint64_t second_ns = 1'000'000'000;
  return {
      rate.per_second == 0 ? 0 : std::max<std::uint64_t>(1, second_ns * workers / rate.per_second),
      rate.slip};
}

unsigned worker_count(unsigned configured) {
  return configured != 0 ? configured : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

struct AuthorityServer::State {
  explicit State(ServeConfig given) : config(std::move(given)) {}

  Result<void> open_sockets();
  Result<void> open_udp(Worker& worker);
  Result<void> open_tcp(Worker& worker);
  SnapshotPtr make_snapshot(ZoneSet zones) const;
  void replace(SnapshotPtr next);

  ServeConfig config;
  CookieSecret own_secret{};
  SnapshotPtr snapshot;
  std::vector<net::SocketAddress> addresses;
  std::vector<std::unique_ptr<Worker>> workers;
  bool running = false;
};

SnapshotPtr AuthorityServer::State::make_snapshot(ZoneSet zones) const {
  AnswerPolicy policy = config.policy;
  if (!config.cookies) {
    policy.cookies.reset();
  } else if (!policy.cookies) {
    policy.cookies = CookieSecrets{own_secret, {}};
  }
  policy.tcp_keepalive = static_cast<std::uint16_t>(
      std::min<std::uint64_t>(config.tcp.idle_ms / 100, std::numeric_limits<std::uint16_t>::max()));
  return std::make_shared<const Snapshot>(Snapshot{std::move(zones), std::move(policy),
                                                   limit_of(config.rate, config.threads),
                                                   config.rate.exempt});
}

Result<void> AuthorityServer::State::open_udp(Worker& worker) {
  net::UdpServerOptions options;
  options.share_port = config.threads > 1;
  for (const net::SocketAddress& address : addresses) {
    const auto handler = [raw = &worker](OctetView datagram, const net::UdpPeer& peer,
                                         Octets& reply) { raw->answer_udp(datagram, peer, reply); };
    VOUCH_TRY(auto server, net::UdpServer::open(worker.loop, address, handler, options));
    worker.udp.push_back(std::move(server));
  }
  return {};
}

Result<void> AuthorityServer::State::open_tcp(Worker& worker) {
  net::TcpServerOptions options = config.tcp;
  options.share_port = config.threads > 1;
  for (const net::SocketAddress& address : addresses) {
    const auto handler = [raw = &worker](OctetView query, net::TcpReply reply) {
      raw->answer_tcp(query, reply);
    };
    VOUCH_TRY(auto server, net::TcpServer::open(worker.loop, address, handler, options));
    worker.tcp.push_back(std::move(server));
  }
  return {};
}

Result<void> AuthorityServer::State::open_sockets() {
  VOUCH_TRY(addresses, net::choose_listen_addresses(config.listen));
  for (unsigned i = 0; i < config.threads; ++i) {
    workers.push_back(std::make_unique<Worker>());
    workers.back()->snapshot = snapshot;
    VOUCH_CHECK(open_udp(*workers.back()));
  }
  for (auto& worker : workers) VOUCH_CHECK(open_tcp(*worker));
  return {};
}

// Waits until every worker has let go of the old snapshot, so that it is freed here and not between
// two queries.
void AuthorityServer::State::replace(SnapshotPtr next) {
  if (running) {
    std::latch replaced(static_cast<std::ptrdiff_t>(workers.size()));
    for (auto& worker : workers) {
      worker->loop.post([&replaced, &next, raw = worker.get()] {
        raw->snapshot = next;
        replaced.count_down();
      });
    }
    replaced.wait();
  } else {
    for (auto& worker : workers) worker->snapshot = next;
  }
  snapshot = std::move(next);
}

AuthorityServer::AuthorityServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
AuthorityServer::~AuthorityServer() { stop(); }

Result<std::unique_ptr<AuthorityServer>> AuthorityServer::open(ServeConfig config) {
  config.threads = worker_count(config.threads);
  auto state = std::make_unique<State>(std::move(config));
  net::fill_random(state->own_secret);
  LoadedZones loaded = load_zones(state->config.zones, {});
  if (loaded.problems == state->config.zones.size()) {
    return fail(ErrorCode::bad_zone, "no zone could be loaded; the lines above say why");
  }
  state->snapshot = state->make_snapshot(std::move(loaded.zones));
  VOUCH_CHECK(state->open_sockets());
  return std::unique_ptr<AuthorityServer>(new AuthorityServer(std::move(state)));
}

void AuthorityServer::start() {
  if (state_->running) return;
  state_->running = true;
  for (auto& worker : state_->workers) {
    worker->thread = std::thread([raw = worker.get()] { raw->loop.run_until_stopped(); });
  }
}

void AuthorityServer::stop() {
  if (!state_->running) return;
  state_->running = false;
  for (auto& worker : state_->workers) worker->loop.stop();
  for (auto& worker : state_->workers) worker->thread.join();
}

const std::vector<net::SocketAddress>& AuthorityServer::addresses() const {
  return state_->addresses;
}

std::size_t AuthorityServer::reload(const ServeConfig& config) {
  if (config.listen != state_->config.listen || config.user != state_->config.user ||
      worker_count(config.threads) != state_->config.threads) {
    daemon::log_warning("listen, threads and user stay as they were until a restart");
  }
  LoadedZones loaded = load_zones(config.zones, state_->snapshot->zones);
  state_->config.zones = config.zones;
  state_->config.policy = config.policy;
  state_->config.cookies = config.cookies;
  state_->config.rate = config.rate;
  state_->replace(state_->make_snapshot(std::move(loaded.zones)));
  return loaded.problems;
}

const ZoneSet& AuthorityServer::zones() const { return state_->snapshot->zones; }

}  // namespace vouch::authority
