#include "net/tcp_connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

#include "net/clock.hpp"

namespace vouch::net {
namespace {

constexpr std::size_t max_message = 0xffff;
constexpr std::size_t read_octets = 16 * 1024;  ///< asked of the system at once
constexpr std::size_t usual_answer =
    1232;                                  ///< expected of each query in flight, before it is known
constexpr std::size_t kept_octets = 2048;  ///< of an empty buffer's memory

/// Empties the buffer; a large one gives its memory back.
void release(Octets& buffer) {
  buffer.clear();
  if (buffer.capacity() > kept_octets) Octets().swap(buffer);
}

}  // namespace

TcpConnection::TcpConnection(const SocketAddress& remote, std::shared_ptr<TcpConnectionOwner> owner)
    : owner_(std::move(owner)), remote_(remote), active_ms_(monotonic_ms()) {}

bool TcpConnection::start(EventLoop& loop, NativeSocket socket) {
  const int on = 1;
  (void)::setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // What the system holds that is not on its way would otherwise grow to megabytes.
  const int unsent = static_cast<int>(owner_->options.max_buffered);
  (void)::setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
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
  const bool is_late = is_writing()
                           ? now_ms - write_started_ms_ >= owner_->options.write_ms
                           : waits_for_client() && now_ms - active_ms_ >= owner_->options.idle_ms;
  if (!is_late) return;
  ++owner_->counters.timed_out;
  close();
}

bool TcpConnection::may_take() const {
  return in_flight_ + sources_.size() < owner_->options.max_in_flight &&
         pending_.size() + in_flight_ * usual_answer < owner_->options.max_buffered / 2;
}

bool TcpConnection::has_whole_query(std::size_t at) const {
  const std::size_t left = input_.size() - at;
  return left >= 2 && left - 2 >= static_cast<std::size_t>(input_[at] << 8 | input_[at + 1]);
}

void TcpConnection::read() {
  Octets& read = owner_->read;
  read.resize(read_octets);
  const ssize_t count = ::recv(socket_.descriptor(), read.data(), read.size(), MSG_DONTWAIT);
  if (count < 0 && errno != EAGAIN && errno != EINTR) return close();
  if (count > 0) append_octets(input_, OctetView(read).first(static_cast<std::size_t>(count)));
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
  settle();
  if (unsent() != 0 || !sources_.empty()) socket_.wait_writable();
  if (input_ended_ && waits_for_client() && unsent() == 0) return close();
  if (!input_ended_ && may_take()) socket_.wait_readable();
}

// Tells the roster whose turn it is now.
void TcpConnection::settle() {
  if (!waits_for_client()) return owner_->roster.set_busy(*this);
  if (std::exchange(has_answered_, false)) owner_->roster.set_waiting(*this, monotonic_ms());
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
  if (at == input_.size()) return release(input_);
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
    written_ = 0;
    release(writing_);
    draw_from_sources();
    if (!is_open() || pending_.empty()) return;
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
  while (is_open() && pending_.size() < owner_->options.max_buffered / 2 && !sources_.empty()) {
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
  // Reached only by answers that were made later and are larger than was expected.
  if (unsent() > owner_->options.max_buffered + max_message) {
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
  has_answered_ = true;
  go_on();
}

}  // namespace vouch::net
