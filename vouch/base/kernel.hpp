// Kernel: which of the equal implementations of a hot loop is run.
#pragma once

#include <cstdint>

namespace vouch {

enum class Kernel : std::uint8_t {
  best,    ///< vectors of the widest kind that the processor has, chosen at run time
  scalar,  ///< one octet after another: what the other is compared with
};

}  // namespace vouch
