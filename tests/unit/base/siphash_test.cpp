#include "vouch/base/siphash.hpp"

#include <gtest/gtest.h>

namespace vouch {
namespace {

Octets ascending(std::size_t count) {
  Octets octets;
  for (std::size_t i = 0; i < count; ++i) octets.push_back(static_cast<std::uint8_t>(i));
  return octets;
}

SipKey key() {
  SipKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
  return key;
}

TEST(SipHash, of_its_authors_paper) {
  EXPECT_EQ(siphash_2_4(key(), ascending(15)), 0xa129ca6149be45e5U);
}

TEST(SipHash, depends_on_every_octet_the_length_and_the_key) {
  for (const std::size_t size : {1U, 7U, 8U, 9U, 16U, 31U}) {
    const Octets message = ascending(size);
    const std::uint64_t hash = siphash_1_3(key(), message);
    EXPECT_NE(hash, siphash_2_4(key(), message));
    EXPECT_NE(hash, siphash_1_3(SipKey{}, message));
    EXPECT_NE(hash, siphash_1_3(key(), ascending(size - 1)));
    for (std::size_t i = 0; i < size; ++i) {
      Octets other = message;
      other[i] ^= 0x80;
      EXPECT_NE(hash, siphash_1_3(key(), other)) << size << " octets, " << i;
    }
  }
}

}  // namespace
}  // namespace vouch
