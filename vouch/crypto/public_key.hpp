// PublicKey: a DNSKEY's public key, ready to verify (RFC 3110, 5702, 6605, 8080).
//
// Algorithms 5, 7, 8, 10, 13, 14, 15, 16. Whether algorithms 5 and 7 are trusted is policy and not
// decided here.
#pragma once

#include <memory>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"
#include "vouch/iana/registry.hpp"

namespace vouch {

/// Whether signatures of the algorithm can be verified here: implemented, and not refused by the
/// cryptographic library at run time (probed once per process with a known signature).
bool is_supported(Algorithm algorithm);

/// Which code makes and verifies signatures of ECDSA P-256 where there are many by one key. Other
/// algorithms are OpenSSL's, and single signatures, too.
enum class CryptoForm : std::uint8_t {
  best,      ///< our own, by the best instructions that the processor has
  adx,       ///< our own without vectors, by BMI2 and ADX where the processor has them
  portable,  ///< our own, by instructions that every processor has
  openssl,   ///< none of our own
};

/// Immutable once it is shared; verify() may be called by several threads.
class PublicKey {
 public:
  /// Reads the public key field of a DNSKEY. Errors: unsupported_algorithm; bad_key (wrong length,
  /// RSA modulus outside 512 to 4096 bits (1024 at least for algorithm 10), exponent zero, even,
  /// one or over 64 bits, a point off the curve).
  static Result<PublicKey> read(Algorithm algorithm, OctetView key);

  PublicKey(PublicKey&&) noexcept;
  PublicKey& operator=(PublicKey&&) noexcept;
  ~PublicKey();

  Algorithm algorithm() const;
  /// Of the RSA modulus, or of the curve.
  unsigned bits() const;

  /// Says how many signatures are to be verified by a VerifyBatch: for P-256 tables are made where
  /// that pays. To be called before the key is shared. Costs up to 20 ms, and octets().
  void expect(std::size_t signatures, CryptoForm form = CryptoForm::best);
  /// What the tables of expect() take; 0 without.
  std::size_t table_octets() const;

  /// Whether the signature, in DNSSEC form, is this key's over the concatenated octets. A signature
  /// of wrong length is false. Costs one signature check.
  bool verify(OctetView signed_octets, OctetView signature) const;

 private:
  struct State;
  friend bool is_supported(Algorithm algorithm);
  friend class VerifyBatch;
  explicit PublicKey(std::unique_ptr<State> state);
  /// read() of an implemented algorithm, for the probe that read() relies on.
  static Result<PublicKey> read_unprobed(Algorithm algorithm, OctetView key);
  std::unique_ptr<State> state_;
};

}  // namespace vouch
