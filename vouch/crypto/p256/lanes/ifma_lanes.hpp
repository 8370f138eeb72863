// IfmaLanes: the arithmetic of sums.hpp for eight signatures at a time, by the instructions of
// AVX-512 IFMA, which multiply numbers of 52 bits. For vouch/crypto/p256 only; to be included where
// the compiler may use those instructions.
//
// An element is five limbs of 52 bits in each of eight lanes, in Montgomery's form with the radix
// 2^260 = 16.000000004 p. What is relied on, where p stands for the modulus:
//
// - Between functions every limb is from 0 to 2^52 - 1: vpmadd52 ignores the bits above. An element
//   is below 2 p, what difference() gives below 4 p.
// - A product of a < A p and b < B p is below (A B / 16 + 1) p, so with A B <= 16 below 2 p.
// - Within a product a limb gathers at most 10 halves of products of limbs, 6 of the reduction and
//   a carry: below 17 2^52 < 2^57. In differences limbs are signed, and far from 2^63.
#pragma once

#include <immintrin.h>

#include <cassert>

#include "vouch/crypto/p256/lanes/adx_lanes.hpp"
#include "vouch/crypto/p256/table.hpp"

namespace vouch::p256 {

/// Replaces eight residues, none of which is 0, in Montgomery's form with the radix 2^260 by their
/// inverses in that form.
void invert_eight(Number* numbers);

struct IfmaLanes {
  static constexpr std::size_t lanes = 8;
  static constexpr unsigned radix_shift = 4;
  static constexpr int limb_bits = 52;
  using Words = __m512i;
  using Mask = __mmask8;

  struct Element {
    Words limbs[5];
  };

  static Number multiply_in_order(const Number& a, const Number& b) {
    return AdxLanes::multiply_in_order(a, b);
  }

  static Words all(std::uint64_t word) { return _mm512_set1_epi64(static_cast<long long>(word)); }
  static Words low_bits() { return all((std::uint64_t{1} << limb_bits) - 1); }

  static Element from_limbs(std::uint64_t l0, std::uint64_t l1, std::uint64_t l2, std::uint64_t l3,
                            std::uint64_t l4) {
    return {{all(l0), all(l1), all(l2), all(l3), all(l4)}};
  }
  /// p in limbs; the third is 0.
  static Element modulus() {
    return from_limbs(0xfffffffffffff, 0xfffffffffff, 0, 0x1000000000, 0xffffffff0000);
  }
  /// 1 in Montgomery's form: 2^260 modulo p, which is 16 (2^256 - p).
  static Element one() {
    return from_limbs(0x10, 0xf000000000000, 0xfffffffffffff, 0xffeffffffffff, 0xfffff);
  }

  /// Whether every limb is one and the element is below `most` p; for assertions.
  static bool is_within(const Element& a, unsigned most) {
    Mask wrong = 0;
    for (const Words limb : a.limbs)
      wrong = static_cast<Mask>(wrong | _mm512_cmpgt_epu64_mask(limb, low_bits()));
    // 2^256 is above p, and the highest limb counts 2^208.
    return (wrong | _mm512_cmpgt_epu64_mask(a.limbs[4], all(std::uint64_t{most} << 48))) == 0;
  }

  static Element multiply(const Element& a, const Element& b) {
    Words sum[10];
    for (Words& each : sum) each = _mm512_setzero_si512();
#pragma GCC unroll 5
    for (int i = 0; i < 5; ++i) {
#pragma GCC unroll 5
      for (int k = 0; k < 5; ++k) {
        sum[i + k] = _mm512_madd52lo_epu64(sum[i + k], a.limbs[i], b.limbs[k]);
        sum[i + k + 1] = _mm512_madd52hi_epu64(sum[i + k + 1], a.limbs[i], b.limbs[k]);
      }
      drop_limb(sum + i);
    }
    return carried(sum + 5);
  }

  static Element square(const Element& a) {
    Words sum[10];
    for (Words& each : sum) each = _mm512_setzero_si512();
      // A doubled limb would not fit: the products of different limbs are doubled when they are
      // summed up.
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
#pragma GCC unroll 4
      for (int k = i + 1; k < 5; ++k) {
        sum[i + k] = _mm512_madd52lo_epu64(sum[i + k], a.limbs[i], a.limbs[k]);
        sum[i + k + 1] = _mm512_madd52hi_epu64(sum[i + k + 1], a.limbs[i], a.limbs[k]);
      }
    }
#pragma GCC unroll 10
    for (int i = 0; i < 10; ++i) sum[i] = _mm512_add_epi64(sum[i], sum[i]);
#pragma GCC unroll 5
    for (int i = 0; i < 5; ++i) {
      sum[2 * i] = _mm512_madd52lo_epu64(sum[2 * i], a.limbs[i], a.limbs[i]);
      sum[2 * i + 1] = _mm512_madd52hi_epu64(sum[2 * i + 1], a.limbs[i], a.limbs[i]);
    }
#pragma GCC unroll 5
    for (int i = 0; i < 5; ++i) drop_limb(sum + i);
    return carried(sum + 5);
  }

  /// a - b for a factor: below 4 p.
  static Element difference(const Element& a, const Element& b) {
    assert(is_within(a, 2) && is_within(b, 2));
    // 2 p, whose limbs after doubling are carried with the rest.
    const Element p = modulus();
    Element out;
    for (int i = 0; i < 5; ++i) {
      out.limbs[i] = _mm512_add_epi64(_mm512_sub_epi64(a.limbs[i], b.limbs[i]),
                                      _mm512_add_epi64(p.limbs[i], p.limbs[i]));
    }
    out = carried_signed(out);
    assert(is_within(out, 4));
    return out;
  }

  /// a - b, below 2 p.
  static Element coordinate(const Element& a, const Element& b) {
    Element out;
    for (int i = 0; i < 5; ++i) out.limbs[i] = _mm512_sub_epi64(a.limbs[i], b.limbs[i]);
    return reduced(out);
  }
  /// a - b - c, below 2 p.
  static Element coordinate(const Element& a, const Element& b, const Element& c) {
    Element out;
    for (int i = 0; i < 5; ++i) {
      out.limbs[i] = _mm512_sub_epi64(_mm512_sub_epi64(a.limbs[i], b.limbs[i]), c.limbs[i]);
    }
    return reduced(out);
  }

  /// Where an element, below 2 p, is 0 or p.
  static Mask zeros(const Element& a) {
    assert(is_within(a, 2));
    const Element p = modulus();
    Mask zero = 0xff;
    Mask is_p = 0xff;
    for (int i = 0; i < 5; ++i) {
      zero = static_cast<Mask>(zero & _mm512_cmpeq_epi64_mask(a.limbs[i], _mm512_setzero_si512()));
      is_p = static_cast<Mask>(is_p & _mm512_cmpeq_epi64_mask(a.limbs[i], p.limbs[i]));
    }
    return static_cast<Mask>(zero | is_p);
  }

  static Element chosen(Mask mask, const Element& a, const Element& b) {
    Element out;
    for (int i = 0; i < 5; ++i)
      out.limbs[i] = _mm512_mask_blend_epi64(mask, b.limbs[i], a.limbs[i]);
    return out;
  }

  static Element invert(const Element& a) {
    Number numbers[lanes];
    store(canonical(a), numbers);
    invert_eight(numbers);
    return split_numbers(numbers);
  }

  /// One number for each lane, out of Montgomery's form.
  static void write(const Element& a, Number* numbers) {
    store(canonical(multiply(a, from_limbs(1, 0, 0, 0, 0))), numbers);
  }

  /// Digit `at` of eight multiples, of which the limbs of one place stand side by side.
  static Words digit(const Limb* multiples, unsigned at, unsigned bits) {
    const unsigned position = at * bits;
    const Limb* const from = multiples + position / 64 * lanes;
    const Words low = _mm512_srl_epi64(_mm512_loadu_si512(from), _mm_cvtsi32_si128(position % 64));
    // A shift by 64 gives 0.
    const Words high = _mm512_sll_epi64(_mm512_loadu_si512(from + lanes),
                                        _mm_cvtsi32_si128(64 - static_cast<int>(position % 64)));
    return _mm512_and_si512(_mm512_or_si512(low, high), all((std::uint64_t{1} << bits) - 1));
  }

  static void load(const Table& table, unsigned window, Words digit, Element& x, Element& y) {
    Mask is_negative = 0;
    alignas(64) std::uint64_t places[lanes];
    _mm512_store_si512(places, place(digit, table.bits(), is_negative));
    Words words[lanes];
    for (std::size_t i = 0; i < lanes; ++i)
      words[i] = _mm512_load_si512(table.entry(window, places[i]).words);
    transpose(words);
    x = split(words);
    y = negated(is_negative, split(words + limb_count));
  }

  static void prefetch(const Table& table, unsigned window, Words digit) {
    Mask is_negative = 0;
    alignas(64) std::uint64_t places[lanes];
    _mm512_store_si512(places, place(digit, table.bits(), is_negative));
    for (const std::uint64_t each : places)
      _mm_prefetch(reinterpret_cast<const char*>(&table.entry(window, each)), _MM_HINT_T0);
  }

  /// The same for secret digits: all entries of the window are read, 16 for each permutation.
  static void select(const SecretTable& table, unsigned window, Words digit, Element& x,
                     Element& y) {
    Mask is_negative = 0;
    const Words at = place(digit, table.bits(), is_negative);
    const std::size_t entries = table.entries();
    const Limb* row = table.rows(window);
    Words words[lanes];
    for (Words& word : words) {
      word = _mm512_setzero_si512();
      for (std::size_t i = 0; i < entries; i += 16, row += 16) {
        const Words found =
            _mm512_permutex2var_epi64(_mm512_load_si512(row), at, _mm512_load_si512(row + 8));
        const Mask here = _mm512_cmpeq_epi64_mask(_mm512_srli_epi64(at, 4), all(i / 16));
        word = _mm512_mask_mov_epi64(word, here, found);
      }
    }
    x = split(words);
    y = negated(is_negative, split(words + limb_count));
  }

  /// Each lane takes the element of the lane that is `distance` above it, a power of two.
  static Element from_above(const Element& a, int distance) {
    Element out;
    const Words from =
        _mm512_add_epi64(_mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7), _mm512_set1_epi64(distance));
    for (int i = 0; i < 5; ++i) out.limbs[i] = _mm512_permutexvar_epi64(from, a.limbs[i]);
    return out;
  }

 private:
  // Adds the multiple q p that makes the lowest limb's 52 bits zero, and carries what is left of
  // it: q is those bits, since p is -1 modulo 2^52, and p + 1 has the limbs 0, 2^44, 0, 2^36 and
  // 0xffffffff0000.
  static void drop_limb(Words* sum) {
    const Words q = sum[0];
    sum[1] = _mm512_add_epi64(sum[1], _mm512_srli_epi64(q, limb_bits));
    sum[1] = _mm512_madd52lo_epu64(sum[1], q, all(std::uint64_t{1} << 44));
    sum[2] = _mm512_madd52hi_epu64(sum[2], q, all(std::uint64_t{1} << 44));
    sum[3] = _mm512_madd52lo_epu64(sum[3], q, all(std::uint64_t{1} << 36));
    sum[4] = _mm512_madd52hi_epu64(sum[4], q, all(std::uint64_t{1} << 36));
    sum[4] = _mm512_madd52lo_epu64(sum[4], q, all(0xffffffff0000));
    sum[5] = _mm512_madd52hi_epu64(sum[5], q, all(0xffffffff0000));
  }

  static Element carried(const Words* sum) {
    Element out;
    Words carry = _mm512_setzero_si512();
    for (int i = 0; i < 5; ++i) {
      const Words limb = _mm512_add_epi64(sum[i], carry);
      carry = _mm512_srli_epi64(limb, limb_bits);
      out.limbs[i] = i < 4 ? _mm512_and_si512(limb, low_bits()) : limb;
    }
    assert(is_within(out, 2));
    return out;
  }

  static Element carried_signed(const Element& a) {
    Element out;
    Words carry = _mm512_setzero_si512();
    for (int i = 0; i < 5; ++i) {
      const Words limb = _mm512_add_epi64(a.limbs[i], carry);
      carry = _mm512_srai_epi64(limb, limb_bits);
      out.limbs[i] = i < 4 ? _mm512_and_si512(limb, low_bits()) : limb;
    }
    return out;
  }

  // Of a value above -5 p and below 5 p, with limbs that are not carried, one from 0 to 1.01 p: q p
  // is subtracted, where q 2^256 is about the value. The highest limb counts 2^208; the limbs below
  // can change it by 4 at most, so that with 8 kept back nothing becomes negative, and what is left
  // is below 2^256 + 16 2^208 + 6 2^224.
  static Element reduced(Element a) {
    const Words q = _mm512_srai_epi64(_mm512_sub_epi64(a.limbs[4], all(8)), 48);
    // p = 2^256 - 2^224 + 2^192 + 2^96 - 1.
    a.limbs[0] = _mm512_add_epi64(a.limbs[0], q);
    a.limbs[1] = _mm512_sub_epi64(a.limbs[1], _mm512_slli_epi64(q, 44));
    a.limbs[3] = _mm512_sub_epi64(a.limbs[3], _mm512_slli_epi64(q, 36));
    a.limbs[4] = _mm512_add_epi64(_mm512_sub_epi64(a.limbs[4], _mm512_slli_epi64(q, 48)),
                                  _mm512_slli_epi64(q, 16));
    a = carried_signed(a);
    assert(is_within(a, 2));
    return a;
  }

  // y or, where the mask says so, -y, for y below p.
  static Element negated(Mask mask, const Element& y) {
    const Element p = modulus();
    Element out;
    for (int i = 0; i < 5; ++i)
      out.limbs[i] = _mm512_mask_sub_epi64(y.limbs[i], mask, p.limbs[i], y.limbs[i]);
    return carried_signed(out);
  }

  // Of an element below 2 p.
  static Element canonical(const Element& a) {
    assert(is_within(a, 2));
    const Element p = modulus();
    Element less;
    for (int i = 0; i < 5; ++i) less.limbs[i] = _mm512_sub_epi64(a.limbs[i], p.limbs[i]);
    less = carried_signed(less);
    return chosen(_mm512_movepi64_mask(less.limbs[4]), a, less);
  }

  static Words place(Words digit, unsigned bits, Mask& is_negative) {
    const Words all_bits = all((std::uint64_t{1} << (bits - 1)) - 1);
    is_negative = _mm512_cmple_epu64_mask(digit, all_bits);
    return _mm512_and_si512(_mm512_mask_xor_epi64(digit, is_negative, digit, all_bits), all_bits);
  }

  // Four words of 64 bits in five limbs.
  static Element split(const Words* words) {
    return {{_mm512_and_si512(words[0], low_bits()),
             joined(_mm512_srli_epi64(words[0], 52), _mm512_slli_epi64(words[1], 12)),
             joined(_mm512_srli_epi64(words[1], 40), _mm512_slli_epi64(words[2], 24)),
             joined(_mm512_srli_epi64(words[2], 28), _mm512_slli_epi64(words[3], 36)),
             _mm512_srli_epi64(words[3], 16)}};
  }
  static Words joined(Words low, Words high) {
    return _mm512_and_si512(_mm512_or_si512(low, high), low_bits());
  }

  // The limbs of an element below 2^256 in four words.
  static void join(const Element& a, Words* words) {
    const Words* const limbs = a.limbs;
    words[0] = _mm512_or_si512(limbs[0], _mm512_slli_epi64(limbs[1], 52));
    words[1] = _mm512_or_si512(_mm512_srli_epi64(limbs[1], 12), _mm512_slli_epi64(limbs[2], 40));
    words[2] = _mm512_or_si512(_mm512_srli_epi64(limbs[2], 24), _mm512_slli_epi64(limbs[3], 28));
    words[3] = _mm512_or_si512(_mm512_srli_epi64(limbs[3], 36), _mm512_slli_epi64(limbs[4], 16));
  }

  static void store(const Element& a, Number* numbers) {
    Words words[limb_count];
    join(a, words);
    alignas(64) Limb limbs[limb_count][lanes];
    for (std::size_t i = 0; i < limb_count; ++i) _mm512_store_si512(limbs[i], words[i]);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      for (std::size_t i = 0; i < limb_count; ++i) numbers[lane].limbs[i] = limbs[i][lane];
    }
  }

  static Element split_numbers(const Number* numbers) {
    alignas(64) Limb limbs[limb_count][lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      for (std::size_t i = 0; i < limb_count; ++i) limbs[i][lane] = numbers[lane].limbs[i];
    }
    Words words[limb_count];
    for (std::size_t i = 0; i < limb_count; ++i) words[i] = _mm512_load_si512(limbs[i]);
    return split(words);
  }

  // Rows become columns: by pairs, by pairs of pairs, by halves.
  static void transpose(Words* rows) {
    Words pairs[8];
    for (int i = 0; i < 8; i += 2) {
      pairs[i] = _mm512_unpacklo_epi64(rows[i], rows[i + 1]);
      pairs[i + 1] = _mm512_unpackhi_epi64(rows[i], rows[i + 1]);
    }
    // Of rows 0 to 3 and of rows 4 to 7: the quarters 0 and 2, and 1 and 3, of two pairs.
    for (int i = 0; i < 2; ++i) {
      const Words even_low = _mm512_shuffle_i64x2(pairs[i], pairs[2 + i], 0x88);
      const Words odd_low = _mm512_shuffle_i64x2(pairs[i], pairs[2 + i], 0xdd);
      const Words even_high = _mm512_shuffle_i64x2(pairs[4 + i], pairs[6 + i], 0x88);
      const Words odd_high = _mm512_shuffle_i64x2(pairs[4 + i], pairs[6 + i], 0xdd);
      rows[i] = _mm512_shuffle_i64x2(even_low, even_high, 0x88);
      rows[4 + i] = _mm512_shuffle_i64x2(even_low, even_high, 0xdd);
      rows[2 + i] = _mm512_shuffle_i64x2(odd_low, odd_high, 0x88);
      rows[6 + i] = _mm512_shuffle_i64x2(odd_low, odd_high, 0xdd);
    }
  }
};

}  // namespace vouch::p256
