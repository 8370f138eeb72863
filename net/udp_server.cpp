#include "net/udp_server.hpp"

#include "net/watched_socket.hpp"

namespace vouch::net {

struct UdpServer::State : std::enable_shared_from_this<UdpServer::State> {
  State(Handler given, const UdpServerOptions& options)
      : handler(std::move(given)), batch(options.batch, options.max_datagram) {}

  void serve();
  bool serve_batch();

  WatchedSocket socket;
  Handler handler;
  UdpBatch batch;
  SocketAddress address;
  UdpCounters counters;
};

// A few full batches at most, so that timers and TCP get their turn under load.
void UdpServer::State::serve() {
  static constexpr int most_rounds = 16;
  const auto alive = shared_from_this();  // the handler may destroy the server
  for (int round = 0; round < most_rounds && serve_batch(); ++round) continue;
  socket.wait_readable();
}

// Whether more may be waiting.
bool UdpServer::State::serve_batch() {
  const std::size_t count = batch.receive(socket.descriptor());
  std::size_t answers = 0;
  counters.received += count;
  for (std::size_t i = 0; i < count; ++i) {
    if (batch.was_cut(i)) {
      ++counters.dropped;
      continue;
    }
    handler(batch.datagram(i), batch.peer(i), batch.reply(i));
    if (!socket.is_open()) return false;
    if (!batch.reply(i).empty()) ++answers;
  }
  if (answers != 0) {
    const std::size_t sent = batch.send_replies(socket.descriptor());
    counters.sent += sent;
    counters.lost += answers - sent;
  }
  return batch.is_full(count);
}

UdpServer::UdpServer(std::shared_ptr<State> state) : state_(std::move(state)) {}
UdpServer::UdpServer(UdpServer&&) noexcept = default;

UdpServer& UdpServer::operator=(UdpServer&& other) noexcept {
  if (this != &other) {
    if (state_) state_->socket.close();
    state_ = std::move(other.state_);
  }
  return *this;
}

UdpServer::~UdpServer() {
  if (state_) state_->socket.close();
}

Result<UdpServer> UdpServer::open(EventLoop& loop, const SocketAddress& address, Handler handler,
                                  const UdpServerOptions& options) {
  VOUCH_TRY(NativeSocket socket, open_bound_socket(address, SocketKind::datagram,
                                                   {options.share_port, options.receive_buffer}));
  if (address.is_wildcard() && !ask_for_local_addresses(socket.descriptor(), address.is_v6())) {
    return network_error("can't learn which address is asked on", address);
  }
  auto state = std::make_shared<State>(std::move(handler), options);
  state->address = bound_address(socket.descriptor());
  state->socket = WatchedSocket(loop, std::move(socket), [raw = state.get()] { raw->serve(); });
  if (!state->socket.is_open()) return network_error("can't watch", address);
  state->socket.wait_readable();
  return UdpServer(std::move(state));
}

const SocketAddress& UdpServer::address() const { return state_->address; }

Result<void> UdpServer::send(const UdpPeer& peer, OctetView datagram) {
  auto sent = send_datagram(state_->socket.descriptor(), peer, datagram);
  ++(sent.ok() ? state_->counters.sent : state_->counters.lost);
  return sent;
}

UdpCounters UdpServer::counters() const { return state_->counters; }

}  // namespace vouch::net
