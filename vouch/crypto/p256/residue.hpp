// Residues: numbers modulo the prime of the field or the order of the curve, in Montgomery's form
// with the radix 2^256 (Montgomery, Modular Multiplication Without Trial Division; HAC 14.36). For
// vouch/crypto only.
//
// Every residue is canonical, below the modulus, except where a function says what else it takes.
// Time and addresses depend on no number.
#pragma once

#include <cassert>

#include "vouch/crypto/p256/number.hpp"

namespace vouch::p256 {

/// p = 2^256 - 2^224 + 2^192 + 2^96 - 1 (SEC 2 section 2.4.2, FIPS 186-5 / SP 800-186 3.2.1.3).
struct FieldModulus {
  static constexpr Number value = {
      {0xffffffffffffffff, 0x00000000ffffffff, 0x0000000000000000, 0xffffffff00000001}};
  static constexpr Limb negative_inverse = 1;  ///< of -p modulo 2^64: p is -1 there
};

/// n, the number of points.
struct OrderModulus {
  static constexpr Number value = {
      {0xf3b9cac2fc632551, 0xbce6faada7179e84, 0xffffffffffffffff, 0xffffffff00000000}};
  static constexpr Limb negative_inverse = 0xccd1c8aaee00bc4f;
};
static_assert(FieldModulus::value.limbs[0] * FieldModulus::negative_inverse == ~Limb{0});
static_assert(OrderModulus::value.limbs[0] * OrderModulus::negative_inverse == ~Limb{0});

template <typename Modulus>
struct Residues {
  static constexpr const Number& modulus = Modulus::value;

  static constexpr Number add(const Number& a, const Number& b) {
    Limb carry = 0;
    const Number sum = added(a, b, carry);
    return reduced_once(sum, carry);
  }

  static constexpr Number subtract(const Number& a, const Number& b) {
    Limb borrow = 0;
    Limb carry = 0;
    const Number difference = subtracted(a, b, borrow);
    const Number back = chosen(mask_of(borrow), modulus, Number{});
    return added(difference, back, carry);
  }

  static constexpr Number negative(const Number& a) { return subtract(Number{}, a); }

  /// a b / 2^256. `b` is canonical, `a` may be any number: then every sum below fits in five limbs,
  /// since (2^64 + 1) times either modulus is below 2^320.
  static constexpr Number multiply(const Number& a, const Number& b) {
    Limb sum[limb_count + 1] = {};
    add_product(sum, a.limbs[0], b);
    drop_limb(sum);
    add_product(sum, a.limbs[1], b);
    drop_limb(sum);
    add_product(sum, a.limbs[2], b);
    drop_limb(sum);
    add_product(sum, a.limbs[3], b);
    drop_limb(sum);
    return reduced_once({{sum[0], sum[1], sum[2], sum[3]}}, sum[limb_count]);
  }

  static constexpr Number square(const Number& a) { return multiply(a, a); }

  /// a, which is below 2^256 and so below twice the modulus, made canonical.
  static constexpr Number canonical(const Number& a) { return reduced_once(a, 0); }

  /// 1 in Montgomery's form: 2^256 less the modulus.
  static constexpr Number one() {
    Limb borrow = 0;
    return subtracted(Number{}, modulus, borrow);
  }

  /// 2^512 modulo the modulus.
  static constexpr Number radix_squared() {
    Number power = one();
    for (int i = 0; i < 256; ++i) power = add(power, power);
    return power;
  }

  /// Into Montgomery's form; takes any number below 2^256.
  static constexpr Number to_form(const Number& a) {
    constexpr Number factor = radix_squared();
    return multiply(a, factor);
  }
  static constexpr Number from_form(const Number& a) { return multiply(a, {{1, 0, 0, 0}}); }

  using Product = Number(const Number&, const Number&);

  /// a^(m - 2), which is 1 / a (Fermat); 0 for 0. Windows of four bits of the exponent, which is
  /// public. `product` is a form of multiply().
  static constexpr Number invert(const Number& a, Product* product = &multiply) {
    Limb borrow = 0;
    const Number exponent = subtracted(modulus, {{2, 0, 0, 0}}, borrow);
    Number powers[16] = {one(), a};
    for (int i = 2; i < 16; ++i) powers[i] = product(powers[i - 1], a);
    Number result = one();
    for (int i = 63; i >= 0; --i) {
      for (int k = 0; k < 4; ++k) result = product(result, result);
      const unsigned digit = exponent.limbs[i / 16] >> (4 * (i % 16)) & 15;
      if (digit != 0) result = product(result, powers[digit]);
    }
    return result;
  }

 private:
  // sum += a b + carry; the carry becomes what goes on to the next limb. Never more than 2^128 - 1.
  [[gnu::always_inline]] static constexpr void add_limbs(Limb& sum, Limb a, Limb b, Limb& carry) {
    const Wide at = Wide{a} * b + sum + carry;
    sum = static_cast<Limb>(at);
    carry = static_cast<Limb>(at >> 64);
  }

  [[gnu::always_inline]] static constexpr void add_product(Limb* sum, Limb a, const Number& b) {
    Limb carry = 0;
    add_limbs(sum[0], a, b.limbs[0], carry);
    add_limbs(sum[1], a, b.limbs[1], carry);
    add_limbs(sum[2], a, b.limbs[2], carry);
    add_limbs(sum[3], a, b.limbs[3], carry);
    sum[4] += carry;
  }

  // Adds the multiple of the modulus that makes the lowest limb zero, and drops that.
  [[gnu::always_inline]] static constexpr void drop_limb(Limb* sum) {
    if constexpr (Modulus::negative_inverse == 1) {
      // q p is q 2^96 + q (2^64 - 2^32 + 1) 2^192 - q, and q is the lowest limb.
      const Limb q = sum[0];
      const Wide high = Wide{q} * modulus.limbs[3];
      Wide at = Wide{sum[1]} + (q << 32);
      sum[0] = static_cast<Limb>(at);
      at = (at >> 64) + sum[2] + (q >> 32);
      sum[1] = static_cast<Limb>(at);
      at = (at >> 64) + sum[3] + static_cast<Limb>(high);
      sum[2] = static_cast<Limb>(at);
      at = (at >> 64) + sum[4] + static_cast<Limb>(high >> 64);
      sum[3] = static_cast<Limb>(at);
      sum[4] = static_cast<Limb>(at >> 64);
    } else {
      const Limb q = sum[0] * Modulus::negative_inverse;
      Limb carry = 0;
      add_limbs(sum[0], q, modulus.limbs[0], carry);
      add_limbs(sum[1], q, modulus.limbs[1], carry);
      add_limbs(sum[2], q, modulus.limbs[2], carry);
      add_limbs(sum[3], q, modulus.limbs[3], carry);
      const Wide at = Wide{sum[4]} + carry;
      sum[0] = sum[1];
      sum[1] = sum[2];
      sum[2] = sum[3];
      sum[3] = static_cast<Limb>(at);
      sum[4] = static_cast<Limb>(at >> 64);
    }
  }

  // carry 2^256 + a, which is below twice the modulus, less the modulus where it is not below.
  static constexpr Number reduced_once(const Number& a, Limb carry) {
    Limb borrow = 0;
    const Number less = subtracted(a, modulus, borrow);
    return chosen(mask_of(borrow & (carry ^ 1)), a, less);
  }
};

using Field = Residues<FieldModulus>;
using Order = Residues<OrderModulus>;

/// 1 / a in the field by a chain of 255 squares and 13 products; 0 for 0. `Products` has
/// multiply().
template <typename Products = Field>
constexpr Number inverse_in_field(const Number& a) {
  const auto squared = [](Number each, unsigned count) {
    for (; count > 0; --count) each = Products::multiply(each, each);
    return each;
  };
  const Number x2 = Products::multiply(squared(a, 1), a);  // a^(2^2 - 1), and so on
  const Number x4 = Products::multiply(squared(x2, 2), x2);
  const Number x8 = Products::multiply(squared(x4, 4), x4);
  const Number x16 = Products::multiply(squared(x8, 8), x8);
  const Number x24 = Products::multiply(squared(x16, 8), x8);
  const Number x28 = Products::multiply(squared(x24, 4), x4);
  const Number x30 = Products::multiply(squared(x28, 2), x2);
  const Number x32 = Products::multiply(squared(x30, 2), x2);
  Number power = Products::multiply(squared(x32, 32), a);
  power = Products::multiply(squared(power, 128), x32);
  power = Products::multiply(squared(power, 32), x32);
  power = Products::multiply(squared(power, 30), x30);
  return Products::multiply(squared(power, 2), a);
}

}  // namespace vouch::p256
