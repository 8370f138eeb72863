// Keys of OpenSSL out of the numbers in DNSKEYs and .private files, and back. Private to
// vouch/crypto.
#pragma once

#include "vouch/crypto/key_form.hpp"
#include "vouch/crypto/openssl/handles.hpp"
#include "vouch/crypto/rsa_form.hpp"
#include "vouch/crypto/secret.hpp"

namespace vouch::openssl {

/// Null where the library refuses, or where the point is not on the curve.
Pkey make_public(const RsaForm& rsa);
Pkey make_public(const KeyForm& form, OctetView field);

/// The numbers of an RSA private key in the order of the .private file (RFC 8017 section A.1.2).
enum class RsaPart : std::uint8_t {
  modulus,
  public_exponent,
  private_exponent,
  prime1,
  prime2,
  exponent1,
  exponent2,
  coefficient
};
constexpr std::size_t rsa_part_count = 8;
using RsaParts = std::array<Secret, rsa_part_count>;

/// Null where the numbers do not belong together.
Pkey make_private(const RsaParts& parts);
/// The key of an ECDSA number (1 to the order of the curve less one) or an EdDSA seed; null where
/// it is none.
Pkey make_private(const KeyForm& form, const Secret& secret);

/// Null where the library refuses.
Pkey generate(const KeyForm& form, unsigned bits);

/// The numbers of a private key, without leading zeros. Errors: crypto_failure.
Result<RsaParts> rsa_parts(EVP_PKEY* key);
/// The ECDSA number or EdDSA seed, in its fixed length. Errors: crypto_failure.
Result<Secret> secret_part(EVP_PKEY* key, const KeyForm& form);
/// The public key field of the DNSKEY. Errors: crypto_failure.
Result<Octets> public_field(EVP_PKEY* key, const KeyForm& form);

}  // namespace vouch::openssl
