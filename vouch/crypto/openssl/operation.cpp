#include "vouch/crypto/openssl/operation.hpp"

#include <openssl/rsa.h>

#include "vouch/crypto/openssl/hashing.hpp"

namespace vouch::openssl {
namespace {

PkeyContext hash_context(Loan::Use use, EVP_PKEY* key, const KeyForm& form) {
  PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  const auto start = use == Loan::Use::sign ? EVP_PKEY_sign_init : EVP_PKEY_verify_init;
  if (!context || start(context.get()) != 1) return {};
  if (form.family == KeyFamily::rsa) {
    const EVP_MD* md = fetched(form.hash);
    if (md == nullptr || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(context.get(), md) != 1)
      return {};
  }
  return context;
}

MdContext octets_context(Loan::Use use, EVP_PKEY* key) {
  MdContext context(EVP_MD_CTX_new());
  const auto start = use == Loan::Use::sign ? EVP_DigestSignInit : EVP_DigestVerifyInit;
  if (!context || start(context.get(), nullptr, nullptr, nullptr, key) != 1) return {};
  return context;
}

}  // namespace

Loan::Loan(OperationPool& pool, Use use, EVP_PKEY* key, const KeyForm& form)
    : pool_(pool), operation_(pool.take()) {
  if (operation_) return;
  if (form.family == KeyFamily::eddsa) {
    operation_.on_octets = octets_context(use, key);
  } else {
    operation_.on_hash = hash_context(use, key, form);
  }
}

Loan::~Loan() {
  if (operation_) pool_.give_back(std::move(operation_));
}

}  // namespace vouch::openssl
