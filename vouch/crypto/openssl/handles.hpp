// Owners of OpenSSL's objects. Private to vouch/crypto.
//
// Big numbers are cleared when they are freed, since any of them may be a part of a private key.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

#include "vouch/base/result.hpp"

namespace vouch::openssl {

template <auto release>
struct Release {
  template <typename T>
  void operator()(T* object) const {
    release(object);
  }
};

using Pkey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using Md = std::unique_ptr<EVP_MD, Release<EVP_MD_free>>;
using MdContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Release<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Release<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Release<EC_POINT_clear_free>>;

/// crypto_failure with the library's own reason, whose queue is emptied so that no later TLS call
/// sees it.
Error failure(std::string_view what);

/// Empties the library's queue of errors, after a refusal that was expected.
inline void forget_errors() { ERR_clear_error(); }

}  // namespace vouch::openssl
