#include "vouch/crypto/vectors/sha1_vectors.hpp"

// This file is compiled once for every instruction set; the last part chooses among them. Vectors
// whose size the compiler doesn't know can't stand in arrays.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vouch/crypto/vectors/sha1_vectors.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vouch/base/vectors/instruction_set.hpp"

HWY_BEFORE_NAMESPACE();
namespace vouch::vectors {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<std::uint32_t, most_sha1_lanes>;
using Words = hn::Vec<Tag>;
const Tag tag;

HWY_INLINE Words constant(std::uint32_t word) { return hn::Set(tag, word); }

struct State {
  Words a, b, c, d, e;
};

HWY_INLINE State initial() {
  return {constant(0x67452301), constant(0xefcdab89), constant(0x98badcfe), constant(0x10325476),
          constant(0xc3d2e1f0)};
}

enum class Mix : std::uint8_t { choose, parity, majority };

template <Mix mix>
HWY_INLINE Words mixed(Words b, Words c, Words d) {
  if constexpr (mix == Mix::choose) return hn::Xor(d, hn::And(b, hn::Xor(c, d)));
  if constexpr (mix == Mix::majority) return hn::Or(hn::And(b, c), hn::And(d, hn::Or(b, c)));
  return hn::Xor(b, hn::Xor(c, d));
}

template <Mix mix>
HWY_INLINE void round(Words a, Words& b, Words c, Words d, Words& e, Words word, Words added) {
  e = hn::Add(hn::Add(hn::RotateRight<27>(a), mixed<mix>(b, c, d)),
              hn::Add(hn::Add(e, added), word));
  b = hn::RotateRight<2>(b);
}

// Twenty rounds, five at a time, after which every word is again where it was.
template <Mix mix>
HWY_INLINE void rounds(State& state, const Words* words, std::uint32_t added) {
  const Words constant_of_rounds = constant(added);
  State s = state;
  for (const Words* const end = words + 20; words != end; words += 5) {
    round<mix>(s.a, s.b, s.c, s.d, s.e, words[0], constant_of_rounds);
    round<mix>(s.e, s.a, s.b, s.c, s.d, words[1], constant_of_rounds);
    round<mix>(s.d, s.e, s.a, s.b, s.c, words[2], constant_of_rounds);
    round<mix>(s.c, s.d, s.e, s.a, s.b, words[3], constant_of_rounds);
    round<mix>(s.b, s.c, s.d, s.e, s.a, words[4], constant_of_rounds);
  }
  state = s;
}

constexpr std::size_t schedule_words = 80;

// `words` begins with the block, and has room for the schedule.
HWY_INLINE void add_block(State& hash, Words* words) {
  for (std::size_t i = sha1_block_words; i < schedule_words; ++i) {
    words[i] = hn::RotateRight<31>(
        hn::Xor(hn::Xor(words[i - 3], words[i - 8]), hn::Xor(words[i - 14], words[i - 16])));
  }
  State state = hash;
  rounds<Mix::choose>(state, words, 0x5a827999);
  rounds<Mix::parity>(state, words + 20, 0x6ed9eba1);
  rounds<Mix::majority>(state, words + 40, 0x8f1bbcdc);
  rounds<Mix::parity>(state, words + 60, 0xca62c1d6);
  hash = {hn::Add(hash.a, state.a), hn::Add(hash.b, state.b), hn::Add(hash.c, state.c),
          hn::Add(hash.d, state.d), hn::Add(hash.e, state.e)};
}

std::size_t count_lanes() { return hn::Lanes(tag); }

void repeat(const std::uint32_t* first, std::size_t first_blocks, const std::uint32_t* again,
            std::size_t again_blocks, unsigned times, std::uint32_t* out) {
  const std::size_t lanes = hn::Lanes(tag);
  Words block[schedule_words];
  State hash = initial();
  for (std::size_t i = 0; i < first_blocks; ++i) {
    for (std::size_t k = 0; k < sha1_block_words; ++k, first += lanes)
      block[k] = hn::LoadU(tag, first);
    add_block(hash, block);
  }
  for (; times > 0; --times) {
    const State before = hash;
    hash = initial();
    for (std::size_t i = 0; i < again_blocks; ++i) {
      for (std::size_t k = 0; k < sha1_block_words; ++k)
        block[k] = constant(again[i * sha1_block_words + k]);
      if (i == 0) {
        block[0] = before.a;
        block[1] = before.b;
        block[2] = before.c;
        block[3] = before.d;
        block[4] = before.e;
      }
      add_block(hash, block);
    }
  }
  hn::StoreU(hash.a, tag, out);
  hn::StoreU(hash.b, tag, out + lanes);
  hn::StoreU(hash.c, tag, out + 2 * lanes);
  hn::StoreU(hash.d, tag, out + 3 * lanes);
  hn::StoreU(hash.e, tag, out + 4 * lanes);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace vouch::vectors
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vouch::vectors {

std::size_t sha1_lanes() {
  static const auto chosen = VOUCH_BY_VECTORS(count_lanes);
  return chosen();
}

void repeat_sha1(std::span<const std::uint32_t> first, std::span<const std::uint32_t> again,
                 unsigned times, std::uint32_t* out) {
  static const auto chosen = VOUCH_BY_VECTORS(repeat);
  chosen(first.data(), first.size() / sha1_block_words / sha1_lanes(), again.data(),
         again.size() / sha1_block_words, times, out);
}

}  // namespace vouch::vectors
#endif
