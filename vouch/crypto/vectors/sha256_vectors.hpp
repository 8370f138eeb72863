// SHA-256 of several messages at once, one in each lane of the processor's vectors (FIPS 180-4),
// for the instruction sets that it has, chosen at run time. For vouch/crypto only.
//
// Time and addresses depend on no message. Nothing is kept, and the caller zeroises what is secret.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vouch::vectors {

inline constexpr std::size_t most_sha256_lanes = 16;
inline constexpr std::size_t sha256_words = 8;
inline constexpr std::size_t sha256_block_words = 16;

/// The hash before the first block (FIPS 180-4 section 5.3.3).
inline constexpr std::uint32_t sha256_initial[sha256_words] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/// How many messages are hashed at once; the same all the time.
std::size_t sha256_lanes();

/// Goes on from the hashes in `state` with `blocks` blocks of each message. Words of the lanes
/// stand side by side: eight times sha256_lanes() of them in `state`, and 16 times that for a
/// block.
void add_sha256_blocks(std::uint32_t* state, const std::uint32_t* words, std::size_t blocks);

}  // namespace vouch::vectors
