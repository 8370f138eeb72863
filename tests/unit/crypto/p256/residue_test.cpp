// Arithmetic of residues: laws, and products by adding and doubling, which is checked in turn by
// what is known of small numbers; the three forms of a product agree at the extremes of limbs.
#include "vouch/crypto/p256/residue.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/p256/reference.hpp"
#if defined(__x86_64__)
#include "vouch/crypto/p256/lanes/adx_lanes.hpp"
#endif

namespace vouch::p256 {
namespace {

using test::Random;

// a b modulo the modulus by adding and doubling.
template <typename Of>
Number slow_product(const Number& a, const Number& b) {
  Number sum;
  for (unsigned bit = 256; bit-- > 0;) {
    sum = Of::add(sum, sum);
    if ((a.limbs[bit / 64] >> (bit % 64) & 1) != 0) sum = Of::add(sum, b);
  }
  return sum;
}

template <typename Of>
void expect_laws(unsigned seed) {
  Random random(seed);
  Limb borrow = 0;
  const Number most = subtracted(Of::modulus, test::small(1), borrow);
  for (int i = 0; i < 2000; ++i) {
    const Number a = i == 0 ? most : Of::canonical(random.extreme());
    const Number b = i < 3 ? most : Of::canonical(random.extreme());
    ASSERT_EQ(Of::from_form(Of::to_form(a)), a);
    ASSERT_EQ(Of::multiply(Of::to_form(a), b), slow_product<Of>(a, b));
    ASSERT_EQ(Of::subtract(Of::add(a, b), b), a);
    ASSERT_EQ(Of::add(a, Of::negative(a)), Number{});
    ASSERT_EQ(is_below(Of::add(a, b), Of::modulus), 1U);
    const Number any = random.extreme();  // a factor may be any number
    ASSERT_EQ(Of::multiply(any, b), Of::multiply(Of::canonical(any), b));
    if (i < 50 && is_zero(a) == 0) {
      ASSERT_EQ(Of::multiply(Of::invert(a), a), Of::one());
    }
  }
  EXPECT_EQ(Of::invert(Number{}), Number{});
  EXPECT_EQ(Of::multiply(Of::one(), Of::one()), Of::one());
}

TEST(P256Residues, follow_the_laws_of_the_field) { expect_laws<Field>(1); }
TEST(P256Residues, follow_the_laws_of_the_order) { expect_laws<Order>(2); }

TEST(P256Residues, are_inverted_by_the_chain_as_by_windows) {
  Random random(3);
  for (int i = 0; i < 50; ++i) {
    const Number a = Field::canonical(random.extreme());
    EXPECT_EQ(inverse_in_field(a), Field::invert(a));
  }
}

#if defined(__x86_64__)
TEST(P256Residues, have_the_same_products_by_adx) {
  if (!has(Form::adx)) GTEST_SKIP() << "this processor has no ADX";
  Random random(4);
  for (int i = 0; i < 200'000; ++i) {
    const Number a = random.extreme();
    const Number b = random.extreme();
    const Number in_field = Field::canonical(b);
    const Number in_order = Order::canonical(b);
    ASSERT_EQ(AdxLanes::multiply(a, in_field), Field::multiply(a, in_field));
    ASSERT_EQ(AdxLanes::multiply_in_order(a, in_order), Order::multiply(a, in_order));
    ASSERT_EQ(AdxLanes::difference(Field::canonical(a), in_field),
              Field::subtract(Field::canonical(a), in_field));
  }
}
#endif

TEST(P256Numbers, are_read_and_written_with_the_highest_octet_first) {
  std::uint8_t octets[32];
  for (std::uint8_t i = 0; i < 32; ++i) octets[i] = i;
  const Number number = read_number(octets);
  EXPECT_EQ(number.limbs[3], 0x0001020304050607U);
  EXPECT_EQ(number.limbs[0], 0x18191a1b1c1d1e1fU);
  std::uint8_t again[32];
  write_number(number, again);
  EXPECT_TRUE(std::equal(octets, octets + 32, again));
}

TEST(P256Numbers, of_points_off_the_curve_and_out_of_range_are_refused) {
  Octets field(64);
  write_number(Field::from_form(generator.x), field.data());
  write_number(Field::from_form(generator.y), field.data() + 32);
  ASSERT_TRUE(read_point(field));
  EXPECT_EQ(*read_point(field), generator);
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Octets changed = field;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(read_point(changed)) << bit;
  }
  EXPECT_FALSE(read_point(Octets(64, 0)));
  EXPECT_FALSE(read_point(Octets(63, 0)));
  // x + p and y + p do not fit, but for small x: p itself instead of 0, and all ones.
  Octets large = field;
  write_number(Field::modulus, large.data());
  EXPECT_FALSE(read_point(large));
  EXPECT_FALSE(read_point(Octets(64, 0xff)));
}

}  // namespace
}  // namespace vouch::p256
