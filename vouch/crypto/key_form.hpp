// KeyForm: what the DNSSEC algorithms that are implemented here have in common, one row each (RFC
// 3110, RFC 5702, RFC 6605, RFC 8080). Whether the library offers them at run time is a question
// for is_supported().
#pragma once

#include "vouch/crypto/digest.hpp"

namespace vouch {

enum class KeyFamily : std::uint8_t { rsa, ecdsa, eddsa };

struct KeyForm {
  Algorithm algorithm;
  KeyFamily family;
  HashAlgorithm hash;              ///< not for EdDSA, which hashes by itself
  const char* name;                ///< of the curve or key type in OpenSSL
  unsigned bits;                   ///< of the key; for RSA the least that verifies
  std::uint16_t key_octets;        ///< of the public key field; 0 for RSA
  std::uint16_t secret_octets;     ///< of the private key; 0 for RSA
  std::uint16_t signature_octets;  ///< 0 for RSA, where it is the modulus's
  bool signs;                      ///< false for SHA-1 (RFC 9905 section 2)
};

constexpr unsigned max_rsa_bits = 4096;  ///< RFC 5702 section 2
constexpr unsigned min_signing_rsa_bits = 1024;
constexpr unsigned default_rsa_bits = 2048;

/// The row of an algorithm; null for one that is not in the table.
const KeyForm* form_of(Algorithm algorithm);

/// `algorithm 12 (ECCGOST)` for error messages.
std::string described(Algorithm algorithm);

}  // namespace vouch
