#include "net/clock.hpp"

#include <chrono>
#include <ctime>

namespace vouch::net {
namespace {

template <typename Unit>
std::uint64_t monotonic() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<Unit>(since).count());
}

}  // namespace

// To the second a coarse clock is as good, and it is asked with every query.
Timestamp now() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &time);
  return Timestamp{time.tv_sec};
}

std::uint64_t monotonic_ms() { return monotonic<std::chrono::milliseconds>(); }
std::uint64_t monotonic_us() { return monotonic<std::chrono::microseconds>(); }

std::uint64_t coarse_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace vouch::net
