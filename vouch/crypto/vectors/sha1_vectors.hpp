// SHA-1 of several messages at once, one in each lane of the processor's vectors (FIPS 180-4), for
// the instruction sets that it has, chosen at run time. For vouch/crypto only; nsec3_hashes.hpp is
// what others use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vouch::vectors {

inline constexpr std::size_t most_sha1_lanes = 16;
inline constexpr std::size_t sha1_words = 5;
inline constexpr std::size_t sha1_block_words = 16;

/// How many messages are hashed at once.
std::size_t sha1_lanes();

/// Hashes one message of each lane, and then `times` more what came out, as NSEC3 does.
/// `first`: the padded messages, all of one length, as words; those of the lanes stand side by
/// side: 16 * sha1_lanes() for a block. `again`: one padded message, whose first five words are
/// replaced by the hash of before. `out`: five times sha1_lanes() words, side by side too.
void repeat_sha1(std::span<const std::uint32_t> first, std::span<const std::uint32_t> again,
                 unsigned times, std::uint32_t* out);

}  // namespace vouch::vectors
