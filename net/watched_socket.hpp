// WatchedSocket: a socket whose readiness the loop reports, once for each time that it is asked to.
//
// Reading and writing are the owner's system calls; this and event_loop.cpp are all that know Asio.
#pragma once

#include "net/event_loop.hpp"
#include "net/native_socket.hpp"

namespace vouch::net {

/// In its loop's thread; the loop must outlive it. Once it is closed or destroyed, nothing is
/// called any more, even if it is destroyed from within a call.
class WatchedSocket {
 public:
  /// Not open.
  WatchedSocket();
  /// The tasks are called when the socket may be read and written, after wait_readable() and
  /// wait_writable(). Not open where the system can watch no more descriptors.
  WatchedSocket(EventLoop& loop, NativeSocket socket, EventLoop::Task on_readable,
                EventLoop::Task on_writable = {});
  WatchedSocket(WatchedSocket&&) noexcept;
  WatchedSocket& operator=(WatchedSocket&& other) noexcept;
  ~WatchedSocket();

  bool is_open() const { return state_ != nullptr; }
  /// -1 where it is not open.
  int descriptor() const;

  /// Calls on_readable once, when there is something to read, an error or the end. Without effect
  /// while it waits.
  void wait_readable();
  void wait_writable();

  void close();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace vouch::net
