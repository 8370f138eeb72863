// SigningKey: a private key that signs in DNSSEC form, and its files in BIND's format
// (private-key-format v1.3).
//
// Move-only; the secret lives in the cryptographic library's memory and is zeroised when it goes.
// sign() may be called by several threads at once. Makes no decision about roles; those stand in
// the DNSKEY's flags.
#pragma once

#include <memory>

#include "vouch/crypto/public_key.hpp"
#include "vouch/crypto/secret.hpp"

namespace vouch {

class SigningKey {
 public:
  /// Makes a key. `bits` is for RSA (1024 to 4096; 0 takes 2048) and must be 0 or the fixed size
  /// otherwise. Errors: unsupported_algorithm, bad_usage (size), crypto_failure.
  static Result<SigningKey> generate(Algorithm algorithm, unsigned bits = 0);

  /// Reads the text of a .private file (version 1.2 or 1.3). Errors: bad_key,
  /// unsupported_algorithm, with the line.
  static Result<SigningKey> read_private(std::string_view text);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  Algorithm algorithm() const;
  unsigned bits() const;

  /// The public key field of the DNSKEY.
  const Octets& public_key() const;

  /// The text of a .private file without timing metadata; the caller writes it with mode 0600.
  /// Errors: crypto_failure.
  Result<Secret> private_text() const;

  /// Signs, in DNSSEC form. ECDSA is randomised unless the library offers RFC 6979. Errors:
  /// crypto_failure.
  Result<Octets> sign(OctetView octets) const;

  /// The same, behind what `to` holds already; on error `to` is as it was.
  Result<void> append_signature(Octets& to, OctetView octets) const;

 private:
  friend class SignBatch;
  struct State;
  /// Signs a hash, for ECDSA and RSA, into room for a signature. Errors: crypto_failure.
  Result<void> sign_hash(OctetView hash, std::uint8_t* to) const;
  /// The ECDSA number or EdDSA seed. Errors: crypto_failure.
  Result<Secret> secret_part() const;
  explicit SigningKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vouch
