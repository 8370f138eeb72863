#include "net/query_exchange.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "net/clock.hpp"
#include "net/reply_match.hpp"

namespace vouch::net {
namespace {

/// Somebody who sends more wrong answers than this to one port is guessing.
constexpr unsigned max_foreign = 10;
/// How long the right reply is waited for when a doubtful one has come.
constexpr std::uint64_t doubt_ms = 250;
constexpr std::size_t max_message = 0xffff;
constexpr std::size_t read_octets = 16 * 1024;

std::string_view transport_text(Transport transport) {
  return transport == Transport::udp ? "UDP" : "TCP";
}

}  // namespace

QueryExchange::QueryExchange(EventLoop& loop, const SocketAddress& server, OctetView query,
                             const QueryOptions& options, bool many, Taker taker)
    : loop_(loop),
      server_(server),
      query_(query.begin(), query.end()),
      options_(options),
      many_(many),
      taker_(std::make_shared<Taker>(std::move(taker))) {}

void QueryExchange::start() {
  if (query_.size() > max_message) {
    return give_up(fail(ErrorCode::too_long, "a message has up to 65535 octets"));
  }
  if (options_.transport == Transport::tcp || many_) {
    start_tcp();
  } else {
    start_udp();
  }
}

void QueryExchange::cancel() {
  timer_.cancel();
  socket_.close();
  taker_.reset();
}

bool QueryExchange::bind_source(int descriptor, bool by_udp) const {
  const SocketAddress any =
      server_.is_v6() ? SocketAddress::v6({}, 0) : SocketAddress::v4({0, 0, 0, 0}, 0);
  const SocketAddress source = options_.source.value_or(any);
  if (source.port() == 0 && by_udp) return bind_random_port(descriptor, source);
  if (!options_.source) return true;
  const SocketAddress::Native native = source.native();
  return ::bind(descriptor, native.pointer(), native.size) == 0;
}

void QueryExchange::restart_timer() {
  timer_ = loop_.call_after(options_.timeout_ms, [this] {
    give_up(fail(ErrorCode::timed_out, "no answer by " + std::string(transport_text(by_)) +
                                           " within " + std::to_string(options_.timeout_ms) +
                                           " ms"));
  });
}

void QueryExchange::start_udp() {
  by_ = Transport::udp;
  auto socket = open_socket(server_, SocketKind::datagram);
  if (!socket.ok()) return give_up(std::move(socket).error());
  const int descriptor = socket->descriptor();
  if (!bind_source(descriptor, true))
    return give_up_with_reason("the source address can't be used");
  const SocketAddress::Native native = server_.native();
  if (::connect(descriptor, native.pointer(), native.size) != 0) {
    return give_up_with_reason("can't be reached");
  }
  socket_ = WatchedSocket(loop_, std::move(*socket), [this] { read_datagrams(); });
  sent_us_ = monotonic_us();
  if (::send(descriptor, query_.data(), query_.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
    return give_up_with_reason("can't be sent to");
  }
  restart_timer();
  socket_.wait_readable();
}

void QueryExchange::read_datagrams() {
  const auto alive = shared_from_this();
  while (socket_.is_open() && by_ == Transport::udp && read_datagram()) continue;
  if (socket_.is_open() && by_ == Transport::udp) socket_.wait_readable();
}

// Whether another may be waiting.
bool QueryExchange::read_datagram() {
  incoming_.resize(max_message);
  const ssize_t count =
      ::recv(socket_.descriptor(), incoming_.data(), incoming_.size(), MSG_DONTWAIT);
  if (count < 0) {
    if (errno == EINTR) return true;
    if (errno != EAGAIN) give_up_with_reason("can't be reached");
    return false;
  }
  const OctetView message = OctetView(incoming_).first(static_cast<std::size_t>(count));
  const bool is_ours = is_reply_to(query_, message);
  if (is_ours && is_truncated(message) && options_.transport == Transport::udp_then_tcp) {
    start_tcp();
    return false;
  }
  if (is_ours && (!options_.fits || options_.fits(message, Transport::udp))) {
    take(message, Transport::udp);
    return false;
  }
  if (options_.on_foreign) options_.on_foreign(message);
  if (++foreign_ > max_foreign) {
    give_up_udp_for_foreign_answers();
    return false;
  }
  if (is_ours) doubt();
  return true;
}

// The server may have answered in its way, or somebody has guessed: TCP tells.
void QueryExchange::doubt() {
  if (is_doubtful_ || options_.transport != Transport::udp_then_tcp) return;
  is_doubtful_ = true;
  const std::uint64_t passed_ms = (monotonic_us() - sent_us_) / 1000;
  const std::uint64_t left_ms = options_.timeout_ms - std::min(options_.timeout_ms, passed_ms);
  timer_ = loop_.call_after(std::min(left_ms, doubt_ms), [this] { start_tcp(); });
}

// TCP can't be guessed at from outside.
void QueryExchange::give_up_udp_for_foreign_answers() {
  if (options_.transport == Transport::udp_then_tcp) return start_tcp();
  give_up(fail(ErrorCode::network_failure,
               "sends nothing but answers to other questions; somebody may be guessing"));
}

void QueryExchange::start_tcp() {
  by_ = Transport::tcp;
  socket_.close();
  auto socket = open_socket(server_, SocketKind::stream);
  if (!socket.ok()) return give_up(std::move(socket).error());
  const int descriptor = socket->descriptor();
  const int on = 1;
  (void)::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (!bind_source(descriptor, false)) {
    return give_up_with_reason("the source address can't be used");
  }
  outgoing_.clear();
  outgoing_.push_back(static_cast<std::uint8_t>(query_.size() >> 8));
  outgoing_.push_back(static_cast<std::uint8_t>(query_.size()));
  append_octets(outgoing_, query_);
  incoming_.clear();
  sent_us_ = monotonic_us();
  restart_timer();
  const SocketAddress::Native native = server_.native();
  if (::connect(descriptor, native.pointer(), native.size) != 0 && errno != EINPROGRESS) {
    return give_up_with_reason("can't be connected to");
  }
  socket_ = WatchedSocket(
      loop_, std::move(*socket), [this] { read_stream(); },
      [this] { is_connected_ ? write_stream() : connected(); });
  socket_.wait_writable();
}

void QueryExchange::connected() {
  int reason = 0;
  socklen_t size = sizeof reason;
  if (::getsockopt(socket_.descriptor(), SOL_SOCKET, SO_ERROR, &reason, &size) != 0) reason = errno;
  if (reason != 0) {
    errno = reason;
    return give_up_with_reason("can't be connected to");
  }
  is_connected_ = true;
  socket_.wait_readable();
  write_stream();
}

void QueryExchange::write_stream() {
  while (written_ < outgoing_.size()) {
    const ssize_t count = ::send(socket_.descriptor(), outgoing_.data() + written_,
                                 outgoing_.size() - written_, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return socket_.wait_writable();
    if (count < 0) return give_up_with_reason("closed the connection");
    written_ += static_cast<std::size_t>(count);
  }
}

void QueryExchange::read_stream() {
  const auto alive = shared_from_this();
  const std::size_t used = incoming_.size();
  incoming_.resize(used + read_octets);
  const ssize_t count =
      ::recv(socket_.descriptor(), incoming_.data() + used, read_octets, MSG_DONTWAIT);
  const int reason = errno;
  incoming_.resize(used + static_cast<std::size_t>(count > 0 ? count : 0));
  if (count == 0) {
    return give_up(fail(ErrorCode::network_failure,
                        messages_ == 0 ? "closed the connection without an answer"
                                       : "closed the connection before the end of the transfer"));
  }
  if (count < 0 && reason != EAGAIN && reason != EINTR) {
    errno = reason;
    return give_up_with_reason("closed the connection");
  }
  while (socket_.is_open() && take_stream_message()) continue;
  if (socket_.is_open()) socket_.wait_readable();
}

// Whether another whole message may be there.
bool QueryExchange::take_stream_message() {
  if (incoming_.size() < 2) return false;
  const auto length = static_cast<std::size_t>(incoming_[0] << 8 | incoming_[1]);
  if (incoming_.size() - 2 < length) return false;
  const Octets message(incoming_.begin() + 2,
                       incoming_.begin() + 2 + static_cast<std::ptrdiff_t>(length));
  incoming_.erase(incoming_.begin(), incoming_.begin() + 2 + static_cast<std::ptrdiff_t>(length));
  const bool fits = messages_ != 0 || !options_.fits || options_.fits(message, Transport::tcp);
  const bool is_ours =
      messages_ == 0 ? is_reply_to(query_, message) : is_continuation_of(query_, message);
  if (!is_ours || !fits) {
    if (options_.on_foreign) options_.on_foreign(message);
    give_up(fail(ErrorCode::network_failure, "answers another question than was asked"));
    return false;
  }
  ++messages_;
  take(message, Transport::tcp);
  return true;
}

void QueryExchange::take(OctetView message, Transport transport) {
  const std::uint64_t took_us = monotonic_us() - sent_us_;
  const auto taker = taker_;
  const bool goes_on =
      (*taker)(Reply{Octets(message.begin(), message.end()), transport, server_, took_us});
  if (!taker_) return;
  if (goes_on && many_) {
    restart_timer();
  } else {
    cancel();
  }
}

void QueryExchange::give_up(Error error) {
  if (!taker_) return;
  const auto alive = shared_from_this();
  const auto taker = taker_;
  cancel();
  (void)(*taker)(std::move(error).at(server_.text()));
}

void QueryExchange::give_up_with_reason(std::string_view what) {
  give_up(fail(ErrorCode::network_failure, std::string(what) + ": " + std::strerror(errno)));
}

}  // namespace vouch::net
