// Lifecycle: what the signals of the system mean to a long-running program, and what it tells the
// service manager.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "net/event_loop.hpp"

namespace vouch::daemon {

/// SIGTERM and SIGINT ask to stop, SIGHUP to reload; SIGPIPE is ignored. A second SIGTERM or SIGINT
/// stops the loop at once. One in a process, in its main loop's thread; the loop must outlive it.
class Lifecycle {
 public:
  struct Callbacks {
    std::function<void()> stop;  ///< ends its work, then the loop
    std::function<void()>
        reload;  ///< reads its files again; what is broken leaves the old in force
  };

  Lifecycle(net::EventLoop& loop, Callbacks callbacks);
  Lifecycle(const Lifecycle&) = delete;
  Lifecycle& operator=(const Lifecycle&) = delete;
  ~Lifecycle();

  bool is_stopping() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Sends `READY=1`, `STOPPING=1`, `STATUS=...` to systemd where NOTIFY_SOCKET says so; else without
/// effect. True where it was sent.
bool tell_systemd(std::string_view state);

}  // namespace vouch::daemon
