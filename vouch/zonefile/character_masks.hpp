// Where tokens begin and end: two bits for every octet of a text, made for 64 octets at a time by
// vectors (docs/zonefile.md, "Tokens"). What an octet means one by one is in character.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "vouch/base/kernel.hpp"

namespace vouch::zonefile {

/// Of 64 octets; the lowest bit is that of the first.
struct CharacterMasks {
  std::uint64_t edges = 0;    ///< octets that end a plain token: all that are not ordinary
  std::uint64_t content = 0;  ///< octets that are no blanks

  bool operator==(const CharacterMasks&) const = default;
};

inline constexpr std::size_t masked_octets = 64;

/// Makes the masks of `blocks` blocks of 64 octets.
void classify(const char* octets, std::size_t blocks, CharacterMasks* masks, Kernel kernel);

}  // namespace vouch::zonefile
