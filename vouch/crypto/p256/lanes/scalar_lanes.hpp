// ScalarLanes: the arithmetic of sums.hpp for one signature at a time, by the processor's usual
// instructions. For vouch/crypto/p256 only.
#pragma once

#include "vouch/crypto/p256/curve.hpp"
#include "vouch/crypto/p256/table.hpp"

namespace vouch::p256 {

struct ScalarLanes {
  static constexpr std::size_t lanes = 1;
  static constexpr unsigned radix_shift = 0;
  using Element = Number;  ///< canonical, in Montgomery's form
  using Mask = Limb;       ///< 0 or 1, a bit for each lane
  using Words = Limb;      ///< one word for each lane

  static Number multiply_in_order(const Number& a, const Number& b) {
    return Order::multiply(a, b);
  }

  static Element one() { return Field::one(); }
  static Element multiply(const Element& a, const Element& b) { return Field::multiply(a, b); }
  static Element square(const Element& a) { return Field::square(a); }
  /// Whatever sums.hpp subtracts is a factor afterwards, or else a coordinate.
  static Element difference(const Element& a, const Element& b) { return Field::subtract(a, b); }
  static Element coordinate(const Element& a, const Element& b) { return Field::subtract(a, b); }
  static Element coordinate(const Element& a, const Element& b, const Element& c) {
    return Field::subtract(Field::subtract(a, b), c);
  }
  static Mask zeros(const Element& a) { return is_zero(a); }
  static Element chosen(Mask mask, const Element& a, const Element& b) {
    return p256::chosen(mask_of(mask), a, b);
  }
  static Element invert(const Element& a) { return inverse_in_field(a); }
  /// One number for each lane, out of Montgomery's form.
  static void write(const Element& a, Number* numbers) { *numbers = Field::from_form(a); }

  /// Digit `at` of a multiple; see table.hpp.
  static Words digit(const Limb* multiple, unsigned at, unsigned bits) {
    return digit_of(multiple, at, bits);
  }
  static void load(const Table& table, unsigned window, Words digit, Element& x, Element& y) {
    const DigitPlace place = place_of(digit, table.bits());
    const Entry& entry = table.entry(window, place.entry);
    x = {{entry.words[0], entry.words[1], entry.words[2], entry.words[3]}};
    y = {{entry.words[4], entry.words[5], entry.words[6], entry.words[7]}};
    y = p256::chosen(mask_of(place.is_negative), Field::negative(y), y);
  }
  static void prefetch(const Table& table, unsigned window, Words digit) {
    __builtin_prefetch(&table.entry(window, place_of(digit, table.bits()).entry));
  }
  /// The same, reading every entry of the window: for digits that are secret.
  static void select(const SecretTable& table, unsigned window, Words digit, Element& x,
                     Element& y) {
    const DigitPlace place = place_of(digit, table.bits());
    Limb found[8] = {};
    const Limb* const rows = table.rows(window);
    const std::size_t entries = table.entries();
    for (std::size_t i = 0; i < entries; ++i) {
      const Limb other = place.entry ^ i;
      const Limb mask = hidden(((other | (Limb{0} - other)) >> 63) - 1);
      for (std::size_t word = 0; word < 8; ++word) found[word] |= mask & rows[word * entries + i];
    }
    x = {{found[0], found[1], found[2], found[3]}};
    y = {{found[4], found[5], found[6], found[7]}};
    y = p256::chosen(mask_of(place.is_negative), Field::negative(y), y);
  }
};

}  // namespace vouch::p256
