#include "vouch/crypto/public_key.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/keys.hpp"
#include "vouch/crypto/signing_key.hpp"

using namespace vouch;
using vouch::test::make_key;

namespace {

// An RSA public key field: exponent length, exponent, modulus.
Octets rsa_field(Octets length, Octets exponent, Octets modulus) {
  append_octets(length, exponent);
  append_octets(length, modulus);
  return length;
}

Octets odd_modulus(unsigned bits) {
  Octets modulus((bits + 7) / 8, 0xff);
  modulus[0] = static_cast<std::uint8_t>(0xff >> ((8 - bits % 8) % 8));
  return modulus;
}

ErrorCode refusal(Algorithm algorithm, const Octets& key) {
  const auto read = PublicKey::read(algorithm, key);
  if (!read.ok()) return read.error().code;
  ADD_FAILURE() << "was read";
  return ErrorCode::bad_usage;
}

unsigned bits_of(Algorithm algorithm, const Octets& key) {
  const auto read = PublicKey::read(algorithm, key);
  if (read.ok()) return read->bits();
  ADD_FAILURE() << read.error().message();
  return 0;
}

const Octets e65537 = {1, 0, 1};

}  // namespace

TEST(PublicKey, supports_the_algorithms_in_use) {
  for (unsigned number = 0; number < 256; ++number) {
    const bool expected =
        number == 5 || number == 7 || number == 8 || number == 10 || (number >= 13 && number <= 16);
    EXPECT_EQ(is_supported(static_cast<Algorithm>(number)), expected) << number;
  }
}

TEST(PublicKey, refuses_algorithms_that_are_not_supported) {
  for (const Algorithm algorithm : {Algorithm::RSAMD5, Algorithm::DSA, Algorithm::ECCGOST,
                                    Algorithm::SM2SM3, Algorithm::PRIVATEDNS, Algorithm{99}})
    EXPECT_EQ(refusal(algorithm, Octets(64, 1)), ErrorCode::unsupported_algorithm);
}

TEST(PublicKey, reads_every_form_of_an_rsa_exponents_length) {
  const Octets modulus = odd_modulus(1024);
  EXPECT_EQ(bits_of(Algorithm::RSASHA256, rsa_field({3}, e65537, modulus)), 1024U);
  EXPECT_EQ(bits_of(Algorithm::RSASHA256, rsa_field({0, 0, 3}, e65537, modulus)), 1024U);
  EXPECT_EQ(bits_of(Algorithm::RSASHA256, rsa_field({1}, {3}, modulus)), 1024U);
  EXPECT_EQ(bits_of(Algorithm::RSASHA256, rsa_field({8}, {0xff, 0, 0, 0, 0, 0, 0, 1}, modulus)),
            1024U);
}

TEST(PublicKey, takes_rsa_numbers_with_leading_zeros_for_what_they_are) {
  Octets modulus = odd_modulus(1024);
  modulus.insert(modulus.begin(), 2, 0);
  Octets exponent(300);
  exponent.back() = 3;
  EXPECT_EQ(bits_of(Algorithm::RSASHA256, rsa_field({0, 1, 44}, exponent, modulus)), 1024U);
}

TEST(PublicKey, bounds_the_rsa_modulus) {
  EXPECT_EQ(bits_of(Algorithm::RSASHA256, rsa_field({3}, e65537, odd_modulus(512))), 512U);
  EXPECT_EQ(bits_of(Algorithm::RSASHA1, rsa_field({3}, e65537, odd_modulus(4096))), 4096U);
  EXPECT_EQ(bits_of(Algorithm::RSASHA512, rsa_field({3}, e65537, odd_modulus(1024))), 1024U);
  EXPECT_EQ(bits_of(Algorithm::NSEC3RSASHA1, rsa_field({3}, e65537, odd_modulus(1023))), 1023U);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({3}, e65537, odd_modulus(511))),
            ErrorCode::bad_key);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({3}, e65537, odd_modulus(4097))),
            ErrorCode::bad_key);
  EXPECT_EQ(refusal(Algorithm::RSASHA512, rsa_field({3}, e65537, odd_modulus(1023))),
            ErrorCode::bad_key);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({3}, e65537, odd_modulus(65504))),
            ErrorCode::bad_key);
}

TEST(PublicKey, refuses_an_even_rsa_modulus) {
  Octets modulus = odd_modulus(1024);
  modulus.back() = 0xfe;
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({3}, e65537, modulus)), ErrorCode::bad_key);
}

TEST(PublicKey, refuses_rsa_exponents_that_no_key_has) {
  const Octets modulus = odd_modulus(1024);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({1}, {0}, modulus)), ErrorCode::bad_key);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({1}, {1}, modulus)), ErrorCode::bad_key);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({2}, {0, 1}, modulus)), ErrorCode::bad_key);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({1}, {4}, modulus)), ErrorCode::bad_key);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({9}, {1, 0, 0, 0, 0, 0, 0, 0, 1}, modulus)),
            ErrorCode::bad_key);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, rsa_field({0, 0, 0}, {}, modulus)), ErrorCode::bad_key);
}

TEST(PublicKey, refuses_rsa_keys_that_are_cut_short) {
  for (const Octets& key : {Octets{}, Octets{0}, Octets{0, 1}, Octets{3, 1}, Octets{3, 1, 0, 1},
                            Octets{0, 255, 255, 1}})
    EXPECT_EQ(refusal(Algorithm::RSASHA256, key), ErrorCode::bad_key);
}

TEST(PublicKey, refuses_curve_keys_of_the_wrong_length) {
  const std::pair<Algorithm, std::size_t> forms[] = {{Algorithm::ECDSAP256SHA256, 64},
                                                     {Algorithm::ECDSAP384SHA384, 96},
                                                     {Algorithm::ED25519, 32},
                                                     {Algorithm::ED448, 57}};
  for (const auto& [algorithm, size] : forms) {
    const Octets good = make_key(algorithm).public_key();
    ASSERT_EQ(good.size(), size);
    EXPECT_EQ(refusal(algorithm, {}), ErrorCode::bad_key);
    EXPECT_EQ(refusal(algorithm, Octets(good.begin(), good.end() - 1)), ErrorCode::bad_key);
    Octets longer = good;
    longer.push_back(0);
    EXPECT_EQ(refusal(algorithm, longer), ErrorCode::bad_key);
  }
}

TEST(PublicKey, refuses_points_off_the_curve) {
  for (const Algorithm algorithm : {Algorithm::ECDSAP256SHA256, Algorithm::ECDSAP384SHA384}) {
    Octets key = make_key(algorithm).public_key();
    key.back() ^= 1;
    EXPECT_EQ(refusal(algorithm, key), ErrorCode::bad_key);
    EXPECT_EQ(refusal(algorithm, Octets(key.size())), ErrorCode::bad_key);
    EXPECT_EQ(refusal(algorithm, Octets(key.size(), 0xff)), ErrorCode::bad_key);
  }
}

TEST(PublicKey, says_the_size_of_curve_keys) {
  EXPECT_EQ(bits_of(Algorithm::ECDSAP256SHA256, make_key(Algorithm::ECDSAP256SHA256).public_key()),
            256U);
  EXPECT_EQ(bits_of(Algorithm::ECDSAP384SHA384, make_key(Algorithm::ECDSAP384SHA384).public_key()),
            384U);
  EXPECT_EQ(bits_of(Algorithm::ED25519, make_key(Algorithm::ED25519).public_key()), 256U);
  EXPECT_EQ(bits_of(Algorithm::ED448, make_key(Algorithm::ED448).public_key()), 456U);
}

TEST(PublicKey, goes_on_after_a_bad_signature) {
  const SigningKey signer = make_key(Algorithm::ECDSAP256SHA256);
  const auto key = PublicKey::read(signer.algorithm(), signer.public_key());
  const Octets good = *signer.sign(octets_of("text"));
  ASSERT_TRUE(key.ok());
  EXPECT_FALSE(key->verify(octets_of("text"), Octets(64)));
  EXPECT_FALSE(key->verify(octets_of("text"), Octets(64, 0xff)));
  EXPECT_TRUE(key->verify(octets_of("text"), good));
}
