#include "net/tcp_connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

#include "net/clock.hpp"

namespace vouch::net {
namespace {

constexpr std::size_t max_message = 0xffff;
constexpr std::size_t read_octets = 16 * 1024;   ///< asked of the system at once
constexpr std::size_t write_octets = 64 * 1024;  ///< drawn from sources for one write

}  // namespace

TcpConnection::TcpConnection(const SocketAddress& remote, std::shared_ptr<TcpConnectionOwner> owner)
    : owner_(std::move(owner)), remote_(remote), active_ms_(monotonic_ms()) {}

bool TcpConnection::start(EventLoop& loop, NativeSocket socket) {
  const int on = 1;
  (void)::setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  local_ = bound_address(socket.descriptor());
  socket_ = WatchedSocket(
      loop, std::move(socket), [this] { read(); }, [this] { go_on(); });
  socket_.wait_readable();
  return socket_.is_open();
}

void TcpConnection::close() {
  if (!is_open()) return;
  const auto alive = shared_from_this();
  socket_.close();
  sources_.clear();
  pending_.clear();
  owner_->closed(*this);
}

void TcpConnection::check_deadline(std::uint64_t now_ms) {
  const bool is_waiting = in_flight_ == 0 && sources_.empty();
  const bool is_late = is_writing() ? now_ms - write_started_ms_ >= owner_->options.write_ms
                                    : is_waiting && now_ms - active_ms_ >= owner_->options.idle_ms;
  if (!is_late) return;
  ++owner_->counters.timed_out;
  close();
}

bool TcpConnection::may_take() const {
  return in_flight_ + sources_.size() < owner_->options.max_in_flight &&
         pending_.size() < owner_->options.max_buffered;
}

bool TcpConnection::has_whole_query(std::size_t at) const {
  const std::size_t left = input_.size() - at;
  return left >= 2 && left - 2 >= static_cast<std::size_t>(input_[at] << 8 | input_[at + 1]);
}

void TcpConnection::read() {
  const std::size_t used = input_.size();
  input_.resize(used + read_octets);
  const ssize_t count =
      ::recv(socket_.descriptor(), input_.data() + used, read_octets, MSG_DONTWAIT);
  const bool is_broken = count < 0 && errno != EAGAIN && errno != EINTR;
  input_.resize(used + static_cast<std::size_t>(count > 0 ? count : 0));
  if (is_broken) return close();
  if (count == 0) input_ended_ = true;
  go_on();
}

// What is next: queries in and answers out as far as both go, then to wait for more, or the end.
void TcpConnection::go_on() {
  if (going_on_ || !is_open()) return;
  const auto alive = shared_from_this();
  going_on_ = true;
  do {
    take_queries();
    write();
  } while (is_open() && may_take() && has_whole_query(0));
  going_on_ = false;
  if (!is_open()) return;
  if (is_writing() || !pending_.empty() || !sources_.empty()) socket_.wait_writable();
  if (input_ended_ && is_answered()) return close();
  if (!input_ended_ && may_take()) socket_.wait_readable();
}

// Hands over the whole queries of the input, as long as their answers find room.
void TcpConnection::take_queries() {
  std::size_t at = 0;
  while (is_open() && may_take() && has_whole_query(at)) {
    const std::size_t length = static_cast<std::size_t>(input_[at] << 8 | input_[at + 1]);
    if (length == 0) return close();
    const OctetView query = OctetView(input_).subspan(at + 2, length);
    at += 2 + length;
    active_ms_ = monotonic_ms();
    ++in_flight_;
    ++owner_->counters.queries;
    owner_->handler(query, TcpReply(shared_from_this()));
  }
  input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(at));
}

// A few buffers at most, so that a client that reads fast does not keep the loop from the others.
void TcpConnection::write() {
  static constexpr int most_buffers = 4;
  for (int buffers = 0; is_open() && buffers < most_buffers;) {
    if (is_writing()) {
      if (!write_some()) return;
      continue;
    }
    draw_from_sources();
    if (!is_open() || pending_.empty()) return;
    writing_.clear();
    written_ = 0;
    std::swap(writing_, pending_);
    write_started_ms_ = monotonic_ms();
    ++buffers;
  }
}

// False where the system takes no more now.
bool TcpConnection::write_some() {
  const ssize_t count = ::send(socket_.descriptor(), writing_.data() + written_,
                               writing_.size() - written_, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count < 0) {
    if (errno == EINTR) return true;
    if (errno != EAGAIN) close();
    return false;
  }
  written_ += static_cast<std::size_t>(count);
  if (!is_writing()) active_ms_ = monotonic_ms();
  return true;
}

// A message of each in turn, so that a long transfer does not hold up the others of its connection.
void TcpConnection::draw_from_sources() {
  Octets message;
  while (is_open() && pending_.size() < write_octets && !sources_.empty()) {
    TcpReply::MessageSource source = std::move(sources_.front());
    sources_.pop_front();
    message.clear();
    const bool has_more = source(message);
    if (!is_open() || !has_more) continue;
    if (message.size() > max_message) return close();
    append(message);
    sources_.push_back(std::move(source));
  }
}

void TcpConnection::append(OctetView message) {
  pending_.push_back(static_cast<std::uint8_t>(message.size() >> 8));
  pending_.push_back(static_cast<std::uint8_t>(message.size()));
  append_octets(pending_, message);
}

bool TcpConnection::send(OctetView message) {
  if (!is_open() || message.size() > max_message) return false;
  const std::size_t most =
      owner_->options.max_buffered + owner_->options.max_in_flight * max_message;
  if (pending_.size() + message.size() > most) {
    ++owner_->counters.timed_out;
    close();
    return false;
  }
  append(message);
  go_on();
  return is_open();
}

void TcpConnection::stream(TcpReply::MessageSource source) {
  if (!is_open()) return;
  sources_.push_back(std::move(source));
  go_on();
}

void TcpConnection::finish_query() {
  --in_flight_;
  go_on();
}

}  // namespace vouch::net
