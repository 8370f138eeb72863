// Base 16 and base 64 by vectors of 16 octets (RFC 4648), for the instruction sets that the
// processor has, chosen at run time. For vouch/base only; encoding.hpp is what others use.
//
// Every function does as much of its input as fills vectors, and leaves the rest to the caller.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vouch::vectors {

/// Not a count: there is a foreign character.
inline constexpr std::size_t foreign_character = static_cast<std::size_t>(-1);

/// Decodes characters, of which there are `count`, to `out`, which has room for what all of them
/// decode to. Returns how many were decoded, a multiple of 4, or foreign_character.
std::size_t decode_base64(const char* characters, std::size_t count, std::uint8_t* out);
/// The same for hexadecimal digits; a multiple of 2.
std::size_t decode_base16(const char* characters, std::size_t count, std::uint8_t* out);

/// Encodes octets, of which there are `count`, to `out`, which has room for what all of them are
/// encoded to. Returns how many were encoded, a multiple of 3.
std::size_t encode_base64(const std::uint8_t* octets, std::size_t count, char* out);
/// The same in hexadecimal digits; `ten` is the digit of 10, `a` or `A`.
std::size_t encode_base16(const std::uint8_t* octets, std::size_t count, char ten, char* out);

}  // namespace vouch::vectors
