#include "vouch/crypto/digest.hpp"

#include <gtest/gtest.h>

#include "vouch/base/encoding.hpp"
#include "vouch/name/name.hpp"

using namespace vouch;

namespace {

std::string digest_text(DigestType type, std::initializer_list<OctetView> parts) {
  const auto made = digest(type, parts);
  return made.ok() ? base16_text(*made, LetterCase::lower) : made.error().message();
}

std::string hash_text(HashAlgorithm algorithm, std::initializer_list<std::string_view> parts) {
  auto hash = Hash::start(algorithm);
  EXPECT_TRUE(hash.ok());
  for (const std::string_view part : parts) hash->update(octets_of(part));
  return base16_text(hash->finish(), LetterCase::lower);
}

}  // namespace

// The digests of `abc` are those of FIPS 180-4's examples.
TEST(Digest, has_the_known_values) {
  const OctetView abc = octets_of("abc");
  EXPECT_EQ(digest_text(DigestType::sha1, {abc}), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(digest_text(DigestType::sha256, {abc}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(digest_text(DigestType::sha384, {abc}),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
            "8086072ba1e7cc2358baeca134c825a7");
}

TEST(Digest, is_of_the_parts_put_together) {
  EXPECT_EQ(digest_text(DigestType::sha256, {octets_of("a"), {}, octets_of("bc")}),
            digest_text(DigestType::sha256, {octets_of("abc")}));
}

TEST(Digest, refuses_types_that_are_not_supported) {
  for (const DigestType type : {DigestType::gost94, DigestType::gost12, DigestType::sm3,
                                DigestType{0}, DigestType{7}, DigestType{255}}) {
    EXPECT_FALSE(is_supported(type));
    const auto made = digest(type, {octets_of("abc")});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ErrorCode::unsupported_digest);
  }
  EXPECT_TRUE(is_supported(DigestType::sha1));
  EXPECT_TRUE(is_supported(DigestType::sha256));
  EXPECT_TRUE(is_supported(DigestType::sha384));
}

TEST(Hash, takes_its_input_in_pieces) {
  EXPECT_EQ(hash_text(HashAlgorithm::sha512, {"a", "bc"}),
            hash_text(HashAlgorithm::sha512, {"abc"}));
  EXPECT_EQ(hash_text(HashAlgorithm::sha384, {"abc"}),
            digest_text(DigestType::sha384, {octets_of("abc")}));
}

TEST(Hash, runs_beside_other_hashes) {
  auto first = Hash::start(HashAlgorithm::sha256);
  auto second = Hash::start(HashAlgorithm::sha256);
  ASSERT_TRUE(first.ok() && second.ok());
  first->update(octets_of("a"));
  second->update(octets_of("x"));
  EXPECT_TRUE(digest(DigestType::sha256, {octets_of("other")}).ok());
  first->update(octets_of("bc"));
  EXPECT_EQ(base16_text(first->finish(), LetterCase::lower),
            digest_text(DigestType::sha256, {octets_of("abc")}));
}

TEST(Nsec3Hash, ignores_the_case_of_the_name) {
  EXPECT_EQ(nsec3_hash(*Name::parse("WWW.Example."), 3, {}),
            nsec3_hash(*Name::parse("www.example."), 3, {}));
}

TEST(Nsec3Hash, depends_on_salt_and_iterations) {
  const Name name = *Name::parse("www.example.");
  const Octets salt = {1, 2, 3};
  EXPECT_NE(nsec3_hash(name, 0, {}), nsec3_hash(name, 1, {}));
  EXPECT_NE(nsec3_hash(name, 0, {}), nsec3_hash(name, 0, salt));
}

TEST(Nsec3Hash, is_the_plain_hash_without_salt_and_iterations) {
  const Name name = *Name::parse("www.example.");
  const auto plain = digest(DigestType::sha1, {name.wire()});
  ASSERT_TRUE(plain.ok());
  const Nsec3Hash hash = nsec3_hash(name, 0, {});
  EXPECT_EQ(Octets(hash.begin(), hash.end()), *plain);
}

TEST(Nsec3Hash, takes_the_longest_name_and_salt) {
  const Name longest = *Name::parse(std::string(63, 'a') + "." + std::string(63, 'B') + "." +
                                    std::string(63, 'c') + "." + std::string(61, 'D') + ".");
  ASSERT_EQ(longest.size(), NameView::max_octets);
  const Octets salt(255, 7);
  const Name lowered = Name::lowered(longest);
  const auto plain = digest(DigestType::sha1, {lowered.wire(), salt});
  const Nsec3Hash hash = nsec3_hash(longest, 0, salt);
  EXPECT_EQ(Octets(hash.begin(), hash.end()), *plain);
}
