#include "vouch/crypto/p256/sign.hpp"

#include <algorithm>

#include "vouch/crypto/p256/multiples.hpp"
#include "vouch/crypto/p256/nonces.hpp"
#include "vouch/crypto/secret.hpp"

namespace vouch::p256 {
namespace {

template <typename Element>
void wipe_vector(std::vector<Element>& vector) {
  wipe(reinterpret_cast<std::uint8_t*>(vector.data()), vector.size() * sizeof(Element));
}

void wipe_number(Number& number) { wipe(reinterpret_cast<std::uint8_t*>(&number), sizeof(number)); }

}  // namespace

BatchSigner::BatchSigner(Form form, const SecretTable& of_generator, const Number& secret)
    : form_(form),
      of_generator_(&of_generator),
      secret_(secret),
      secret_form_(Order::to_form(secret)) {}

BatchSigner::~BatchSigner() {
  wipe_number(secret_);
  wipe_number(secret_form_);
}

void BatchSigner::sign(std::span<const HashToSign> given, const std::uint8_t* more) {
  for (std::size_t begin = 0; begin < given.size(); begin += most_sums_at_once) {
    const auto some = given.subspan(begin, std::min(most_sums_at_once, given.size() - begin));
    draw_nonces(some, more == nullptr ? nullptr : more + begin * number_octets);
    sign_with(some, nonces_.data());
  }
}

void BatchSigner::draw_nonces(std::span<const HashToSign> given, const std::uint8_t* more) {
  nonces_.resize(most_sums_at_once);
  NonceLanes source;
  const std::size_t lanes = NonceLanes::lanes();
  const std::uint8_t* hashes[vectors::most_sha256_lanes];
  Number drawn[vectors::most_sha256_lanes];
  Limb fits[vectors::most_sha256_lanes];
  for (std::size_t begin = 0; begin < given.size(); begin += lanes) {
    const std::size_t count = std::min(lanes, given.size() - begin);
    for (std::size_t i = 0; i < count; ++i) hashes[i] = given[begin + i].hash;
    source.start(secret_, {hashes, count},
                 more == nullptr ? nullptr : more + begin * number_octets);
    Limb has[vectors::most_sha256_lanes] = {};
    for (Limb have_all = 0; have_all == 0;) {
      source.draw(drawn, fits);
      have_all = ~Limb{0};
      for (std::size_t i = 0; i < count; ++i) {
        nonces_[begin + i] = chosen(has[i], nonces_[begin + i], drawn[i]);
        has[i] |= fits[i];
        have_all &= has[i];
      }
      // That a number was drawn in vain says nothing about the one that was taken.
      if (have_all == 0) source.go_on();
    }
  }
  for (Number& each : drawn) wipe_number(each);
}

void BatchSigner::put_multiples(const Number* nonces, std::size_t count, std::size_t groups) {
  const Functions& functions = functions_of(form_);
  const std::size_t lanes = functions.lanes;
  const Number half = half_of_order();
  multiples_.assign(groups * lanes * limbs_of_multiple, 0);
  for (std::size_t i = 0; i < count; ++i) {
    Number multiple =
        Order::add(functions.multiply_in_order(nonces[i], half), of_generator_->digit_offset());
    Limb* const to = multiples_.data() + i / lanes * limbs_of_multiple * lanes + i % lanes;
    for (std::size_t limb = 0; limb < limb_count; ++limb) to[limb * lanes] = multiple.limbs[limb];
    wipe_number(multiple);
  }
}

void BatchSigner::sign_with(std::span<const HashToSign> given, const Number* nonces) {
  const Functions& functions = functions_of(form_);
  Order::Product* const multiply = functions.multiply_in_order;
  const std::size_t count = given.size();
  const std::size_t groups = (count + functions.lanes - 1) / functions.lanes;
  before_.resize(count);
  x_.resize(groups * functions.lanes);
  marks_.resize(groups);
  put_multiples(nonces, count, groups);
  const std::size_t accumulators = accumulators_for(groups);
  functions.sum_secret({of_generator_, multiples_.data(), groups, x_.data(), marks_.data()},
                       room_.of(functions.octets_of_slot * groups * accumulators), accumulators);

  // The inverses of all nonces by one inversion: nonces are taken as k 2^-256 in Montgomery's form,
  // so that what comes of inverting has a factor of 2^512, and 2^256 is wanted.
  Number product = Order::one();
  for (std::size_t i = 0; i < count; ++i) {
    before_[i] = product;
    product = multiply(product, nonces[i]);
  }
  Number inverse = Order::from_form(Order::invert(product, multiply));
  for (std::size_t i = count; i-- > 0;) {
    Number own = multiply(inverse, before_[i]);
    inverse = multiply(inverse, nonces[i]);
    const std::size_t lane = i % functions.lanes;
    const Limb marked = mask_of(Limb{marks_[i / functions.lanes]} >> lane & 1);
    const Number r = chosen(marked, Number{}, Order::canonical(x_[i]));
    const Number e = Order::canonical(read_number(given[i].hash));
    Number sum = Order::add(e, multiply(r, secret_form_));
    const Number s = multiply(sum, own);
    const Limb is_none = mask_of(is_zero(r) | is_zero(s));
    write_number(chosen(is_none, Number{}, r), given[i].signature);
    write_number(chosen(is_none, Number{}, s), given[i].signature + number_octets);
    wipe_number(own);
    wipe_number(sum);
  }
  wipe_number(product);
  wipe_number(inverse);
  wipe_all();
}

// What tells nonces: they, their multiples, the sums and the products.
void BatchSigner::wipe_all() {
  wipe_vector(nonces_);
  wipe_vector(before_);
  wipe_vector(multiples_);
  wipe_vector(x_);
  wipe(static_cast<std::uint8_t*>(room_.begin()), room_.octets());
}

}  // namespace vouch::p256
