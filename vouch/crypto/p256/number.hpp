// Number: 256 bits in four limbs of 64, the lowest first, and their plain arithmetic (SEC 1
// section 2.3). For vouch/crypto only.
//
// Nothing here branches on a number or uses one as an address, comparisons for public numbers
// apart, so all of it may be used with secrets.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace vouch::p256 {

using Limb = std::uint64_t;
using Wide = unsigned __int128;

inline constexpr std::size_t limb_count = 4;
inline constexpr std::size_t number_octets = 32;

struct Number {
  Limb limbs[limb_count] = {};

  friend constexpr bool operator==(const Number&, const Number&) = default;
};

/// The value, of which the compiler does not know that it is a mask: it makes no branch of it.
constexpr Limb hidden(Limb value) {
  if (!__builtin_is_constant_evaluated()) asm("" : "+r"(value));
  return value;
}

/// All bits where `bit` is 1, none where it is 0.
constexpr Limb mask_of(Limb bit) { return hidden(Limb{0} - bit); }

/// a + b modulo 2^256; `carry` becomes what does not fit, 0 or 1.
constexpr Number added(const Number& a, const Number& b, Limb& carry) {
  Number sum;
  Wide at = 0;
#pragma GCC unroll 4
  for (std::size_t i = 0; i < limb_count; ++i) {
    at += Wide{a.limbs[i]} + b.limbs[i];
    sum.limbs[i] = static_cast<Limb>(at);
    at >>= 64;
  }
  carry = static_cast<Limb>(at);
  return sum;
}

/// a - b modulo 2^256; `borrow` becomes 1 where b is more than a.
constexpr Number subtracted(const Number& a, const Number& b, Limb& borrow) {
  Number difference;
  Limb below = 0;
#pragma GCC unroll 4
  for (std::size_t i = 0; i < limb_count; ++i) {
    const Wide at = Wide{a.limbs[i]} - b.limbs[i] - below;
    difference.limbs[i] = static_cast<Limb>(at);
    below = static_cast<Limb>(at >> 64) & 1;
  }
  borrow = below;
  return difference;
}

/// `a` where the mask has all bits, `b` where it has none.
constexpr Number chosen(Limb mask, const Number& a, const Number& b) {
  Number out;
#pragma GCC unroll 4
  for (std::size_t i = 0; i < limb_count; ++i)
    out.limbs[i] = b.limbs[i] ^ (mask & (a.limbs[i] ^ b.limbs[i]));
  return out;
}

/// 1 where the number is zero, otherwise 0.
constexpr Limb is_zero(const Number& a) {
  const Limb any = a.limbs[0] | a.limbs[1] | a.limbs[2] | a.limbs[3];
  return ((any | (Limb{0} - any)) >> 63) ^ 1;
}

/// 1 where a < b, otherwise 0.
constexpr Limb is_below(const Number& a, const Number& b) {
  Limb borrow = 0;
  (void)subtracted(a, b, borrow);
  return borrow;
}

/// Of 32 octets, the highest first.
inline Number read_number(const std::uint8_t* octets) {
  Number number;
  for (std::size_t i = 0; i < limb_count; ++i) {
    Limb limb = 0;
    std::memcpy(&limb, octets + 8 * (limb_count - 1 - i), 8);
    number.limbs[i] = std::endian::native == std::endian::little ? __builtin_bswap64(limb) : limb;
  }
  return number;
}

inline void write_number(const Number& number, std::uint8_t* octets) {
  for (std::size_t i = 0; i < limb_count; ++i) {
    const Limb own = number.limbs[i];
    const Limb limb = std::endian::native == std::endian::little ? __builtin_bswap64(own) : own;
    std::memcpy(octets + 8 * (limb_count - 1 - i), &limb, 8);
  }
}

}  // namespace vouch::p256
