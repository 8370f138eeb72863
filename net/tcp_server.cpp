#include "net/tcp_server.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "net/clock.hpp"
#include "net/tcp_connection.hpp"

namespace vouch::net {

TcpReply::TcpReply(std::shared_ptr<TcpConnection> connection)
    : connection_(std::move(connection)) {}
TcpReply::TcpReply(TcpReply&&) noexcept = default;

TcpReply& TcpReply::operator=(TcpReply&& other) noexcept {
  if (this != &other) {
    finish();
    connection_ = std::move(other.connection_);
  }
  return *this;
}

TcpReply::~TcpReply() { finish(); }

void TcpReply::finish() {
  if (connection_) std::exchange(connection_, nullptr)->finish_query();
}

const SocketAddress& TcpReply::remote() const { return connection_->remote(); }
const SocketAddress& TcpReply::local() const { return connection_->local(); }
bool TcpReply::is_open() const { return connection_->is_open(); }
bool TcpReply::send(OctetView message) { return connection_->send(message); }
void TcpReply::stream(MessageSource source) { connection_->stream(std::move(source)); }
void TcpReply::close() { connection_->close(); }

struct TcpServer::State : std::enable_shared_from_this<TcpServer::State> {
  State(EventLoop& event_loop, Handler given, const TcpServerOptions& chosen)
      : loop(event_loop), options(chosen), handler(std::move(given)), roster(chosen.bounds) {}

  void accept();
  bool accept_one();
  void welcome(NativeSocket socket, const SocketAddress& remote);
  bool displace_one_for(const SocketAddress& newcomer);
  void forget(TcpConnection& connection);
  void sweep();
  void schedule_sweep();
  void close();

  EventLoop& loop;
  TcpServerOptions options;
  Handler handler;
  TcpCounters counters;
  SocketAddress address;
  WatchedSocket socket;
  std::vector<std::shared_ptr<TcpConnection>> connections;
  TcpRoster roster;
  EventLoop::Timer sweep_timer;
  EventLoop::Timer accept_timer;
  TcpConnectionOwner owner{options, handler, counters, roster,
                           [this](TcpConnection& closed) { forget(closed); }};
};

void TcpServer::State::accept() {
  static constexpr int most_at_once = 64;
  const auto alive = shared_from_this();
  for (int i = 0; i < most_at_once && socket.is_open() && accept_one(); ++i) continue;
  if (socket.is_open() && !accept_timer.waiting()) socket.wait_readable();
}

// Whether another connection may be waiting.
bool TcpServer::State::accept_one() {
  static constexpr std::uint64_t pause_ms = 100;
  SocketAddress::Native native{};
  native.size = static_cast<unsigned>(native.storage.size());
  NativeSocket accepted(
      ::accept4(socket.descriptor(), native.pointer(), &native.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (accepted.descriptor() >= 0) {
    ++counters.accepted;
    welcome(std::move(accepted), SocketAddress::from_native(*native.pointer()));
    return true;
  }
  if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
    // Whose it is can't be known before it is accepted, so it counts as coming from elsewhere.
    if (displace_one_for({})) return true;
    // Trying at once again would only turn in a circle.
    accept_timer = loop.call_after(pause_ms, [this] { accept(); });
    return false;
  }
  return errno == EINTR || errno == ECONNABORTED;
}

void TcpServer::State::welcome(NativeSocket accepted, const SocketAddress& remote) {
  const bool has_room = roster.admits(remote) && (!roster.is_full() || displace_one_for(remote));
  if (!has_room) {
    ++counters.refused;
    return;
  }
  // The connection keeps the state alive for as long as somebody keeps a TcpReply of it.
  auto connection = std::make_shared<TcpConnection>(
      remote, std::shared_ptr<TcpConnectionOwner>(shared_from_this(), &owner));
  connection->set_index(connections.size());
  connections.push_back(connection);
  roster.join(*connection, remote, monotonic_ms());
  counters.open = connections.size();
  if (!connection->start(loop, std::move(accepted))) forget(*connection);
  schedule_sweep();
}

// False where none is to give way.
bool TcpServer::State::displace_one_for(const SocketAddress& newcomer) {
  TcpMember* member = roster.to_close_for(newcomer, monotonic_ms());
  if (!member) return false;
  ++counters.displaced;
  static_cast<TcpConnection*>(member)->close();
  return true;
}

void TcpServer::State::forget(TcpConnection& connection) {
  roster.leave(connection);
  const std::size_t index = connection.index();
  if (index < connections.size() && connections[index].get() == &connection) {
    connections.back()->set_index(index);
    std::swap(connections[index], connections.back());
    connections.pop_back();
  }
  counters.open = connections.size();
}

void TcpServer::State::schedule_sweep() {
  if (sweep_timer.waiting() || connections.empty()) return;
  const std::uint64_t period =
      std::clamp<std::uint64_t>(std::min(options.idle_ms, options.write_ms) / 8, 5, 500);
  sweep_timer = loop.call_after(period, [this] { sweep(); });
}

void TcpServer::State::sweep() {
  const auto alive = shared_from_this();
  const std::uint64_t now_ms = monotonic_ms();
  const auto snapshot = connections;  // closing takes connections out of the list
  for (const auto& connection : snapshot) {
    if (connection->is_open()) connection->check_deadline(now_ms);
  }
  schedule_sweep();
}

void TcpServer::State::close() {
  socket.close();
  accept_timer.cancel();
  sweep_timer.cancel();
  while (!connections.empty()) {
    const auto last = connections.back();
    last->close();
  }
}

TcpServer::TcpServer(std::shared_ptr<State> state) : state_(std::move(state)) {}
TcpServer::TcpServer(TcpServer&&) noexcept = default;

TcpServer& TcpServer::operator=(TcpServer&& other) noexcept {
  if (this != &other) {
    if (state_) state_->close();
    state_ = std::move(other.state_);
  }
  return *this;
}

TcpServer::~TcpServer() {
  if (state_) state_->close();
}

Result<TcpServer> TcpServer::open(EventLoop& loop, const SocketAddress& address, Handler handler,
                                  const TcpServerOptions& options) {
  VOUCH_TRY(NativeSocket socket,
            open_bound_socket(address, SocketKind::stream, {options.share_port, 0}));
  if (::listen(socket.descriptor(), SOMAXCONN) != 0)
    return network_error("can't listen on", address);
  auto state = std::make_shared<State>(loop, std::move(handler), options);
  state->address = bound_address(socket.descriptor());
  state->socket = WatchedSocket(loop, std::move(socket), [raw = state.get()] { raw->accept(); });
  if (!state->socket.is_open()) return network_error("can't watch", address);
  state->socket.wait_readable();
  return TcpServer(std::move(state));
}

const SocketAddress& TcpServer::address() const { return state_->address; }
TcpCounters TcpServer::counters() const { return state_->counters; }

}  // namespace vouch::net
