// OwnEcdsa: the check of P-256 signatures by the private key that made them; see
// own_signatures.hpp. Private to vouch/crypto.
//
// Only e, r and s and their quotients are public numbers here; the private key and what is made of
// it are never branched on, nor used as an index.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "vouch/crypto/openssl/handles.hpp"
#include "vouch/crypto/secret.hpp"

namespace vouch::openssl {

/// One thread at a time.
class OwnEcdsa {
 public:
  static constexpr std::size_t half = 32;  ///< octets of a number

  /// `secret` is the private number, `published` the public key field. Errors: bad_key (the point
  /// of the private number is not the published one), crypto_failure.
  static Result<OwnEcdsa> start(const Secret& secret, OctetView published);

  OwnEcdsa(OwnEcdsa&&) noexcept = default;
  OwnEcdsa& operator=(OwnEcdsa&&) noexcept = default;

  /// Takes a signature, 64 octets, over what has the hash, 32 octets.
  void add(OctetView hash, OctetView signature);

  /// Checks what was added since the last time, and forgets it. Returns the first that does not
  /// hold.
  std::optional<std::size_t> first_wrong();

 private:
  using Number = std::array<std::uint8_t, half>;
  using Context = std::unique_ptr<BN_CTX, Release<BN_CTX_free>>;
  using Montgomery = std::unique_ptr<BN_MONT_CTX, Release<BN_MONT_CTX_free>>;

  /// One signature. R is the factor of the Montgomery form.
  struct Entry {
    BigNumber hash;
    BigNumber r;
    BigNumber s;            ///< times R
    BigNumber before;       ///< the product of all s before this one, times R
    bool in_range = false;  ///< r and s are; others take no part
  };

  OwnEcdsa() = default;
  bool take_key(const Secret& secret, OctetView published);
  bool read(Entry& entry, OctetView hash, OctetView signature);
  bool multiply(BIGNUM* product, const BIGNUM* left, const BIGNUM* right);
  bool invert_product();
  bool holds(const Entry& entry);
  bool make_secret_multiple();

  Group group_;
  Context context_;
  Montgomery montgomery_;
  BigNumber secret_;  ///< times R
  Point point_;
  Number order_{};
  std::vector<Entry> entries_;  ///< kept for their memory; the first `used_` count
  std::size_t used_ = 0;
  BigNumber product_;  ///< of all s, times R
  BigNumber inverse_;  ///< of the product of the first s, times R
  BigNumber u1_, u2_, own_inverse_, x_;
  BigNumber of_secret_;  ///< u2 d
  BigNumber multiple_;   ///< u1 + u2 d
};

}  // namespace vouch::openssl
