// Signing many hashes with one ECDSA P-256 key at a time (FIPS 186-5 section 6.4.1), by nonces of
// RFC 6979. For vouch/crypto only.
//
// Time and addresses depend on no secret: entries of tables are selected by reading all of a
// window, and there is no branch but on what is published. Nonces and all that is made of them are
// zeroised. Nothing is verified here: who publishes a signature verifies it first.
#pragma once

#include <vector>

#include "vouch/crypto/p256/form.hpp"
#include "vouch/crypto/p256/room.hpp"

namespace vouch::p256 {

/// Windows of the table of the generator that signing goes through.
constexpr unsigned sign_window_bits(Form form) { return form == Form::ifma ? 7 : 5; }

struct HashToSign {
  const std::uint8_t* hash;  ///< 32 octets
  std::uint8_t* signature;   ///< room for 64
};

/// One thread at a time.
class BatchSigner {
 public:
  /// `secret` is from 1 to the order less one; the table is of sign_window_bits() for the form, and
  /// has to stay.
  BatchSigner(Form form, const SecretTable& of_generator, const Number& secret);
  BatchSigner(const BatchSigner&) = delete;
  BatchSigner& operator=(const BatchSigner&) = delete;
  ~BatchSigner();

  /// Signs. `more`: 32 random octets for each hash (RFC 6979 section 3.6), or null. Where r or s
  /// would be zero the signature is zero octets, and has to be made in another way: that happens
  /// once in 2^240 signatures.
  void sign(std::span<const HashToSign> given, const std::uint8_t* more);

  /// The same with nonces that are given, each from 1 to the order less one.
  void sign_with(std::span<const HashToSign> given, const Number* nonces);

 private:
  void draw_nonces(std::span<const HashToSign> given, const std::uint8_t* more);
  void put_multiples(const Number* nonces, std::size_t count, std::size_t groups);
  void wipe_all();

  Form form_;
  const SecretTable* of_generator_;
  Number secret_;
  Number secret_form_;  ///< in Montgomery's form
  Room room_;
  std::vector<Number> nonces_;
  std::vector<Number> before_;
  std::vector<Limb> multiples_;
  std::vector<Number> x_;
  std::vector<std::uint8_t> marks_;
};

}  // namespace vouch::p256
