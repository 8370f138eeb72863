// StopSignal: SIGINT, SIGTERM and SIGHUP held back, so that the lab ends its servers and removes
// its files before it ends.
#pragma once

#include <signal.h>

#include "vouch/base/result.hpp"

namespace vouch::lab {

/// Holds the signals back in this thread and those that it starts. One in a process.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  /// Forgets those that came, and holds none back any longer.
  ~StopSignal();

  /// Whether one came.
  bool has_come() const;
  /// Errors: limit_reached where one came, so that work ends.
  Result<void> check() const;

  /// Lets those that came and that come through, for a handler of theirs.
  void release();

 private:
  sigset_t held_;
  sigset_t before_;
};

/// In a new process before it becomes another program: all signals come through. Takes no locks.
void let_signals_through();

}  // namespace vouch::lab
