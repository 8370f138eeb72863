// SignBatch: signatures that are made together (RFC 6605, FIPS 186-5 section 6.4.1).
//
// Those of P-256 are made by our own code where there are many, in constant time and with the
// nonces of RFC 6979, which are hedged by random octets where that is asked for; all others are
// made by OpenSSL. Nothing is verified: who publishes verifies.
#pragma once

#include <memory>

#include "vouch/crypto/signing_key.hpp"

namespace vouch {

/// Whether a nonce is that of RFC 6979, the same for the same octets, or depends on 32 random
/// octets besides (section 3.6).
enum class NonceKind : std::uint8_t { deterministic, hedged };

/// One thread at a time.
class SignBatch {
 public:
  /// `expected` is how many signatures there will be in all.
  explicit SignBatch(std::size_t expected, CryptoForm form = CryptoForm::best,
                     NonceKind nonces = NonceKind::deterministic);
  SignBatch(SignBatch&&) noexcept;
  SignBatch& operator=(SignBatch&&) noexcept;
  ~SignBatch();

  /// Whether add() takes signatures of the key.
  bool takes(const SigningKey& key) const;

  /// Octets of a signature that is taken.
  static constexpr std::size_t signature_octets = 64;

  /// Takes octets to sign, which are not kept; the signature is written to `to` by sign(). Key and
  /// room have to stay until then. Errors: crypto_failure.
  Result<void> add(const SigningKey& key, OctetView octets, std::uint8_t* to);

  /// Makes the signatures that were asked for. Errors: crypto_failure.
  Result<void> sign();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vouch
