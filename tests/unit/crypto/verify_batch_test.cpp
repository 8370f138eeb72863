// Signatures verified together hold and fail as by OpenSSL, whatever form of our own code is used.
#include "vouch/crypto/batch/verify_batch.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "tests/unit/crypto/keys.hpp"

namespace vouch {
namespace {

using vouch::test::make_key;

constexpr CryptoForm forms[] = {CryptoForm::best, CryptoForm::adx, CryptoForm::portable,
                                CryptoForm::openssl};

PublicKey public_of(const SigningKey& key) {
  return std::move(PublicKey::read(key.algorithm(), key.public_key())).value();
}

Octets random_octets(std::mt19937& random, std::size_t size) {
  Octets octets(size);
  for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(random());
  return octets;
}

struct Case {
  Octets octets;
  Octets signature;
};

void expect_as_openssl(const SigningKey& key, const std::vector<Case>& cases,
                       std::size_t expected = 2000) {
  const PublicKey judge = public_of(key);
  std::vector<bool> holds;
  for (const Case& each : cases) holds.push_back(judge.verify(each.octets, each.signature));
  for (const CryptoForm form : forms) {
    PublicKey ready = public_of(key);
    ready.expect(expected, form);
    EXPECT_EQ(ready.table_octets() > 0, form != CryptoForm::openssl);
    VerifyBatch batch;
    for (const Case& each : cases) batch.add(ready, each.octets, each.signature);
    EXPECT_EQ(batch.size(), cases.size());
    EXPECT_EQ(batch.verify(), holds) << static_cast<int>(form);
    EXPECT_EQ(batch.size(), 0U);
  }
}

TEST(VerifyBatch, holds_and_fails_as_openssl_for_random_and_altered_signatures) {
  std::mt19937 random(1);
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  const SigningKey other = make_key(Algorithm::ECDSAP256SHA256);
  std::vector<Case> cases;
  for (int i = 0; i < 1500; ++i) {
    const Octets octets = random_octets(random, random() % 300);
    Octets signature = *key.sign(octets);
    switch (random() % 8) {
      case 0: signature[random() % 64] ^= static_cast<std::uint8_t>(1U << random() % 8); break;
      case 1: signature = random_octets(random, 64); break;
      case 2: signature = *other.sign(octets); break;
      case 3: signature.pop_back(); break;
      default: break;
    }
    cases.push_back({octets, signature});
  }
  expect_as_openssl(key, cases);
}

TEST(VerifyBatch, refuses_every_changed_bit) {
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  const Octets octets(32, 0x5a);
  const Octets good = *key.sign(octets);
  std::vector<Case> cases = {{octets, good}};
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Octets signature = good;
    signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    cases.push_back({octets, signature});
  }
  expect_as_openssl(key, cases, 40);
}

TEST(VerifyBatch, mixes_keys_and_algorithms_and_counts_from_the_last_time) {
  std::mt19937 random(2);
  const SigningKey signers[] = {make_key(Algorithm::ECDSAP256SHA256),
                                make_key(Algorithm::ECDSAP256SHA256), make_key(Algorithm::ED25519),
                                make_key(Algorithm::ECDSAP384SHA384)};
  std::vector<PublicKey> keys;
  for (const SigningKey& each : signers) {
    keys.push_back(public_of(each));
    keys.back().expect(each.algorithm() == Algorithm::ED25519 ? 5000 : 100);
  }
  VerifyBatch batch;
  for (int round = 0; round < 3; ++round) {
    std::vector<bool> expected;
    for (int i = 0; i < 60; ++i) {
      const std::size_t which = random() % std::size(signers);
      const Octets octets = random_octets(random, 50);
      Octets signature = *signers[which].sign(octets);
      expected.push_back(random() % 4 != 0);
      if (!expected.back()) signature[3] ^= 1;
      batch.add(keys[which], octets, signature);
    }
    EXPECT_EQ(batch.verify(), expected);
  }
  EXPECT_TRUE(batch.verify().empty());
}

TEST(VerifyBatch, makes_no_table_for_few_signatures) {
  PublicKey key = public_of(make_key(Algorithm::ECDSAP256SHA256));
  key.expect(3);
  EXPECT_EQ(key.table_octets(), 0U);
  key.expect(100);
  EXPECT_GT(key.table_octets(), 50'000U);
  EXPECT_LT(key.table_octets(), 60'000U);
  key.expect(10'000);
  EXPECT_LT(key.table_octets(), 300'000U);
  key.expect(100'000);
  EXPECT_LT(key.table_octets(), 3'000'000U);
}

TEST(VerifyBatch, works_in_several_threads_with_one_key) {
  const SigningKey signer = make_key(Algorithm::ECDSAP256SHA256);
  PublicKey key = public_of(signer);
  key.expect(500);
  std::vector<std::thread> threads;
  for (std::uint8_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      VerifyBatch batch;
      for (std::uint8_t i = 0; i < 30; ++i) {
        const Octets octets(20, static_cast<std::uint8_t>(i + thread));
        batch.add(key, octets, *signer.sign(octets));
      }
      EXPECT_EQ(batch.verify(), std::vector<bool>(30, true));
    });
  }
  for (std::thread& each : threads) each.join();
}

}  // namespace
}  // namespace vouch
