#include "net/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

namespace vouch::net {

// A system that gives no randomness gives no security either; going on would be worse than ending.
void fill_random(std::span<std::uint8_t> octets) {
  while (!octets.empty()) {
    const ssize_t count = ::getrandom(octets.data(), octets.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) std::abort();
    octets = octets.subspan(static_cast<std::size_t>(count));
  }
}

std::uint16_t random_u16() { return static_cast<std::uint16_t>(random_u32()); }

std::uint32_t random_u32() {
  std::uint8_t octets[4];
  fill_random(octets);
  return static_cast<std::uint32_t>(octets[0]) << 24 | static_cast<std::uint32_t>(octets[1]) << 16 |
         static_cast<std::uint32_t>(octets[2]) << 8 | octets[3];
}

// Draws again where the remainder would make small numbers likelier.
std::uint32_t random_below(std::uint32_t bound) {
  const std::uint32_t uneven = (0U - bound) % bound;
  std::uint32_t drawn = random_u32();
  while (drawn < uneven) drawn = random_u32();
  return drawn % bound;
}

}  // namespace vouch::net
