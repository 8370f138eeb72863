// Operation: a context that is ready to sign or to verify with one key. Private to vouch/crypto.
//
// RSA and ECDSA work on a hash that was made before, EdDSA on the whole octets (RFC 8032 section
// 5).
#pragma once

#include "vouch/crypto/key_form.hpp"
#include "vouch/crypto/openssl/context_pool.hpp"
#include "vouch/crypto/openssl/handles.hpp"

namespace vouch::openssl {

struct Operation {
  PkeyContext on_hash;
  MdContext on_octets;

  explicit operator bool() const { return on_hash || on_octets; }
};

using OperationPool = ContextPool<Operation>;

/// Lends one operation of a pool for the time of a call; a new one where all are lent.
class Loan {
 public:
  enum class Use : bool { sign, verify };

  Loan(OperationPool& pool, Use use, EVP_PKEY* key, const KeyForm& form);
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  ~Loan();

  /// False where the library refuses.
  explicit operator bool() const { return static_cast<bool>(operation_); }
  EVP_PKEY_CTX* on_hash() const { return operation_.on_hash.get(); }
  EVP_MD_CTX* on_octets() const { return operation_.on_octets.get(); }

 private:
  OperationPool& pool_;
  Operation operation_;
};

}  // namespace vouch::openssl
