#include "vouch/crypto/p256/curve.hpp"

namespace vouch::p256 {

std::optional<Point> read_point(OctetView field) {
  if (field.size() != 2 * number_octets) return std::nullopt;
  const Number x = read_number(field.data());
  const Number y = read_number(field.data() + number_octets);
  if (is_below(x, Field::modulus) == 0 || is_below(y, Field::modulus) == 0) return std::nullopt;
  const Point point{Field::to_form(x), Field::to_form(y)};
  if (!is_on_curve(point)) return std::nullopt;
  return point;
}

}  // namespace vouch::p256
