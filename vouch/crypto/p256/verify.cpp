#include "vouch/crypto/p256/verify.hpp"

#include <algorithm>

#include "vouch/crypto/p256/multiples.hpp"

namespace vouch::p256 {
namespace {

bool is_in_range(const Number& number) {
  return is_zero(number) == 0 && is_below(number, Order::modulus) == 1;
}

// Whether x, below p, is r modulo n.
bool is_x_of(const Number& x, const Number& r) {
  if (x == r) return true;
  Limb carry = 0;
  const Number more = added(r, Order::modulus, carry);
  return carry == 0 && x == more;
}

}  // namespace

void BatchVerifier::verify(const Table& of_generator, const Table& of_key,
                           std::span<const SignedHash> given, std::span<Outcome> outcomes) {
  const Table* const tables[2] = {&of_generator, &of_key};
  for (std::size_t begin = 0; begin < given.size(); begin += most_sums_at_once) {
    const std::size_t count = std::min(most_sums_at_once, given.size() - begin);
    verify_some(tables, given.subspan(begin, count), outcomes.data() + begin);
  }
}

void BatchVerifier::put_multiple(std::size_t table, std::size_t i, std::size_t groups,
                                 const Number& multiple) {
  const std::size_t lanes = functions_->lanes;
  Limb* const to =
      multiples_.data() + (table * groups + i / lanes) * limbs_of_multiple * lanes + i % lanes;
  for (std::size_t limb = 0; limb < limb_count; ++limb) to[limb * lanes] = multiple.limbs[limb];
}

void BatchVerifier::verify_some(const Table* const (&tables)[2], std::span<const SignedHash> given,
                                Outcome* outcomes) {
  const std::size_t count = given.size();
  const std::size_t lanes = functions_->lanes;
  const std::size_t groups = (count + lanes - 1) / lanes;
  const std::size_t sums = groups * lanes;
  Order::Product* const multiply = functions_->multiply_in_order;
  r_.resize(count);
  s_.resize(count);
  before_.resize(count);
  x_.resize(sums);
  marks_.resize(groups);
  multiples_.assign(2 * sums * limbs_of_multiple, 0);

  // 1 / s of all by one inversion; what is out of range counts as 1. With s taken as s 2^-256 in
  // Montgomery's form, what comes of inverting has a factor of 2^512, and 2^256 is wanted.
  Number product = Order::one();
  for (std::size_t i = 0; i < count; ++i) {
    r_[i] = read_number(given[i].signature);
    s_[i] = read_number(given[i].signature + number_octets);
    const bool fits = is_in_range(r_[i]) && is_in_range(s_[i]);
    outcomes[i] = fits ? Outcome::undecided : Outcome::bad;
    if (!fits) s_[i] = Order::one();
    before_[i] = product;
    product = multiply(product, s_[i]);
  }
  Number inverse = Order::from_form(multiply(Order::invert(product, multiply), half_of_order()));
  for (std::size_t i = count; i-- > 0;) {
    const Number w = multiply(inverse, before_[i]);
    inverse = multiply(inverse, s_[i]);
    // u1 / 2 and u2 / 2, and the offset of the digits.
    put_multiple(0, i, groups,
                 Order::add(multiply(read_number(given[i].hash), w), tables[0]->digit_offset()));
    put_multiple(1, i, groups, Order::add(multiply(r_[i], w), tables[1]->digit_offset()));
  }

  const std::size_t accumulators = accumulators_for(groups);
  const PublicSums work{tables, multiples_.data(), groups, x_.data(), marks_.data()};
  functions_->sum_public(work, room_.of(functions_->octets_of_slot * groups * accumulators),
                         accumulators);
  for (std::size_t i = 0; i < count; ++i) {
    const bool marked = (marks_[i / lanes] >> (i % lanes) & 1) != 0;
    if (outcomes[i] == Outcome::bad || marked) continue;
    outcomes[i] = is_x_of(x_[i], r_[i]) ? Outcome::good : Outcome::bad;
  }
}

}  // namespace vouch::p256
