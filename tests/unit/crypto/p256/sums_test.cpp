// Sums of multiples, in every form and for every number of sums and accumulators: x is that of slow
// arithmetic, or the sum is marked.
#include <gtest/gtest.h>

#include "tests/unit/crypto/p256/reference.hpp"
#include "vouch/crypto/p256/multiples.hpp"
#include "vouch/crypto/p256/verify.hpp"

namespace vouch::p256 {
namespace {

using test::MaybePoint;
using test::Random;

/// u1 P1 + u2 P2.
struct Sum {
  Number u1;
  Number u2;
};

struct Found {
  Number x;
  bool marked;
};

class Sums {
 public:
  Sums(Form form, const Point& first, const Point& second, unsigned bits1, unsigned bits2)
      : functions_(functions_of(form)),
        first_(Table::make(first, bits1, functions_.radix_shift)),
        second_(Table::make(second, bits2, functions_.radix_shift)) {}

  std::vector<Found> sum(const std::vector<Sum>& sums, std::size_t accumulators) {
    const std::size_t lanes = functions_.lanes;
    const std::size_t groups = (sums.size() + lanes - 1) / lanes;
    const Table* const tables[2] = {&first_, &second_};
    std::vector<Limb> multiples(2 * groups * lanes * limbs_of_multiple);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      for (std::size_t which = 0; which < 2; ++which) {
        const Number u = which == 0 ? sums[i].u1 : sums[i].u2;
        const Number multiple =
            Order::add(Order::multiply(u, half_of_order()), tables[which]->digit_offset());
        for (std::size_t limb = 0; limb < limb_count; ++limb) {
          multiples[((which * groups + i / lanes) * limbs_of_multiple + limb) * lanes + i % lanes] =
              multiple.limbs[limb];
        }
      }
    }
    std::vector<Number> x(groups * lanes);
    std::vector<std::uint8_t> marks(groups);
    Room room;
    functions_.sum_public({tables, multiples.data(), groups, x.data(), marks.data()},
                          room.of(functions_.octets_of_slot * groups * accumulators), accumulators);
    std::vector<Found> found;
    for (std::size_t i = 0; i < sums.size(); ++i)
      found.push_back({x[i], (marks[i / lanes] >> (i % lanes) & 1) != 0});
    return found;
  }

 private:
  const Functions& functions_;
  Table first_;
  Table second_;
};

MaybePoint by_the_book(const Sum& sum, const Point& first, const Point& second) {
  return test::added(test::times(sum.u1, first), test::times(sum.u2, second));
}

/// The odd number, times its power of two, that digit `window` of the multiple stands for.
Number term(const Number& multiple, unsigned window, unsigned bits) {
  Limb limbs[limbs_of_multiple] = {multiple.limbs[0], multiple.limbs[1], multiple.limbs[2],
                                   multiple.limbs[3], 0};
  const DigitPlace place = place_of(digit_of(limbs, window, bits), bits);
  Number value = test::small(2 * place.entry + 1);
  for (unsigned i = 0; i < bits * window; ++i) value = Order::add(value, value);
  return place.is_negative != 0 ? Order::negative(value) : value;
}

TEST(P256Sums, are_those_of_slow_arithmetic) {
  Random random(1);
  const Point key = *test::times(random.of_order(), generator);
  std::vector<Sum> sums;
  std::vector<Number> expected;
  for (std::size_t i = 0; i < 37; ++i) {
    sums.push_back({Order::canonical(i % 3 == 0 ? random.extreme() : random.number()),
                    Order::canonical(i % 3 == 1 ? random.extreme() : random.number())});
    if (i == 5) sums.back().u1 = test::small(0);
    if (i == 6) sums.back().u2 = test::small(1);
    if (i == 7) sums.back().u1 = Order::negative(test::small(1));
    expected.push_back(test::x_of(*by_the_book(sums.back(), generator, key)));
  }
  for (const Form form : test::forms_here()) {
    for (const auto& [bits1, bits2] : {std::pair(8U, 8U), std::pair(8U, 5U), std::pair(5U, 5U)}) {
      Sums work(form, generator, key, bits1, bits2);
      for (const std::size_t accumulators : {1U, 2U, 8U, 32U}) {
        for (const std::size_t count : {1U, 2U, 7U, 8U, 9U, 16U, 37U}) {
          const std::vector<Sum> some(sums.begin(),
                                      sums.begin() + static_cast<std::ptrdiff_t>(count));
          const auto found = work.sum(some, accumulators);
          for (std::size_t i = 0; i < count; ++i) {
            // Nothing times the generator is a sum of its windows that ends at infinity.
            if (found[i].marked && is_zero(some[i].u1) == 1) continue;
            ASSERT_FALSE(found[i].marked) << i << " of " << count;
            ASSERT_EQ(found[i].x, expected[i]) << i << " of " << count;
          }
        }
      }
    }
  }
}

TEST(P256Sums, are_right_with_the_widest_windows) {
  Random random(2);
  const Point key = *test::times(random.of_order(), generator);
  const std::vector<Sum> sums(3, Sum{random.of_order(), random.of_order()});
  for (const Form form : test::forms_here()) {
    Sums work(form, generator, key, most_window_bits, 2);
    for (const Found& each : work.sum(sums, 4)) {
      EXPECT_FALSE(each.marked);
      EXPECT_EQ(each.x, test::x_of(*by_the_book(sums[0], generator, key)));
    }
  }
}

// The sum before a window is the point that the window adds, or its negative: what one addition
// can't do. All other sums of the batch stay right.
TEST(P256Sums, mark_equal_x_in_every_window_and_lane) {
  constexpr unsigned bits = 8;
  Random random(3);
  for (const Form form : test::forms_here()) {
    Sums work(form, generator, generator, bits, bits);
    const std::size_t lanes = functions_of(form).lanes;
    const Table table = Table::make(generator, bits, 0);
    for (unsigned window = 0; window < windows_of(bits); ++window) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        std::vector<Sum> sums(2 * lanes);
        for (Sum& each : sums) each = {random.of_order(), random.of_order()};
        Sum& odd = sums[lanes + lane];
        const Number multiple =
            Order::add(Order::multiply(odd.u2, half_of_order()), table.digit_offset());
        Number before = test::small(0);
        for (unsigned i = 0; i < window; ++i) before = Order::add(before, term(multiple, i, bits));
        Number wanted = term(multiple, window, bits);
        if (random.limb() % 2 == 0) wanted = Order::negative(wanted);
        odd.u1 = Order::subtract(wanted, before);
        const auto found = work.sum(sums, 1);
        for (std::size_t i = 0; i < sums.size(); ++i)
          ASSERT_EQ(found[i].marked, &sums[i] == &odd) << "window " << window << " sum " << i;
        const std::size_t other = lanes == 1 ? 0 : lanes + (lane + 1) % lanes;
        if (window % 8 == 0) {
          ASSERT_EQ(found[other].x, test::x_of(*by_the_book(sums[other], generator, generator)));
        }
      }
    }
  }
}

// Tables of related points make intermediate sums meet; what is not marked has to be right.
TEST(P256Sums, of_related_points_are_right_or_marked) {
  Random random(4);
  const Point twice = *test::added(generator, generator);
  std::vector<Sum> sums;
  for (const Limb u1 : {0U, 1U, 2U, 3U, 255U, 256U}) {
    for (const Limb u2 : {0U, 1U, 2U, 127U, 256U}) {
      sums.push_back({test::small(u1), test::small(u2)});
      sums.push_back({test::small(u1), Order::negative(test::small(u2))});
    }
    const Number drawn = random.of_order();
    sums.push_back({drawn, drawn});
    sums.push_back({drawn, Order::negative(drawn)});
  }
  for (const Point& second : {generator, test::negative(generator), twice}) {
    std::vector<MaybePoint> expected;
    for (const Sum& sum : sums) expected.push_back(by_the_book(sum, generator, second));
    for (const Form form : test::forms_here()) {
      Sums work(form, generator, second, 5, 5);
      for (const std::size_t accumulators : {1U, 2U, 4U, 8U, 16U, 32U}) {
        const auto found = work.sum(sums, accumulators);
        for (std::size_t i = 0; i < sums.size(); ++i) {
          if (!expected[i]) {
            ASSERT_TRUE(found[i].marked) << i;
          } else if (!found[i].marked) {
            ASSERT_EQ(found[i].x, test::x_of(*expected[i])) << i;
          }
        }
      }
    }
  }
}

// Every sum of the batch meets equal x at once.
TEST(P256Sums, mark_all_of_a_batch) {
  Random random(5);
  std::vector<Sum> sums(100);
  for (Sum& each : sums) {
    each.u1 = random.of_order();
    each.u2 = Order::negative(each.u1);
  }
  for (const Form form : test::forms_here()) {
    Sums work(form, generator, generator, 8, 8);
    for (const Found& each : work.sum(sums, 2)) EXPECT_TRUE(each.marked);
  }
}

}  // namespace
}  // namespace vouch::p256
