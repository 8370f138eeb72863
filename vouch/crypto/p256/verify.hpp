// Verifying many ECDSA P-256 signatures of one key at a time (FIPS 186-5 section 6.4.2, SEC 1
// section 4.1.4): x of u1 G + u2 Q with u1 = e / s and u2 = r / s has to be r modulo n. For
// vouch/crypto only; everything here is public.
//
// Sums that meet a point with its own x, which only who has the private key can bring about, are
// left undecided: slower code that knows every case has to decide them.
#pragma once

#include <vector>

#include "vouch/base/octets.hpp"
#include "vouch/crypto/p256/form.hpp"
#include "vouch/crypto/p256/room.hpp"

namespace vouch::p256 {

enum class Outcome : std::uint8_t { bad, good, undecided };

struct SignedHash {
  const std::uint8_t* hash;       ///< 32 octets
  const std::uint8_t* signature;  ///< 64 octets: r and s
};

/// One thread at a time.
class BatchVerifier {
 public:
  explicit BatchVerifier(Form form) : functions_(&functions_of(form)) {}

  /// What becomes of each signature by the key whose table is `of_key`; `of_generator` and it are
  /// for this form. Inverts about 12 times, which many signatures share.
  void verify(const Table& of_generator, const Table& of_key, std::span<const SignedHash> given,
              std::span<Outcome> outcomes);

 private:
  void verify_some(const Table* const (&tables)[2], std::span<const SignedHash> given,
                   Outcome* outcomes);
  void put_multiple(std::size_t table, std::size_t i, std::size_t groups, const Number& multiple);

  const Functions* functions_;
  Room room_;
  std::vector<Number> r_;
  std::vector<Number> s_;
  std::vector<Number> before_;
  std::vector<Limb> multiples_;
  std::vector<Number> x_;
  std::vector<std::uint8_t> marks_;
};

}  // namespace vouch::p256
