#include "vouch/crypto/openssl/own_ecdsa.hpp"

#include <openssl/obj_mac.h>

#include <algorithm>

namespace vouch::openssl {
namespace {

constexpr std::uint8_t uncompressed_point = 4;

BigNumber number() { return BigNumber(BN_new()); }

// a + b of numbers below the order, modulo the order, in time that depends on none of them.
template <typename Number>
void add_modulo(Number& a, const Number& b, const Number& order) {
  Number reduced;
  unsigned carry = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    carry += static_cast<unsigned>(a[i]) + b[i];
    a[i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  unsigned borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const unsigned difference = static_cast<unsigned>(a[i]) - order[i] - borrow;
    reduced[i] = static_cast<std::uint8_t>(difference);
    borrow = difference >> 8 & 1;
  }
  // The sum is below the order where there was no carry and there is a borrow.
  const auto keep = static_cast<std::uint8_t>(0U - (borrow & ~carry & 1U));
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] = static_cast<std::uint8_t>((a[i] & keep) | (reduced[i] & ~keep));
  wipe(reduced.data(), reduced.size());
}

}  // namespace

Result<OwnEcdsa> OwnEcdsa::start(const Secret& secret, OctetView published) {
  OwnEcdsa own;
  own.group_.reset(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  own.context_.reset(BN_CTX_secure_new());
  own.montgomery_.reset(BN_MONT_CTX_new());
  for (BigNumber* each : {&own.secret_, &own.product_, &own.inverse_, &own.u1_, &own.u2_,
                          &own.own_inverse_, &own.x_, &own.of_secret_, &own.multiple_}) {
    *each = number();
    if (!*each) return failure("no number could be made");
  }
  BN_set_flags(own.secret_.get(), BN_FLG_CONSTTIME);
  BN_set_flags(own.of_secret_.get(), BN_FLG_CONSTTIME);
  BN_set_flags(own.multiple_.get(), BN_FLG_CONSTTIME);
  if (own.group_) own.point_.reset(EC_POINT_new(own.group_.get()));
  const bool ready = own.context_ && own.montgomery_ && own.point_ &&
                     BN_MONT_CTX_set(own.montgomery_.get(), EC_GROUP_get0_order(own.group_.get()),
                                     own.context_.get()) == 1 &&
                     BN_bn2binpad(EC_GROUP_get0_order(own.group_.get()), own.order_.data(),
                                  static_cast<int>(half)) == static_cast<int>(half);
  if (!ready) return failure("the curve P-256 could not be set up");
  if (own.take_key(secret, published)) return own;
  forget_errors();
  return fail(ErrorCode::bad_key, "the private key is not that of the DNSKEY as published");
}

// Whether d G is the published point, octet for octet: what the whole check stands on.
bool OwnEcdsa::take_key(const Secret& secret, OctetView published) {
  if (secret.size() != half || published.size() != 2 * half) return false;
  std::array<std::uint8_t, 1 + 2 * half> octets;
  if (BN_bin2bn(secret.view().data(), static_cast<int>(half), secret_.get()) == nullptr ||
      BN_is_zero(secret_.get()) || BN_cmp(secret_.get(), EC_GROUP_get0_order(group_.get())) >= 0 ||
      EC_POINT_mul(group_.get(), point_.get(), secret_.get(), nullptr, nullptr, context_.get()) !=
          1 ||
      EC_POINT_point2oct(group_.get(), point_.get(), POINT_CONVERSION_UNCOMPRESSED, octets.data(),
                         octets.size(), context_.get()) != octets.size())
    return false;
  return octets[0] == uncompressed_point && equal_octets(OctetView(octets).subspan(1), published) &&
         BN_to_montgomery(secret_.get(), secret_.get(), montgomery_.get(), context_.get()) == 1;
}

bool OwnEcdsa::multiply(BIGNUM* product, const BIGNUM* left, const BIGNUM* right) {
  return BN_mod_mul_montgomery(product, left, right, montgomery_.get(), context_.get()) == 1;
}

// Whether r and s are from 1 to the order less one, as they have to be.
bool OwnEcdsa::read(Entry& entry, OctetView hash, OctetView signature) {
  if (hash.size() != half || signature.size() != 2 * half) return false;
  const BIGNUM* const order = EC_GROUP_get0_order(group_.get());
  const auto size = static_cast<int>(half);
  return entry.hash && entry.r && entry.s && entry.before &&
         BN_bin2bn(hash.data(), size, entry.hash.get()) != nullptr &&
         BN_bin2bn(signature.data(), size, entry.r.get()) != nullptr &&
         BN_bin2bn(signature.data() + half, size, entry.s.get()) != nullptr &&
         !BN_is_zero(entry.r.get()) && BN_cmp(entry.r.get(), order) < 0 &&
         !BN_is_zero(entry.s.get()) && BN_cmp(entry.s.get(), order) < 0 &&
         BN_to_montgomery(entry.s.get(), entry.s.get(), montgomery_.get(), context_.get()) == 1;
}

void OwnEcdsa::add(OctetView hash, OctetView signature) {
  if (used_ == entries_.size()) entries_.push_back({number(), number(), number(), number(), false});
  Entry& entry = entries_[used_++];
  entry.in_range = read(entry, hash, signature);
}

// The inverse of the product of all s, from which those of each are found by multiplying.
bool OwnEcdsa::invert_product() {
  BIGNUM* const product = product_.get();
  if (BN_one(product) != 1 ||
      BN_to_montgomery(product, product, montgomery_.get(), context_.get()) != 1)
    return false;
  for (std::size_t i = 0; i < used_; ++i) {
    Entry& entry = entries_[i];
    if (!entry.in_range) continue;
    if (BN_copy(entry.before.get(), product) == nullptr ||
        !multiply(product, product, entry.s.get()))
      return false;
  }
  // The inverse of a R is that of a by R: times R twice.
  BIGNUM* const inverse = inverse_.get();
  return BN_mod_inverse(inverse, product, EC_GROUP_get0_order(group_.get()), context_.get()) !=
             nullptr &&
         BN_to_montgomery(inverse, inverse, montgomery_.get(), context_.get()) == 1 &&
         BN_to_montgomery(inverse, inverse, montgomery_.get(), context_.get()) == 1;
}

std::optional<std::size_t> OwnEcdsa::first_wrong() {
  std::optional<std::size_t> wrong;
  const bool inverted = invert_product();
  // From the last to the first: the inverse of the product of the first i numbers times that of the
  // first i - 1 is the inverse of one.
  for (std::size_t i = used_; i-- > 0;) {
    Entry& entry = entries_[i];
    const bool good = inverted && entry.in_range &&
                      multiply(own_inverse_.get(), inverse_.get(), entry.before.get()) &&
                      multiply(inverse_.get(), inverse_.get(), entry.s.get()) && holds(entry);
    if (!good) wrong = i;
  }
  used_ = 0;
  if (wrong) forget_errors();
  return wrong;
}

// Whether x of (u1 + u2 d) G is r, modulo the order, with u1 = e / s and u2 = r / s.
bool OwnEcdsa::holds(const Entry& entry) {
  const BIGNUM* const order = EC_GROUP_get0_order(group_.get());
  if (!multiply(u1_.get(), entry.hash.get(), own_inverse_.get()) ||
      !multiply(u2_.get(), entry.r.get(), own_inverse_.get()) ||
      !multiply(of_secret_.get(), u2_.get(), secret_.get()) || !make_secret_multiple())
    return false;
  const bool has_point = EC_POINT_mul(group_.get(), point_.get(), multiple_.get(), nullptr, nullptr,
                                      context_.get()) == 1 &&
                         EC_POINT_is_at_infinity(group_.get(), point_.get()) == 0;
  BN_clear(multiple_.get());
  BN_clear(of_secret_.get());
  if (!has_point || EC_POINT_get_affine_coordinates(group_.get(), point_.get(), x_.get(), nullptr,
                                                    context_.get()) != 1)
    return false;
  return BN_nnmod(x_.get(), x_.get(), order, context_.get()) == 1 &&
         BN_cmp(x_.get(), entry.r.get()) == 0;
}

bool OwnEcdsa::make_secret_multiple() {
  Number sum;
  Number other;
  const auto size = static_cast<int>(half);
  bool made = BN_bn2binpad(of_secret_.get(), sum.data(), size) == size &&
              BN_bn2binpad(u1_.get(), other.data(), size) == size;
  if (made) {
    add_modulo(sum, other, order_);
    made = BN_bin2bn(sum.data(), size, multiple_.get()) != nullptr;
  }
  wipe(sum.data(), sum.size());
  return made;
}

}  // namespace vouch::openssl
