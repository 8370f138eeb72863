// OwnSignatures: checks signatures that a private key in hand is said to have made, before they are
// published (RFC 6605, FIPS 186-5 section 6.4.2).
//
// For ECDSA P-256 the check is the verifier's equation, solved with the private key: who knows that
// the public key is Q = d G gets the point u1 G + u2 Q as (u1 + u2 d) G, which is one multiple of
// the generator instead of two of different points, and takes a fifth of the time. r and s are
// accepted or refused as by the public key, exactly; tests compare both ways. That Q is d G, octet
// for octet as the DNSKEY has it, is established once for each key. The inverses of s are made
// together for many signatures. All other algorithms are checked by the public key, as are the
// first signature and one of every 1024, so that a fault of this way of checking is seen.
//
// u1 + u2 d is the number that the signature was made with, as secret as the key: it is handled in
// constant time and zeroised.
#pragma once

#include <memory>
#include <optional>

#include "vouch/crypto/signing_key.hpp"

namespace vouch {

/// One thread at a time; each has its own.
class OwnSignatures {
 public:
  /// How many signatures there are for one that is checked by the public key, too.
  static constexpr std::size_t sampling = 1024;

  /// `published` is the public key field of the DNSKEY. The key must outlive this. Errors: bad_key
  /// (the private key is not that of the published one), crypto_failure.
  static Result<OwnSignatures> start(const SigningKey& key, OctetView published);

  OwnSignatures(OwnSignatures&&) noexcept;
  OwnSignatures& operator=(OwnSignatures&&) noexcept;
  ~OwnSignatures();

  /// Takes a signature, in DNSSEC form, over the octets; neither is kept.
  void add(OctetView signed_octets, OctetView signature);

  /// Checks what was added since the last time. Returns the first that does not hold, counted from
  /// 0; nothing where all hold.
  std::optional<std::size_t> first_wrong();

 private:
  struct State;
  explicit OwnSignatures(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vouch
