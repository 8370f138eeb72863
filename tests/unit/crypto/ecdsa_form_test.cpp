#include "vouch/crypto/ecdsa_form.hpp"

#include <gtest/gtest.h>

using namespace vouch;

namespace {

Octets signature_of(std::size_t half, Octets r, Octets s) {
  Octets signature(half - r.size());
  append_octets(signature, r);
  signature.resize(2 * half - s.size());
  append_octets(signature, s);
  return signature;
}

Octets der_of(const Octets& signature) {
  const EcdsaDer der = ecdsa_der(signature);
  return Octets(der.view().begin(), der.view().end());
}

bool raw_of(const Octets& der, std::size_t half, Octets& raw) {
  raw.assign(2 * half, 0xee);
  return ecdsa_raw(der, half, raw.data());
}

}  // namespace

TEST(EcdsaForm, leaves_leading_zeros_out_of_der) {
  EXPECT_EQ(der_of(signature_of(32, {0x05}, {0x01, 0x02})), (Octets{0x30, 7, 2, 1, 5, 2, 2, 1, 2}));
}

TEST(EcdsaForm, keeps_der_numbers_positive) {
  EXPECT_EQ(der_of(signature_of(32, {0x80}, {0xff, 0x00})),
            (Octets{0x30, 9, 2, 2, 0, 0x80, 2, 3, 0, 0xff, 0}));
}

TEST(EcdsaForm, writes_zero_as_one_octet) {
  EXPECT_EQ(der_of(Octets(64)), (Octets{0x30, 6, 2, 1, 0, 2, 1, 0}));
}

TEST(EcdsaForm, has_room_for_the_longest_numbers) {
  const Octets longest(96, 0xff);
  EXPECT_EQ(der_of(longest).size(), 104U);
  Octets raw;
  ASSERT_TRUE(raw_of(der_of(longest), 48, raw));
  EXPECT_EQ(raw, longest);
}

TEST(EcdsaForm, goes_there_and_back) {
  for (const std::size_t half : {32U, 48U}) {
    const Octets signature = signature_of(half, {0x80, 0x01}, {0x7f});
    Octets raw;
    ASSERT_TRUE(raw_of(der_of(signature), half, raw));
    EXPECT_EQ(raw, signature);
  }
}

TEST(EcdsaForm, refuses_what_is_not_der_of_two_numbers) {
  const Octets bad[] = {
      {},
      {0x30},
      {0x31, 6, 2, 1, 5, 2, 1, 6},           // no SEQUENCE
      {0x30, 5, 2, 1, 5, 2, 1, 6},           // too short a length
      {0x30, 7, 2, 1, 5, 2, 1, 6},           // too long a length
      {0x30, 3, 2, 1, 5},                    // one number
      {0x30, 9, 2, 1, 5, 2, 1, 6, 2, 1, 7},  // three
      {0x30, 6, 3, 1, 5, 2, 1, 6},           // no INTEGER
      {0x30, 5, 2, 0, 2, 1, 6},              // an empty INTEGER
      {0x30, 6, 2, 1, 5, 2, 2, 6},           // an INTEGER cut short
  };
  for (const Octets& der : bad) {
    Octets raw;
    EXPECT_FALSE(raw_of(der, 32, raw));
  }
}

TEST(EcdsaForm, refuses_a_number_that_is_too_long) {
  Octets der = {0x30, 38, 2, 33};
  der.resize(der.size() + 33, 1);
  append_octets(der, Octets{2, 1, 5});
  Octets raw;
  EXPECT_FALSE(raw_of(der, 32, raw));
}
