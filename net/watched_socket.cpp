#include "net/watched_socket.hpp"

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>

namespace vouch::net {

using asio::posix::stream_descriptor;

struct WatchedSocket::State {
  State(EventLoop& loop, EventLoop::Task readable, EventLoop::Task writable)
      : descriptor(loop.context()),
        on_readable(std::move(readable)),
        on_writable(std::move(writable)) {}

  stream_descriptor descriptor;
  EventLoop::Task on_readable;
  EventLoop::Task on_writable;
  bool waits_readable = false;
  bool waits_writable = false;
  bool open = true;
};

WatchedSocket::WatchedSocket() = default;
WatchedSocket::WatchedSocket(EventLoop& loop, NativeSocket socket, EventLoop::Task on_readable,
                             EventLoop::Task on_writable)
    : state_(std::make_shared<State>(loop, std::move(on_readable), std::move(on_writable))) {
  asio::error_code refused;
  state_->descriptor.assign(socket.descriptor(), refused);
  if (refused) {
    state_.reset();
  } else {
    socket.release();
  }
}
WatchedSocket::WatchedSocket(WatchedSocket&&) noexcept = default;

WatchedSocket& WatchedSocket::operator=(WatchedSocket&& other) noexcept {
  if (this != &other) {
    close();
    state_ = std::move(other.state_);
  }
  return *this;
}

WatchedSocket::~WatchedSocket() { close(); }

int WatchedSocket::descriptor() const { return state_ ? state_->descriptor.native_handle() : -1; }

// A wait that ended in the same round in which the socket was closed comes without an error, hence
// the look at `open`.
void WatchedSocket::wait_readable() {
  if (!state_ || state_->waits_readable) return;
  state_->waits_readable = true;
  state_->descriptor.async_wait(stream_descriptor::wait_read,
                                [state = state_](const asio::error_code&) {
                                  state->waits_readable = false;
                                  if (state->open) state->on_readable();
                                });
}

void WatchedSocket::wait_writable() {
  if (!state_ || state_->waits_writable) return;
  state_->waits_writable = true;
  state_->descriptor.async_wait(stream_descriptor::wait_write,
                                [state = state_](const asio::error_code&) {
                                  state->waits_writable = false;
                                  if (state->open) state->on_writable();
                                });
}

void WatchedSocket::close() {
  if (!state_) return;
  state_->open = false;
  asio::error_code ignored;
  state_->descriptor.close(ignored);
  state_.reset();
}

}  // namespace vouch::net
