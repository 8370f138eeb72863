#include "vouch/crypto/signing_key.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/unit/crypto/keys.hpp"

using namespace vouch;
using vouch::test::make_key;

namespace {

class EveryAlgorithm : public testing::TestWithParam<Algorithm> {};

std::string algorithm_name(const testing::TestParamInfo<Algorithm>& parameter) {
  return text(parameter.param);
}

ErrorCode refusal(Algorithm algorithm, unsigned bits) {
  const auto made = SigningKey::generate(algorithm, bits);
  if (!made.ok()) return made.error().code;
  ADD_FAILURE() << "was made";
  return ErrorCode::bad_text;
}

}  // namespace

TEST_P(EveryAlgorithm, signs_what_its_public_key_verifies) {
  const SigningKey signer = make_key(GetParam());
  const auto key = PublicKey::read(signer.algorithm(), signer.public_key());
  ASSERT_TRUE(key.ok());
  for (const std::size_t size : {0U, 1U, 100U, 70'000U}) {
    const Octets octets(size, 0x5a);
    const auto signature = signer.sign(octets);
    ASSERT_TRUE(signature.ok());
    EXPECT_TRUE(key->verify(octets, *signature));
  }
  EXPECT_EQ(key->bits(), signer.bits());
}

TEST_P(EveryAlgorithm, makes_signatures_that_hold_for_nothing_else) {
  const SigningKey signer = make_key(GetParam());
  const SigningKey other = make_key(GetParam());
  const auto key = PublicKey::read(signer.algorithm(), signer.public_key());
  const auto other_key = PublicKey::read(other.algorithm(), other.public_key());
  ASSERT_TRUE(key.ok() && other_key.ok());
  const Octets good = *signer.sign(octets_of("text"));
  EXPECT_FALSE(key->verify(octets_of("texT"), good));
  EXPECT_FALSE(other_key->verify(octets_of("text"), good));
  for (std::size_t i = 0; i < good.size(); i += 7) {
    Octets altered = good;
    altered[i] ^= 0x10;
    EXPECT_FALSE(key->verify(octets_of("text"), altered)) << i;
  }
  EXPECT_FALSE(key->verify(octets_of("text"), OctetView(good).first(good.size() - 1)));
  Octets longer = good;
  longer.push_back(0);
  EXPECT_FALSE(key->verify(octets_of("text"), longer));
  EXPECT_FALSE(key->verify(octets_of("text"), {}));
}

TEST_P(EveryAlgorithm, comes_back_from_its_private_text) {
  const SigningKey signer = make_key(GetParam());
  const auto text = signer.private_text();
  ASSERT_TRUE(text.ok());
  const auto again = SigningKey::read_private(text->text());
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ(again->algorithm(), signer.algorithm());
  EXPECT_EQ(again->bits(), signer.bits());
  EXPECT_EQ(again->public_key(), signer.public_key());
  EXPECT_EQ(again->private_text()->text(), text->text());
}

TEST_P(EveryAlgorithm, appends_its_signature) {
  const SigningKey signer = make_key(GetParam());
  const auto key = PublicKey::read(signer.algorithm(), signer.public_key());
  Octets to = {1, 2, 3};
  ASSERT_TRUE(signer.append_signature(to, octets_of("text")).ok());
  EXPECT_EQ(Octets(to.begin(), to.begin() + 3), (Octets{1, 2, 3}));
  EXPECT_TRUE(key->verify(octets_of("text"), OctetView(to).subspan(3)));
}

TEST_P(EveryAlgorithm, is_used_by_several_threads_at_once) {
  const SigningKey signer = make_key(GetParam());
  const auto key = PublicKey::read(signer.algorithm(), signer.public_key());
  ASSERT_TRUE(key.ok());
  std::atomic<int> good = 0;
  const auto work = [&](std::uint8_t seed) {
    for (std::uint8_t i = 0; i < 20; ++i) {
      const Octets octets = {seed, i};
      const auto signature = signer.sign(octets);
      if (signature.ok() && key->verify(octets, *signature)) ++good;
    }
  };
  std::vector<std::thread> threads;
  for (std::uint8_t seed = 0; seed < 4; ++seed) threads.emplace_back(work, seed);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
}

TEST_P(EveryAlgorithm, outlives_the_thread_that_made_it) {
  std::unique_ptr<SigningKey> signer;
  std::thread([&] { signer = std::make_unique<SigningKey>(make_key(GetParam())); }).join();
  const auto key = PublicKey::read(signer->algorithm(), signer->public_key());
  ASSERT_TRUE(key.ok());
  EXPECT_TRUE(key->verify(octets_of("text"), *signer->sign(octets_of("text"))));
}

INSTANTIATE_TEST_SUITE_P(SigningKey, EveryAlgorithm,
                         testing::ValuesIn(vouch::test::signing_algorithms), algorithm_name);

TEST(SigningKey, refuses_to_sign_with_sha1) {
  EXPECT_EQ(refusal(Algorithm::RSASHA1, 0), ErrorCode::unsupported_algorithm);
  EXPECT_EQ(refusal(Algorithm::NSEC3RSASHA1, 2048), ErrorCode::unsupported_algorithm);
  EXPECT_EQ(refusal(Algorithm::DSA, 0), ErrorCode::unsupported_algorithm);
}

TEST(SigningKey, refuses_sizes_that_do_not_fit) {
  EXPECT_EQ(refusal(Algorithm::RSASHA256, 1023), ErrorCode::bad_usage);
  EXPECT_EQ(refusal(Algorithm::RSASHA256, 4097), ErrorCode::bad_usage);
  EXPECT_EQ(refusal(Algorithm::ECDSAP256SHA256, 384), ErrorCode::bad_usage);
  EXPECT_TRUE(SigningKey::generate(Algorithm::ECDSAP256SHA256, 256).ok());
}

TEST(SigningKey, makes_rsa_keys_of_2048_bits_unless_told) {
  const auto key = SigningKey::generate(Algorithm::RSASHA256);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->bits(), 2048U);
}

TEST(SigningKey, signs_ecdsa_differently_each_time) {
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  EXPECT_NE(*key.sign(octets_of("text")), *key.sign(octets_of("text")));
}
