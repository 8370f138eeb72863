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

}  // namespace vouch::net
