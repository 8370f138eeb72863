// Randomness of the operating system, for message IDs, ports and cookies (RFC 5452 section 4).
#pragma once

#include <cstdint>
#include <span>

namespace vouch::net {

/// Fills with octets that nobody can predict. Any thread.
void fill_random(std::span<std::uint8_t> octets);

std::uint16_t random_u16();
std::uint32_t random_u32();

/// A number below `bound`, each as likely as the other; `bound` is at least 1.
std::uint32_t random_below(std::uint32_t bound);

}  // namespace vouch::net
