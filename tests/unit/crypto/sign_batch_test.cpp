// Signatures made together are those of RFC 6979, and hold by OpenSSL.
#include "vouch/crypto/batch/sign_batch.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/unit/crypto/keys.hpp"

namespace vouch {
namespace {

using vouch::test::make_key;

constexpr CryptoForm own_forms[] = {CryptoForm::best, CryptoForm::adx, CryptoForm::portable};
constexpr std::size_t many = 1000;

// RFC 6979 section A.2.5.
constexpr char private_number[] =
    "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";

SigningKey key_of_the_rfc() {
  return std::move(SigningKey::read_private(
                       "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: " +
                       base64_text(*base16_octets(private_number)) + "\n"))
      .value();
}

PublicKey public_of(const SigningKey& key) {
  return std::move(PublicKey::read(key.algorithm(), key.public_key())).value();
}

std::vector<Octets> signed_together(const SigningKey& key, const std::vector<Octets>& texts,
                                    CryptoForm form, NonceKind nonces = NonceKind::deterministic) {
  SignBatch batch(many, form, nonces);
  EXPECT_TRUE(batch.takes(key));
  std::vector<Octets> signatures(texts.size(), Octets(64));
  for (std::size_t i = 0; i < texts.size(); ++i)
    EXPECT_TRUE(batch.add(key, texts[i], signatures[i].data()).ok());
  EXPECT_TRUE(batch.sign().ok());
  return signatures;
}

TEST(SignBatch, makes_the_signatures_of_rfc6979) {
  const SigningKey key = key_of_the_rfc();
  const std::vector<Octets> expected = {
      *base16_octets("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                     "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"),
      *base16_octets("F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
                     "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")};
  const std::vector<Octets> texts = {{'s', 'a', 'm', 'p', 'l', 'e'}, {'t', 'e', 's', 't'}};
  for (const CryptoForm form : own_forms) EXPECT_EQ(signed_together(key, texts, form), expected);
}

TEST(SignBatch, makes_signatures_that_hold_by_openssl_and_are_the_same_in_every_form) {
  std::mt19937 random(1);
  const SigningKey key = make_key(Algorithm::ECDSAP256SHA256);
  const PublicKey judge = public_of(key);
  for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 17U, 33U, 500U}) {
    std::vector<Octets> texts(count);
    for (Octets& text : texts) {
      text.resize(random() % 200);
      for (std::uint8_t& octet : text) octet = static_cast<std::uint8_t>(random());
    }
    const auto signatures = signed_together(key, texts, CryptoForm::best);
    for (std::size_t i = 0; i < count; ++i)
      ASSERT_TRUE(judge.verify(texts[i], signatures[i])) << i << " of " << count;
    for (const CryptoForm form : own_forms)
      EXPECT_EQ(signed_together(key, texts, form), signatures);
  }
}

TEST(SignBatch, hedges_nonces_where_that_is_wanted) {
  const SigningKey key = key_of_the_rfc();
  const PublicKey judge = public_of(key);
  const std::vector<Octets> texts(40, Octets(10, 1));
  for (const CryptoForm form : own_forms) {
    std::set<Octets> different;
    for (const Octets& each : signed_together(key, texts, form, NonceKind::hedged)) {
      EXPECT_TRUE(judge.verify(texts[0], each));
      different.insert(Octets(each.begin(), each.begin() + 32));
    }
    EXPECT_EQ(different.size(), texts.size());
  }
}

TEST(SignBatch, mixes_keys_and_takes_no_others) {
  const SigningKey keys[] = {make_key(Algorithm::ECDSAP256SHA256),
                             make_key(Algorithm::ECDSAP256SHA256)};
  SignBatch batch(many);
  EXPECT_FALSE(batch.takes(make_key(Algorithm::ED25519)));
  EXPECT_FALSE(batch.takes(make_key(Algorithm::ECDSAP384SHA384)));
  EXPECT_FALSE(SignBatch(5).takes(keys[0]));
  EXPECT_FALSE(SignBatch(many, CryptoForm::openssl).takes(keys[0]));
  for (std::uint8_t round = 0; round < 3; ++round) {
    std::vector<Octets> signatures(50, Octets(64));
    const Octets text(20, round);
    for (std::size_t i = 0; i < signatures.size(); ++i)
      ASSERT_TRUE(batch.add(keys[i % 2], text, signatures[i].data()).ok());
    ASSERT_TRUE(batch.sign().ok());
    for (std::size_t i = 0; i < signatures.size(); ++i)
      EXPECT_TRUE(public_of(keys[i % 2]).verify(text, signatures[i]));
  }
}

}  // namespace
}  // namespace vouch
