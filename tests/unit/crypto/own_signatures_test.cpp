// Signatures checked by the private key are accepted and refused as by the public key.
#include "vouch/crypto/own_signatures.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "tests/unit/crypto/keys.hpp"

namespace vouch {
namespace {

using vouch::test::make_key;

// The order of the curve P-256 (SEC 2 section 2.4.2).
constexpr std::uint8_t order[] = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                                  0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                                  0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

OwnSignatures own(const SigningKey& key) {
  auto started = OwnSignatures::start(key, key.public_key());
  EXPECT_TRUE(started.ok());
  return std::move(started).value();
}

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

// Every case alone, and all of them together, by both ways.
void expect_equal_ways(const SigningKey& key, const std::vector<Case>& cases) {
  const PublicKey by_public_key = public_of(key);
  OwnSignatures alone = own(key);
  OwnSignatures together = own(key);
  (void)alone.first_wrong();
  alone.add(cases[0].octets, cases[0].signature);  // the one that the public key checks, too
  (void)alone.first_wrong();
  std::optional<std::size_t> first_wrong;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool holds = by_public_key.verify(cases[i].octets, cases[i].signature);
    if (!holds && !first_wrong) first_wrong = i;
    alone.add(cases[i].octets, cases[i].signature);
    ASSERT_EQ(!alone.first_wrong(), holds) << i;
    together.add(cases[i].octets, cases[i].signature);
  }
  EXPECT_EQ(together.first_wrong(), first_wrong);
  EXPECT_FALSE(together.first_wrong());
}

TEST(OwnSignatures, accepts_thousands_of_signatures) {
  std::mt19937 random(1);
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < 3000; ++i) {
    Octets octets = random_octets(random, i % 200);
    Octets signature = *key.sign(octets);
    cases.push_back({std::move(octets), std::move(signature)});
  }
  expect_equal_ways(key, cases);
  OwnSignatures signatures = own(key);
  for (const Case& each : cases) signatures.add(each.octets, each.signature);
  EXPECT_FALSE(signatures.first_wrong());
}

TEST(OwnSignatures, refuses_every_changed_bit_of_a_signature_and_of_what_is_signed) {
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  const Octets octets(32, 0x5a);
  const Octets good = *key.sign(octets);
  std::vector<Case> cases;
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Octets signature = good;
    signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    cases.push_back({octets, signature});
  }
  for (std::size_t bit = 0; bit < octets.size() * 8; ++bit) {
    Octets changed = octets;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    cases.push_back({changed, good});
  }
  OwnSignatures signatures = own(key);
  signatures.add(octets, good);
  ASSERT_FALSE(signatures.first_wrong());
  for (const Case& each : cases) {
    signatures.add(octets, good);
    signatures.add(each.octets, each.signature);
    signatures.add(octets, good);
    EXPECT_EQ(signatures.first_wrong(), 1U);
  }
  expect_equal_ways(key, cases);
}

TEST(OwnSignatures, refuses_numbers_out_of_range_as_the_public_key_does) {
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  const Octets octets(10, 1);
  const Octets good = *key.sign(octets);
  const Octets zero(32, 0);
  Octets one(32, 0);
  one.back() = 1;
  const Octets of_order(std::begin(order), std::end(order));
  Octets below_order = of_order;
  --below_order.back();
  Octets above_order = of_order;
  ++above_order.back();
  const Octets most(32, 0xff);
  const Octets r(good.begin(), good.begin() + 32);
  const Octets s(good.begin() + 32, good.end());
  std::vector<Case> cases = {{octets, good}};
  for (const Octets& odd : {zero, one, of_order, below_order, above_order, most}) {
    for (const auto& [first, second] :
         {std::pair(odd, s), std::pair(r, odd), std::pair(odd, odd)}) {
      Octets signature = first;
      append_octets(signature, second);
      cases.push_back({octets, signature});
    }
  }
  // s and its negative are both of the same r (RFC 6979 says nothing of which; both hold).
  Octets negative = good;
  int borrow = 0;
  for (std::size_t i = 32; i-- > 0;) {
    const int difference = order[i] - s[i] - borrow;
    borrow = difference < 0 ? 1 : 0;
    negative[32 + i] = static_cast<std::uint8_t>(difference);
  }
  EXPECT_TRUE(public_of(key).verify(octets, negative));
  cases.push_back({octets, negative});
  cases.push_back({octets, Octets(good.begin(), good.end() - 1)});
  cases.push_back({octets, {}});
  expect_equal_ways(key, cases);
}

TEST(OwnSignatures, refuses_random_numbers_and_signatures_of_another_key) {
  std::mt19937 random(2);
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  const SigningKey other = make_key(Algorithm::ECDSAP256SHA256);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < 1000; ++i) {
    const Octets octets = random_octets(random, 40);
    cases.push_back({octets, i % 3 == 0   ? *other.sign(octets)
                             : i % 3 == 1 ? *key.sign(octets)
                                          : random_octets(random, 64)});
  }
  expect_equal_ways(key, cases);
}

TEST(OwnSignatures, wants_the_private_key_of_the_published_one) {
  for (const Algorithm algorithm : {Algorithm::ECDSAP256SHA256, Algorithm::ED25519}) {
    const SigningKey key = make_key(algorithm);
    const SigningKey other = make_key(algorithm);
    const auto wrong = OwnSignatures::start(key, other.public_key());
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().code, ErrorCode::bad_key);
    Octets changed = key.public_key();
    changed.back() ^= 1;
    EXPECT_FALSE(OwnSignatures::start(key, changed).ok());
    EXPECT_FALSE(OwnSignatures::start(key, {}).ok());
  }
}

TEST(OwnSignatures, checks_every_other_algorithm_by_the_public_key) {
  for (const Algorithm algorithm :
       {Algorithm::RSASHA256, Algorithm::RSASHA512, Algorithm::ECDSAP384SHA384, Algorithm::ED25519,
        Algorithm::ED448}) {
    const SigningKey key = make_key(algorithm);
    const Octets octets(50, 7);
    const Octets good = *key.sign(octets);
    Octets bad = good;
    bad[bad.size() / 2] ^= 4;
    expect_equal_ways(key, {{octets, good}, {octets, bad}, {octets, good}, {{}, good}});
  }
}

TEST(OwnSignatures, counts_from_the_last_check) {
  const SigningKey key = make_key(Algorithm::ED25519);
  const Octets octets(50, 7);
  const Octets good = *key.sign(octets);
  Octets bad = good;
  bad[3] ^= 4;
  OwnSignatures signatures = own(key);
  for (int i = 0; i < 5; ++i) signatures.add(octets, good);
  EXPECT_FALSE(signatures.first_wrong());
  signatures.add(octets, good);
  signatures.add(octets, bad);
  signatures.add(octets, bad);
  EXPECT_EQ(signatures.first_wrong(), 1U);
  signatures.add(octets, bad);
  EXPECT_EQ(signatures.first_wrong(), 0U);
}

TEST(OwnSignatures, works_in_several_threads_each_with_its_own) {
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&key, thread] {
      OwnSignatures signatures = own(key);
      for (int i = 0; i < 50; ++i) {
        const Octets octets(20, static_cast<std::uint8_t>(i + thread));
        const Octets signature = *key.sign(octets);
        signatures.add(octets, signature);
        if (i % 7 == 0) {
          EXPECT_FALSE(signatures.first_wrong());
        }
      }
      EXPECT_FALSE(signatures.first_wrong());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace vouch
