// What a PublicKey holds. Private to vouch/crypto.
#pragma once

#include "vouch/crypto/key_form.hpp"
#include "vouch/crypto/openssl/operation.hpp"
#include "vouch/crypto/p256/ready_key.hpp"
#include "vouch/crypto/public_key.hpp"

namespace vouch {

struct PublicKey::State {
  const KeyForm& form;
  unsigned bits;
  openssl::Pkey key;
  mutable openssl::OperationPool operations;
  Octets field;
  std::unique_ptr<const p256::ReadyKey> tables;  ///< where expect() made them

  std::size_t signature_octets() const {
    return form.signature_octets != 0 ? form.signature_octets : (bits + 7) / 8;
  }
  openssl::Loan loan() const {
    return openssl::Loan(operations, openssl::Loan::Use::verify, key.get(), form);
  }
  /// By OpenSSL, for RSA and ECDSA; the signature is as long as it has to be.
  bool verify_hash(OctetView hash, OctetView signature) const;
};

}  // namespace vouch
