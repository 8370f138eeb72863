#include "vouch/crypto/vectors/sha256_vectors.hpp"

// This file is compiled once for every instruction set; the last part chooses among them. Vectors
// whose size the compiler doesn't know can't stand in arrays.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vouch/crypto/vectors/sha256_vectors.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vouch/base/vectors/instruction_set.hpp"

HWY_BEFORE_NAMESPACE();
namespace vouch::vectors {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<std::uint32_t, most_sha256_lanes>;
using Words = hn::Vec<Tag>;
const Tag tag;

constexpr std::size_t rounds = 64;

// FIPS 180-4 section 4.2.2.
alignas(64) constexpr std::uint32_t constants[rounds] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// Section 4.1.2.
HWY_INLINE Words large_sigma0(Words x) {
  return hn::Xor(hn::Xor(hn::RotateRight<2>(x), hn::RotateRight<13>(x)), hn::RotateRight<22>(x));
}
HWY_INLINE Words large_sigma1(Words x) {
  return hn::Xor(hn::Xor(hn::RotateRight<6>(x), hn::RotateRight<11>(x)), hn::RotateRight<25>(x));
}
HWY_INLINE Words small_sigma0(Words x) {
  return hn::Xor(hn::Xor(hn::RotateRight<7>(x), hn::RotateRight<18>(x)), hn::ShiftRight<3>(x));
}
HWY_INLINE Words small_sigma1(Words x) {
  return hn::Xor(hn::Xor(hn::RotateRight<17>(x), hn::RotateRight<19>(x)), hn::ShiftRight<10>(x));
}

HWY_INLINE void round(Words a, Words b, Words c, Words& d, Words e, Words f, Words g, Words& h,
                      Words word, std::uint32_t constant) {
  const Words chosen = hn::Xor(g, hn::And(e, hn::Xor(f, g)));
  const Words majority = hn::Or(hn::And(a, b), hn::And(c, hn::Or(a, b)));
  const Words sum =
      hn::Add(hn::Add(hn::Add(h, large_sigma1(e)), hn::Add(chosen, word)), hn::Set(tag, constant));
  d = hn::Add(d, sum);
  h = hn::Add(sum, hn::Add(large_sigma0(a), majority));
}

// Eight rounds, after which every variable is again where it was; `words` are those of the rounds.
HWY_INLINE void eight_rounds(Words* s, const Words* words, const std::uint32_t* added) {
  round(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], words[0], added[0]);
  round(s[7], s[0], s[1], s[2], s[3], s[4], s[5], s[6], words[1], added[1]);
  round(s[6], s[7], s[0], s[1], s[2], s[3], s[4], s[5], words[2], added[2]);
  round(s[5], s[6], s[7], s[0], s[1], s[2], s[3], s[4], words[3], added[3]);
  round(s[4], s[5], s[6], s[7], s[0], s[1], s[2], s[3], words[4], added[4]);
  round(s[3], s[4], s[5], s[6], s[7], s[0], s[1], s[2], words[5], added[5]);
  round(s[2], s[3], s[4], s[5], s[6], s[7], s[0], s[1], words[6], added[6]);
  round(s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[0], words[7], added[7]);
}

std::size_t count_lanes() { return hn::Lanes(tag); }

void add_blocks(std::uint32_t* state, const std::uint32_t* words, std::size_t blocks) {
  const std::size_t lanes = hn::Lanes(tag);
  Words hash[sha256_words];
  for (std::size_t i = 0; i < sha256_words; ++i) hash[i] = hn::LoadU(tag, state + i * lanes);
  for (; blocks > 0; --blocks) {
    Words schedule[rounds];
    for (std::size_t i = 0; i < sha256_block_words; ++i, words += lanes)
      schedule[i] = hn::LoadU(tag, words);
    for (std::size_t i = sha256_block_words; i < rounds; ++i) {
      schedule[i] = hn::Add(hn::Add(small_sigma1(schedule[i - 2]), schedule[i - 7]),
                            hn::Add(small_sigma0(schedule[i - 15]), schedule[i - 16]));
    }
    Words s[sha256_words];
    for (std::size_t i = 0; i < sha256_words; ++i) s[i] = hash[i];
    for (std::size_t i = 0; i < rounds; i += 8) eight_rounds(s, schedule + i, constants + i);
    for (std::size_t i = 0; i < sha256_words; ++i) hash[i] = hn::Add(hash[i], s[i]);
  }
  for (std::size_t i = 0; i < sha256_words; ++i) hn::StoreU(hash[i], tag, state + i * lanes);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace vouch::vectors
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vouch::vectors {

std::size_t sha256_lanes() {
  static const auto chosen = VOUCH_BY_VECTORS(count_lanes);
  return chosen();
}

void add_sha256_blocks(std::uint32_t* state, const std::uint32_t* words, std::size_t blocks) {
  static const auto chosen = VOUCH_BY_VECTORS(add_blocks);
  chosen(state, words, blocks);
}

}  // namespace vouch::vectors
#endif
