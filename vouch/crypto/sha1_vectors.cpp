#include "vouch/crypto/sha1_vectors.hpp"

#include <utility>

// This file is compiled once for every instruction set; the last part chooses among them. Vectors
// whose size the compiler doesn't know can't stand in arrays.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vouch/crypto/sha1_vectors.cpp"
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

// `block` is a ring of the last 16 words.
template <Mix mix, std::size_t i>
HWY_INLINE void round(State& state, Words* block, Words added) {
  Words word = block[i % 16];
  if constexpr (i >= 16) {
    word = hn::RotateRight<31>(hn::Xor(hn::Xor(block[(i + 13) % 16], block[(i + 8) % 16]),
                                       hn::Xor(block[(i + 2) % 16], word)));
    block[i % 16] = word;
  }
  const Words sum =
      hn::Add(hn::Add(hn::RotateRight<27>(state.a), mixed<mix>(state.b, state.c, state.d)),
              hn::Add(hn::Add(state.e, added), word));
  state = {sum, state.a, hn::RotateRight<2>(state.b), state.c, state.d};
}

// As many rounds as there are numbers, of which the first is `begin`; written out, so that vectors
// stay in registers.
template <Mix mix, std::size_t begin, std::size_t... each>
HWY_INLINE void rounds(State& state, Words* block, std::uint32_t added,
                       std::index_sequence<each...>) {
  const Words constant_of_rounds = constant(added);
  (round<mix, begin + each>(state, block, constant_of_rounds), ...);
}

HWY_INLINE void add_block(State& hash, Words* block) {
  constexpr auto twenty = std::make_index_sequence<20>();
  State state = hash;
  rounds<Mix::choose, 0>(state, block, 0x5a827999, twenty);
  rounds<Mix::parity, 20>(state, block, 0x6ed9eba1, twenty);
  rounds<Mix::majority, 40>(state, block, 0x8f1bbcdc, twenty);
  rounds<Mix::parity, 60>(state, block, 0xca62c1d6, twenty);
  hash = {hn::Add(hash.a, state.a), hn::Add(hash.b, state.b), hn::Add(hash.c, state.c),
          hn::Add(hash.d, state.d), hn::Add(hash.e, state.e)};
}

std::size_t count_lanes() { return hn::Lanes(tag); }

void repeat(const std::uint32_t* first, std::size_t first_blocks, const std::uint32_t* again,
            std::size_t again_blocks, unsigned times, std::uint32_t* out) {
  const std::size_t lanes = hn::Lanes(tag);
  Words block[sha1_block_words];
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
