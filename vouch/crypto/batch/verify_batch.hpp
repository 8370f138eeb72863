// VerifyBatch: signatures that are verified together (RFC 6605, FIPS 186-5 section 6.4.2).
//
// Those of P-256 by keys that expect() many are collected and verified by our own code, in a
// fraction of the time; what that leaves undecided, which takes the private key and intent, and all
// other signatures are verified by OpenSSL. What holds and what does not is the same.
#pragma once

#include <memory>
#include <span>

#include "vouch/crypto/public_key.hpp"

namespace vouch {

/// One thread at a time.
class VerifyBatch {
 public:
  VerifyBatch();
  VerifyBatch(VerifyBatch&&) noexcept;
  VerifyBatch& operator=(VerifyBatch&&) noexcept;
  ~VerifyBatch();

  /// Takes a signature, in DNSSEC form, over the octets; neither is kept. The key has to stay until
  /// verify() was called.
  void add(const PublicKey& key, OctetView signed_octets, OctetView signature);
  /// How many were taken since verify() was called.
  std::size_t size() const;

  /// Whether each of those that were taken holds, in their order; they are forgotten. Good until
  /// add() is called.
  const std::vector<bool>& verify();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vouch
