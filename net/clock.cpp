#include "net/clock.hpp"

#include <chrono>

namespace vouch::net {
namespace {

template <typename Unit>
std::uint64_t monotonic() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<Unit>(since).count());
}

}  // namespace

Timestamp now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::seconds>(since).count()};
}

std::uint64_t monotonic_ms() { return monotonic<std::chrono::milliseconds>(); }
std::uint64_t monotonic_us() { return monotonic<std::chrono::microseconds>(); }

}  // namespace vouch::net
