#include "vouch/crypto/openssl/key_making.hpp"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <bit>

namespace vouch::openssl {
namespace {

constexpr std::array<const char*, rsa_part_count> rsa_names = {
    OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,           OSSL_PKEY_PARAM_RSA_D,
    OSSL_PKEY_PARAM_RSA_FACTOR1,   OSSL_PKEY_PARAM_RSA_FACTOR2,     OSSL_PKEY_PARAM_RSA_EXPONENT1,
    OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1};

constexpr std::uint8_t uncompressed_point = 4;
using PointOctets = std::array<std::uint8_t, 97>;  // of the longest curve

// Numbers are handed over in the machine's order.
void to_native(std::uint8_t* number, std::size_t size) {
  if constexpr (std::endian::native == std::endian::little) std::reverse(number, number + size);
}

// This thread's context for making keys of one type; it is used again and again.
EVP_PKEY_CTX* maker(const char* type) {
  thread_local const PkeyContext rsa(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  thread_local const PkeyContext ec(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY_CTX* context = type[0] == 'R' ? rsa.get() : ec.get();
  return context != nullptr && EVP_PKEY_fromdata_init(context) == 1 ? context : nullptr;
}

Pkey make(const char* type, int selection, OSSL_PARAM* parameters) {
  EVP_PKEY_CTX* context = maker(type);
  EVP_PKEY* key = nullptr;
  if (context == nullptr || EVP_PKEY_fromdata(context, &key, selection, parameters) != 1) {
    EVP_PKEY_free(key);
    return {};
  }
  return Pkey(key);
}

// A key without numbers that carries its curve: setting the curve up takes three times longer than
// the point.
EVP_PKEY* curve_of(const KeyForm& form) {
  const auto make_curve = [](const char* name) {
    std::string writable(name);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, writable.data(), 0),
        OSSL_PARAM_construct_end()};
    return make("EC", EVP_PKEY_KEY_PARAMETERS, parameters);
  };
  thread_local const Pkey p256 = make_curve("P-256");
  thread_local const Pkey p384 = make_curve("P-384");
  return form.bits == 256 ? p256.get() : p384.get();
}

PointOctets point_of(OctetView coordinates) {
  PointOctets point;
  point[0] = uncompressed_point;
  std::copy(coordinates.begin(), coordinates.end(), point.begin() + 1);
  return point;
}

Pkey make_private_ecdsa(const KeyForm& form, const Secret& secret) {
  const Group group(
      EC_GROUP_new_by_curve_name(OBJ_sn2nid(form.bits == 256 ? "prime256v1" : "secp384r1")));
  const BigNumber number(BN_bin2bn(secret.view().data(), static_cast<int>(secret.size()), nullptr));
  if (!group || !number) return {};
  if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0)
    return {};
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  const Point point(EC_POINT_new(group.get()));
  PointOctets octets;
  if (!point ||
      EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, octets.data(),
                         octets.size(), nullptr) != form.key_octets + 1U)
    return {};
  Secret native(secret.view());
  to_native(native.data(), native.size());
  std::string curve(form.name);
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, octets.data(),
                                        form.key_octets + 1U),
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, native.data(), native.size()),
      OSSL_PARAM_construct_end()};
  return make("EC", EVP_PKEY_KEYPAIR, parameters);
}

Result<Secret> number_of(EVP_PKEY* key, const char* name, std::size_t fixed_octets = 0) {
  BIGNUM* taken = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &taken) != 1)
    return failure("a number of the key can't be read");
  const BigNumber number(taken);
  const auto needed = static_cast<std::size_t>(BN_num_bytes(number.get()));
  Secret octets(fixed_octets == 0 ? needed : fixed_octets);
  if (BN_bn2binpad(number.get(), octets.data(), static_cast<int>(octets.size())) < 0)
    return failure("a number of the key is too long");
  return octets;
}

// Whether n = p q, dP = d mod (p - 1), dQ = d mod (q - 1), and qInv q = 1 mod p (RFC 8017 section
// 3.2). The library would sign without the primes where they do not fit, but slowly.
bool belong_together(const RsaParts& parts) {
  const std::unique_ptr<BN_CTX, Release<BN_CTX_free>> context(BN_CTX_new());
  std::array<BigNumber, rsa_part_count> numbers;
  for (std::size_t i = 0; i < rsa_part_count; ++i) {
    const OctetView octets = parts[i].view();
    numbers[i].reset(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
    if (!numbers[i]) return false;
    BN_set_flags(numbers[i].get(), BN_FLG_CONSTTIME);
  }
  const auto number = [&](RsaPart part) { return numbers[static_cast<std::size_t>(part)].get(); };
  const BigNumber result(BN_new());
  const BigNumber less_one(BN_new());
  if (!context || !result || !less_one) return false;
  BN_set_flags(less_one.get(), BN_FLG_CONSTTIME);
  const auto is_exponent = [&](RsaPart exponent, RsaPart prime) {
    return BN_sub(less_one.get(), number(prime), BN_value_one()) == 1 &&
           BN_mod(result.get(), number(RsaPart::private_exponent), less_one.get(), context.get()) ==
               1 &&
           BN_cmp(result.get(), number(exponent)) == 0;
  };
  return BN_mul(result.get(), number(RsaPart::prime1), number(RsaPart::prime2), context.get()) ==
             1 &&
         BN_cmp(result.get(), number(RsaPart::modulus)) == 0 &&
         is_exponent(RsaPart::exponent1, RsaPart::prime1) &&
         is_exponent(RsaPart::exponent2, RsaPart::prime2) &&
         BN_mod_mul(result.get(), number(RsaPart::coefficient), number(RsaPart::prime2),
                    number(RsaPart::prime1), context.get()) == 1 &&
         BN_is_one(result.get());
}

}  // namespace

Pkey make_public(const RsaForm& rsa) {
  std::array<std::uint8_t, max_rsa_bits / 8> modulus;
  std::array<std::uint8_t, 8> exponent;
  std::copy(rsa.modulus.begin(), rsa.modulus.end(), modulus.begin());
  std::copy(rsa.exponent.begin(), rsa.exponent.end(), exponent.begin());
  to_native(modulus.data(), rsa.modulus.size());
  to_native(exponent.data(), rsa.exponent.size());
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, modulus.data(), rsa.modulus.size()),
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, exponent.data(), rsa.exponent.size()),
      OSSL_PARAM_construct_end()};
  return make("RSA", EVP_PKEY_PUBLIC_KEY, parameters);
}

Pkey make_public(const KeyForm& form, OctetView field) {
  if (form.family == KeyFamily::eddsa)
    return Pkey(
        EVP_PKEY_new_raw_public_key_ex(nullptr, form.name, nullptr, field.data(), field.size()));
  EVP_PKEY* curve = curve_of(form);
  Pkey key(EVP_PKEY_new());
  const PointOctets point = point_of(field);
  if (curve == nullptr || !key || EVP_PKEY_copy_parameters(key.get(), curve) != 1 ||
      EVP_PKEY_set1_encoded_public_key(key.get(), point.data(), field.size() + 1) != 1)
    return {};
  return key;
}

Pkey make_private(const RsaParts& parts) {
  if (!belong_together(parts)) return {};
  RsaParts native;
  std::array<OSSL_PARAM, rsa_part_count + 1> parameters;
  for (std::size_t i = 0; i < rsa_part_count; ++i) {
    native[i] = Secret(parts[i].view());
    to_native(native[i].data(), native[i].size());
    parameters[i] = OSSL_PARAM_construct_BN(rsa_names[i], native[i].data(), native[i].size());
  }
  parameters[rsa_part_count] = OSSL_PARAM_construct_end();
  return make("RSA", EVP_PKEY_KEYPAIR, parameters.data());
}

Pkey make_private(const KeyForm& form, const Secret& secret) {
  if (form.family == KeyFamily::ecdsa) {
    // BIND leaves leading zeros out.
    const OctetView number = without_zeros(secret.view());
    if (number.size() > form.secret_octets) return {};
    Secret padded(form.secret_octets);
    std::copy(number.begin(), number.end(), padded.data() + (padded.size() - number.size()));
    return make_private_ecdsa(form, padded);
  }
  const OctetView seed = secret.view();
  if (seed.size() != form.secret_octets) return {};
  return Pkey(
      EVP_PKEY_new_raw_private_key_ex(nullptr, form.name, nullptr, seed.data(), seed.size()));
}

Pkey generate(const KeyForm& form, unsigned bits) {
  switch (form.family) {
    case KeyFamily::rsa:
      return Pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)));
    case KeyFamily::ecdsa: return Pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", form.name));
    case KeyFamily::eddsa: return Pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, form.name));
  }
  return {};
}

Result<RsaParts> rsa_parts(EVP_PKEY* key) {
  RsaParts parts;
  for (std::size_t i = 0; i < rsa_part_count; ++i) {
    VOUCH_TRY(parts[i], number_of(key, rsa_names[i]));
  }
  return parts;
}

Result<Secret> secret_part(EVP_PKEY* key, const KeyForm& form) {
  if (form.family == KeyFamily::ecdsa)
    return number_of(key, OSSL_PKEY_PARAM_PRIV_KEY, form.secret_octets);
  Secret seed(form.secret_octets);
  std::size_t size = seed.size();
  if (EVP_PKEY_get_raw_private_key(key, seed.data(), &size) != 1 || size != seed.size())
    return failure("the private key can't be read");
  return seed;
}

Result<Octets> public_field(EVP_PKEY* key, const KeyForm& form) {
  if (form.family == KeyFamily::rsa) {
    VOUCH_TRY(const Secret exponent, number_of(key, OSSL_PKEY_PARAM_RSA_E));
    VOUCH_TRY(const Secret modulus, number_of(key, OSSL_PKEY_PARAM_RSA_N));
    return RsaForm{exponent.view(), modulus.view()}.write();
  }
  Octets field(form.key_octets);
  if (form.family == KeyFamily::eddsa) {
    std::size_t size = field.size();
    if (EVP_PKEY_get_raw_public_key(key, field.data(), &size) != 1 || size != field.size())
      return failure("the public key can't be read");
    return field;
  }
  const std::size_t half = field.size() / 2;
  VOUCH_TRY(const Secret x, number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, half));
  VOUCH_TRY(const Secret y, number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, half));
  std::copy(x.view().begin(), x.view().end(), field.begin());
  std::copy(y.view().begin(), y.view().end(), field.begin() + static_cast<std::ptrdiff_t>(half));
  return field;
}

}  // namespace vouch::openssl
