#include "lab/stop_signal.hpp"

#include <ctime>

namespace vouch::lab {

StopSignal::StopSignal() {
  ::sigemptyset(&held_);
  for (const int each : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&held_, each);
  ::pthread_sigmask(SIG_BLOCK, &held_, &before_);
}

StopSignal::~StopSignal() {
  const timespec at_once{};
  while (::sigtimedwait(&held_, nullptr, &at_once) > 0) {
  }
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool StopSignal::has_come() const {
  sigset_t waiting;
  ::sigemptyset(&waiting);
  ::sigpending(&waiting);
  for (const int each : {SIGINT, SIGTERM, SIGHUP}) {
    if (::sigismember(&waiting, each) == 1) return true;
  }
  return false;
}

Result<void> StopSignal::check() const {
  if (has_come()) return fail(ErrorCode::limit_reached, "was interrupted");
  return {};
}

void StopSignal::release() { ::pthread_sigmask(SIG_UNBLOCK, &held_, nullptr); }

void let_signals_through() {
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace vouch::lab
