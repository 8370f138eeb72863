// The curve P-256, y^2 = x^3 - 3 x + b over the field of p elements, and its points (SEC 2 section
// 2.4.2, SP 800-186 section 3.2.1.3). For vouch/crypto only.
//
// The order of the curve is a prime: there is no point of order 2, and every point but the one at
// infinity generates all others.
#pragma once

#include <optional>

#include "vouch/base/octets.hpp"
#include "vouch/crypto/p256/residue.hpp"

namespace vouch::p256 {

/// A point that is not at infinity; both coordinates in Montgomery's form, radix 2^256.
struct Point {
  Number x;
  Number y;

  friend constexpr bool operator==(const Point&, const Point&) = default;
};

/// The generator G.
inline constexpr Point generator = {Field::to_form({{0xf4a13945d898c296, 0x77037d812deb33a0,
                                                     0xf8bce6e563a440f2, 0x6b17d1f2e12c4247}}),
                                    Field::to_form({{0xcbb6406837bf51f5, 0x2bce33576b315ece,
                                                     0x8ee7eb4a7c0f9e16, 0x4fe342e2fe1a7f9b}})};

inline constexpr Number curve_b = Field::to_form(
    {{0x3bce3c3e27d2604b, 0x651d06b0cc53b0f6, 0xb3ebbd55769886bc, 0x5ac635d8aa3a93e7}});

constexpr bool is_on_curve(const Point& point) {
  const Number three_x = Field::add(point.x, Field::add(point.x, point.x));
  const Number cube = Field::multiply(Field::square(point.x), point.x);
  const Number right = Field::add(Field::subtract(cube, three_x), curve_b);
  return Field::square(point.y) == right;
}
static_assert(is_on_curve(generator));

/// The point of a DNSKEY's public key field: x and y, 32 octets each (RFC 6605 section 4). Nothing
/// where the length is another, a coordinate is not below p, or the point is not on the curve (SEC
/// 1 section 3.2.2.1).
std::optional<Point> read_point(OctetView field);

}  // namespace vouch::p256
