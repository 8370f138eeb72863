// Batches of signatures, in every form, against arithmetic by the book: the ranges of r and s, r
// that is x - n, extreme hashes and keys, and sums that have to be left to others.
#include "vouch/crypto/p256/verify.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "tests/unit/crypto/p256/reference.hpp"

namespace vouch::p256 {
namespace {

using test::Random;

struct Case {
  Number hash;
  Number r;
  Number s;
};

std::vector<Outcome> verified(Form form, const Point& key, const std::vector<Case>& cases,
                              unsigned bits = 5) {
  const unsigned shift = functions_of(form).radix_shift;
  const Table of_generator = Table::make(generator, bits, shift);
  const Table of_key = Table::make(key, bits, shift);
  std::vector<std::array<std::uint8_t, 96>> octets(cases.size());
  std::vector<SignedHash> given;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    write_number(cases[i].hash, octets[i].data());
    write_number(cases[i].r, octets[i].data() + 32);
    write_number(cases[i].s, octets[i].data() + 64);
    given.push_back({octets[i].data(), octets[i].data() + 32});
  }
  std::vector<Outcome> outcomes(cases.size(), Outcome::undecided);
  BatchVerifier(form).verify(of_generator, of_key, given, outcomes);
  return outcomes;
}

Number plus(const Number& a, Limb b) {
  Limb carry = 0;
  return added(a, test::small(b), carry);
}
Number minus(const Number& a, Limb b) {
  Limb borrow = 0;
  return subtracted(a, test::small(b), borrow);
}

Case signed_by(const Number& secret, const Number& hash, const Number& nonce) {
  const Number r = Order::canonical(test::x_of(*test::times(nonce, generator)));
  const Number e = Order::canonical(hash);
  return {hash, r, test::product(test::inverse(nonce), Order::add(e, test::product(r, secret)))};
}

// What the book says, for every form. A hash of 0 may be left undecided: u1 G is infinity.
void expect_by_the_book(const Point& key, const std::vector<Case>& cases) {
  std::vector<bool> expected;
  for (const Case& each : cases) expected.push_back(test::holds(key, each.hash, each.r, each.s));
  for (const Form form : test::forms_here()) {
    const auto outcomes = verified(form, key, cases);
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (outcomes[i] == Outcome::undecided && Order::canonical(cases[i].hash) == Number{})
        continue;
      EXPECT_EQ(outcomes[i], expected[i] ? Outcome::good : Outcome::bad)
          << "case " << i << ", form " << static_cast<int>(form);
    }
  }
}

TEST(P256Verify, takes_no_r_and_s_but_those_in_range) {
  Random random(1);
  const Number secret = random.of_order();
  const Point key = *test::times(secret, generator);
  const Case good = signed_by(secret, random.number(), random.of_order());
  const Number n = Order::modulus;
  const Number p = Field::modulus;
  std::vector<Case> cases = {good, {good.hash, good.r, Order::negative(good.s)}};
  for (const Number& odd : {Number{}, test::small(1), minus(n, 1), n, plus(n, 1), minus(p, 1), p,
                            plus(p, 1), Number{{~Limb{0}, ~Limb{0}, ~Limb{0}, ~Limb{0}}}}) {
    cases.push_back({good.hash, odd, good.s});
    cases.push_back({good.hash, good.r, odd});
    for (const Number& other : {Number{}, test::small(1), minus(n, 1), n, p})
      cases.push_back({good.hash, odd, other});
  }
  Limb carry = 0;
  cases.push_back({good.hash, added(good.r, n, carry), good.s});
  cases.push_back({good.hash, Order::negative(good.r), good.s});
  cases.push_back({good.hash, good.s, good.r});
  expect_by_the_book(key, cases);
  EXPECT_TRUE(test::holds(key, good.hash, good.r, good.s));
}

TEST(P256Verify, takes_extreme_hashes) {
  Random random(2);
  const Number secret = random.of_order();
  const Point key = *test::times(secret, generator);
  std::vector<Case> cases;
  for (const Number& hash :
       {Number{}, test::small(1), minus(Order::modulus, 1), Order::modulus, plus(Order::modulus, 1),
        Field::modulus, Number{{~Limb{0}, ~Limb{0}, ~Limb{0}, ~Limb{0}}}}) {
    cases.push_back(signed_by(secret, hash, random.of_order()));
    cases.push_back(cases.back());
    cases.back().hash.limbs[1] ^= 2;
  }
  for (const Case& each : {cases[0], cases[6], cases[12]})
    EXPECT_TRUE(test::holds(key, each.hash, each.r, each.s));
  expect_by_the_book(key, cases);
}

// A point whose x is not below n: r is x - n. The key is made for the signature.
TEST(P256Verify, takes_r_for_x_and_for_x_less_n_where_that_is_meant) {
  Random random(3);
  Number x = Order::modulus;
  Point point;
  do {
    x = plus(x, 1);
    point.x = Field::to_form(x);
    const Number cube = Field::multiply(Field::square(point.x), point.x);
    const Number right = Field::add(
        Field::subtract(cube, Field::multiply(point.x, Field::to_form(test::small(3)))), curve_b);
    // A root is the power (p + 1) / 4.
    Number exponent = plus(Field::modulus, 1);
    for (int i = 0; i < 2; ++i) {
      for (std::size_t k = 0; k < limb_count; ++k)
        exponent.limbs[k] =
            exponent.limbs[k] >> 1 | (k + 1 < limb_count ? exponent.limbs[k + 1] << 63 : 0);
    }
    point.y = Field::one();
    for (unsigned bit = 256; bit-- > 0;) {
      point.y = Field::square(point.y);
      if ((exponent.limbs[bit / 64] >> (bit % 64) & 1) != 0)
        point.y = Field::multiply(point.y, right);
    }
  } while (!is_on_curve(point));
  Limb borrow = 0;
  const Number r = subtracted(x, Order::modulus, borrow);
  const Number hash = random.number();
  const Number s = random.of_order();
  // Q = (s R - e G) / r.
  const auto difference = test::added(
      test::times(s, point), test::times(Order::negative(Order::canonical(hash)), generator));
  const Point key = *test::times(test::inverse(r), difference);
  ASSERT_TRUE(test::holds(key, hash, r, s));
  expect_by_the_book(key,
                     {{hash, r, s}, {hash, x, s}, {hash, plus(r, 1), s}, {plus(hash, 1), r, s}});
}

// u1 = 0, and u1 G = u2 Q and u1 G = -u2 Q: the last two are no sum of different x.
TEST(P256Verify, leaves_what_it_cannot_add_undecided) {
  Random random(4);
  const Number secret = random.of_order();
  const Point key = *test::times(secret, generator);
  const Number r = random.of_order();
  const Number s = random.of_order();
  const Case same{test::product(r, secret), r, s};
  const Case opposite{Order::negative(test::product(r, secret)), r, s};
  // u1 G = u2 Q, and r is x of their sum: u2 chosen first.
  const Number u = random.of_order();
  const Number sum_x = Order::canonical(
      test::x_of(*test::times(test::product(u, secret), *test::added(generator, generator))));
  const Number fitting_s = test::product(sum_x, test::inverse(u));
  const Case holding{test::product(test::product(u, secret), fitting_s), sum_x, fitting_s};
  ASSERT_TRUE(test::holds(key, holding.hash, holding.r, holding.s));
  std::vector<Case> cases = {signed_by(secret, random.number(), random.of_order())};
  cases.resize(9, cases[0]);
  cases[3] = same;
  cases[4] = opposite;
  cases[8] = holding;
  for (const Form form : test::forms_here()) {
    const auto outcomes = verified(form, key, cases);
    for (const std::size_t i : {0U, 1U, 2U, 5U, 6U, 7U}) EXPECT_EQ(outcomes[i], Outcome::good);
    EXPECT_NE(outcomes[3], Outcome::good);
    EXPECT_NE(outcomes[4], Outcome::good);
    EXPECT_NE(outcomes[8], Outcome::bad);
  }
  expect_by_the_book(key, {signed_by(secret, Number{}, random.of_order())});
}

TEST(P256Verify, takes_edge_case_keys) {
  Random random(5);
  const Number n_less_1 = minus(Order::modulus, 1);
  for (const Number& secret : {test::small(2), test::small(3), minus(Order::modulus, 2),
                               Number{{0, 0, 0, Limb{1} << 62}}, Number{{~Limb{0}, 0, 0, 0}}}) {
    const Point key = *test::times(secret, generator);
    const Case good = signed_by(secret, random.number(), random.of_order());
    expect_by_the_book(key, {good, {plus(good.hash, 1), good.r, good.s}});
  }
  // The generator and its negative as keys, small nonces: sums of the same small multiples meet.
  for (const Number& secret : {test::small(1), n_less_1}) {
    const Point key = *test::times(secret, generator);
    std::vector<Case> cases;
    for (Limb nonce = 1; nonce < 9; ++nonce)
      cases.push_back(signed_by(secret, random.number(), test::small(nonce)));
    for (const Form form : test::forms_here()) {
      for (const Outcome outcome : verified(form, key, cases)) EXPECT_NE(outcome, Outcome::bad);
    }
  }
}

TEST(P256Verify, finds_the_bad_ones_in_batches_of_every_size) {
  Random random(6);
  const Number secret = random.of_order();
  const Point key = *test::times(secret, generator);
  std::vector<Case> all;
  for (int i = 0; i < 24; ++i) all.push_back(signed_by(secret, random.number(), random.of_order()));
  for (const Form form : test::forms_here()) {
    for (std::size_t count = 0; count <= 67; ++count) {
      std::vector<Case> cases;
      for (std::size_t i = 0; i < count; ++i) {
        cases.push_back(all[random.limb() % all.size()]);
        if (count % 4 == 3 || random.limb() % 3 == 0) cases[i].s.limbs[random.limb() % 3] ^= 4;
      }
      const auto outcomes = verified(form, key, cases, 4 + count % 2);
      for (std::size_t i = 0; i < count; ++i) {
        const bool is_good = std::any_of(all.begin(), all.end(), [&](const Case& each) {
          return each.r == cases[i].r && each.s == cases[i].s;
        });
        ASSERT_EQ(outcomes[i], is_good ? Outcome::good : Outcome::bad) << i << " of " << count;
      }
    }
  }
}

}  // namespace
}  // namespace vouch::p256
