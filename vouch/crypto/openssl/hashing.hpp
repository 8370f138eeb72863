// Hashes with OpenSSL's objects fetched once per thread: fetching takes longer than hashing one
// RRset. Private to vouch/crypto.
#pragma once

#include <array>
#include <span>

#include "vouch/crypto/digest.hpp"
#include "vouch/crypto/openssl/handles.hpp"

namespace vouch::openssl {

struct HashOutput {
  std::array<std::uint8_t, 64> octets;
  std::size_t size = 0;

  OctetView view() const { return OctetView(octets).first(size); }
};

/// This thread's object of the algorithm; null where the library refuses it.
const EVP_MD* fetched(HashAlgorithm algorithm);

/// The hash of the concatenation of the parts; false where the library refuses.
bool hash(HashAlgorithm algorithm, std::span<const OctetView> parts, HashOutput& output);

/// The same for one part of at least one octet into `to`, which has room for the hash.
bool hash(HashAlgorithm algorithm, OctetView part, std::uint8_t* to);

}  // namespace vouch::openssl
