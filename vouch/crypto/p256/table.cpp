#include "vouch/crypto/p256/table.hpp"

#include <algorithm>

#include "vouch/crypto/p256/lanes/scalar_lanes.hpp"
#include "vouch/crypto/p256/sums.hpp"

namespace vouch::p256 {
namespace {

constexpr std::size_t slots_at_once = 1024;

/// X / Z^2 and Y / Z^3.
struct JacobianPoint {
  Number x, y, z;
};

// EFD "dbl-2001-b", for a = -3.
JacobianPoint doubled(const JacobianPoint& point) {
  const auto twice = [](const Number& a) { return Field::add(a, a); };
  const Number delta = Field::square(point.z);
  const Number gamma = Field::square(point.y);
  const Number beta = Field::multiply(point.x, gamma);
  const Number product =
      Field::multiply(Field::subtract(point.x, delta), Field::add(point.x, delta));
  const Number alpha = Field::add(product, twice(product));
  const Number four_beta = twice(twice(beta));
  const Number x = Field::subtract(Field::square(alpha), twice(four_beta));
  const Number z =
      Field::subtract(Field::subtract(Field::square(Field::add(point.y, point.z)), gamma), delta);
  const Number eight_gamma_squared = twice(twice(twice(Field::square(gamma))));
  const Number y =
      Field::subtract(Field::multiply(alpha, Field::subtract(four_beta, x)), eight_gamma_squared);
  return {x, y, z};
}

// 2^i times the point, for i below `count`.
std::vector<Point> powers_of_two(const Point& point, std::size_t count) {
  std::vector<JacobianPoint> powers = {{point.x, point.y, Field::one()}};
  while (powers.size() < count) powers.push_back(doubled(powers.back()));
  std::vector<Number> before;  // the products of all z before each
  Number product = Field::one();
  for (const JacobianPoint& each : powers) {
    before.push_back(product);
    product = Field::multiply(product, each.z);
  }
  Number inverse = inverse_in_field(product);
  std::vector<Point> points(count);
  for (std::size_t i = count; i-- > 0;) {
    const Number own = Field::multiply(inverse, before[i]);
    inverse = Field::multiply(inverse, powers[i].z);
    const Number squared = Field::square(own);
    points[i] = {Field::multiply(powers[i].x, squared),
                 Field::multiply(powers[i].y, Field::multiply(squared, own))};
  }
  return points;
}

Point point_of(const Entry& entry) {
  const Limb* const words = entry.words;
  return {{{words[0], words[1], words[2], words[3]}}, {{words[4], words[5], words[6], words[7]}}};
}

void write_entry(Entry& entry, const Point& point) {
  std::copy_n(point.x.limbs, limb_count, entry.words);
  std::copy_n(point.y.limbs, limb_count, entry.words + limb_count);
}

// Sums that are known to have different x, put into their entries some thousand at a time.
class Additions {
 public:
  Additions() : room_(slots_at_once * 6), slots_(room_.data(), slots_at_once) {}

  void add(const Entry& from, const Point& more, Entry& to) {
    const Point point = point_of(from);
    slots_.x[count_] = point.x;
    slots_.y[count_] = point.y;
    slots_.x_added[count_] = more.x;
    slots_.y_added[count_] = more.y;
    slots_.difference[count_] = Field::subtract(more.x, point.x);
    to_[count_++] = &to;
    if (count_ == slots_at_once) finish();
  }

  void finish() {
    if (count_ == 0) return;
    SecretMarks<ScalarLanes> none;
    add_points(slots_, count_, none);
    for (std::size_t i = 0; i < count_; ++i) write_entry(*to_[i], {slots_.x[i], slots_.y[i]});
    count_ = 0;
  }

 private:
  std::vector<Number> room_;
  Slots<ScalarLanes> slots_;
  Entry* to_[slots_at_once];
  std::size_t count_ = 0;
};

Number times_power_of_two(Number a, unsigned shift) {
  for (; shift > 0; --shift) a = Field::add(a, a);
  return a;
}

}  // namespace

Number half_of_order() {
  // (n + 1) / 2.
  Number half = Order::modulus;
  for (std::size_t i = 0; i < limb_count; ++i)
    half.limbs[i] = half.limbs[i] >> 1 | (i + 1 < limb_count ? half.limbs[i + 1] << 63 : 0);
  Limb carry = 0;
  return Order::to_form(added(half, {{1, 0, 0, 0}}, carry));
}

Table::Table(unsigned bits) : bits_(bits), entries_(std::size_t{windows_of(bits)} << (bits - 1)) {
  Number power{{1, 0, 0, 0}};
  for (unsigned i = 0; i < bits * windows_of(bits); ++i) power = Order::add(power, power);
  offset_ = Order::multiply(Order::subtract(power, {{1, 0, 0, 0}}), half_of_order());
}

// Of an odd multiple 2 i + 1 below 2^(l + 1), and 2^(l + 1) itself, the sum is the odd multiple
// 2 (2^l + i) + 1. Both are below the order and differ, as do their negatives: their x differ.
Table Table::make(const Point& point, unsigned bits, unsigned radix_shift) {
  Table table(bits);
  const unsigned windows = windows_of(bits);
  const std::vector<Point> powers = powers_of_two(point, std::size_t{bits} * windows);
  const auto at = [&](unsigned window, std::size_t i) -> Entry& {
    return table.entries_[(std::size_t{window} << (bits - 1)) + i];
  };
  for (unsigned window = 0; window < windows; ++window)
    write_entry(at(window, 0), powers[std::size_t{bits} * window]);
  Additions additions;
  for (unsigned level = 0; level + 1 < bits; ++level) {
    const std::size_t known = std::size_t{1} << level;
    for (unsigned window = 0; window < windows; ++window) {
      const Point& power = powers[std::size_t{bits} * window + level + 1];
      for (std::size_t i = 0; i < known; ++i)
        additions.add(at(window, i), power, at(window, known + i));
    }
    additions.finish();
  }
  if (radix_shift == 0) return table;
  for (Entry& entry : table.entries_) {
    const Point own = point_of(entry);
    write_entry(entry,
                {times_power_of_two(own.x, radix_shift), times_power_of_two(own.y, radix_shift)});
  }
  return table;
}

SecretTable SecretTable::make(const Table& table) {
  SecretTable secret(table);
  const std::size_t entries = secret.entries();
  for (unsigned window = 0; window < table.windows(); ++window) {
    Limb* const rows = secret.lines_[std::size_t{window} * entries].words;
    for (std::size_t i = 0; i < entries; ++i) {
      const Entry& entry = table.entry(window, i);
      for (std::size_t word = 0; word < 8; ++word) rows[word * entries + i] = entry.words[word];
    }
  }
  return secret;
}

}  // namespace vouch::p256
