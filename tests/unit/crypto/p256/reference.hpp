// ECDSA P-256 by the book: affine points, one addition after another, every case looked at. Slow,
// and what the quick forms are compared with.
#pragma once

#include <array>
#include <optional>
#include <random>

#include "vouch/crypto/p256/curve.hpp"
#include "vouch/crypto/p256/form.hpp"

namespace vouch::p256::test {

using MaybePoint = std::optional<Point>;  ///< nothing is the point at infinity

inline std::vector<Form> forms_here() {
  std::vector<Form> forms;
  for (const Form form : {Form::scalar, Form::adx, Form::ifma}) {
    if (has(form)) forms.push_back(form);
  }
  return forms;
}

inline Number small(Limb value) { return {{value, 0, 0, 0}}; }

inline Point negative(const Point& point) { return {point.x, Field::negative(point.y)}; }

inline MaybePoint added(const MaybePoint& a, const MaybePoint& b) {
  if (!a) return b;
  if (!b) return a;
  Number over;
  Number under;
  if (!(a->x == b->x)) {
    over = Field::subtract(b->y, a->y);
    under = Field::subtract(b->x, a->x);
  } else if (a->y == b->y && is_zero(a->y) == 0) {
    const Number squared = Field::square(a->x);
    over = Field::subtract(Field::add(squared, Field::add(squared, squared)),
                           Field::to_form(small(3)));
    under = Field::add(a->y, a->y);
  } else {
    return std::nullopt;
  }
  const Number slope = Field::multiply(over, Field::invert(under));
  const Number x = Field::subtract(Field::subtract(Field::square(slope), a->x), b->x);
  return Point{x, Field::subtract(Field::multiply(slope, Field::subtract(a->x, x)), a->y)};
}

inline MaybePoint times(const Number& multiple, const MaybePoint& point) {
  MaybePoint sum;
  for (unsigned bit = 256; bit-- > 0;) {
    sum = added(sum, sum);
    if ((multiple.limbs[bit / 64] >> (bit % 64) & 1) != 0) sum = added(sum, point);
  }
  return sum;
}

/// Numbers modulo n, none of them in Montgomery's form.
inline Number product(const Number& a, const Number& b) {
  return Order::multiply(Order::to_form(a), Order::canonical(b));
}
inline Number inverse(const Number& a) {
  return Order::from_form(Order::invert(Order::to_form(a)));
}

inline Number x_of(const Point& point) { return Field::from_form(point.x); }

inline bool holds(const Point& key, const Number& hash, const Number& r, const Number& s) {
  const auto fits = [](const Number& each) {
    return is_zero(each) == 0 && is_below(each, Order::modulus) == 1;
  };
  if (!fits(r) || !fits(s)) return false;
  const Number w = inverse(s);
  const MaybePoint sum = added(times(product(hash, w), generator), times(product(r, w), key));
  return sum && Order::canonical(x_of(*sum)) == r;
}

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  Limb limb() { return engine_(); }
  Number number() { return {{limb(), limb(), limb(), limb()}}; }
  /// Below the modulus, from 1.
  Number of_order() {
    Number drawn;
    do drawn = number();
    while (is_zero(drawn) == 1 || is_below(drawn, Order::modulus) == 0);
    return drawn;
  }
  /// With limbs of only ones or only zeros among others.
  Number extreme() {
    Number drawn = number();
    for (Limb& each : drawn.limbs) {
      const Limb which = limb() % 8;
      if (which < 3) each = which == 0 ? 0 : which == 1 ? ~Limb{0} : limb() % 3;
    }
    return drawn;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace vouch::p256::test
