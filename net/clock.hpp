// The two clocks of the programs; the library is given the time, and never asks for it itself.
#pragma once

#include <cstdint>

#include "vouch/base/timestamp.hpp"

namespace vouch::net {

/// The wall clock, in Unix seconds.
Timestamp now();

/// A clock that never goes back, for time-outs and durations; its zero means nothing.
std::uint64_t monotonic_ms();
std::uint64_t monotonic_us();

/// The same, in nanoseconds but some milliseconds behind: for what is asked with every packet.
std::uint64_t coarse_ns();

}  // namespace vouch::net
