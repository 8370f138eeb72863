// SignatureCounts: how many signatures a signing made and took over.
#pragma once

#include <cstddef>

namespace vouch {

struct SignatureCounts {
  std::size_t made = 0;
  std::size_t reused = 0;
  std::size_t verified = 0;  ///< of those made

  SignatureCounts& operator+=(const SignatureCounts& more) {
    made += more.made;
    reused += more.reused;
    verified += more.verified;
    return *this;
  }
};

}  // namespace vouch
