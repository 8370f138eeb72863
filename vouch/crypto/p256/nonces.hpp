// NonceLanes: the nonces of several ECDSA P-256 signatures at a time, one for each lane of SHA-256
// (RFC 6979 section 3.2, and section 3.6 with more randomness). For vouch/crypto only.
//
// Time and addresses depend on no secret; all is zeroised when it goes.
#pragma once

#include <span>

#include "vouch/crypto/p256/residue.hpp"
#include "vouch/crypto/vectors/sha256_vectors.hpp"

namespace vouch::p256 {

/// One thread at a time.
class NonceLanes {
 public:
  NonceLanes();
  NonceLanes(const NonceLanes&) = delete;
  NonceLanes& operator=(const NonceLanes&) = delete;
  ~NonceLanes();

  static std::size_t lanes() { return vectors::sha256_lanes(); }

  /// Begins with the private key, below n, and the hashes, of which there are not more than lanes;
  /// lanes without one take zero. `more`, 32 octets for each hash or none, goes into the generator
  /// as the k' of RFC 6979 section 3.6.
  void start(const Number& secret, std::span<const std::uint8_t* const> hashes,
             const std::uint8_t* more);

  /// The next number of every lane, and for each all bits where it is from 1 to the order less one,
  /// none where it is not.
  void draw(Number* numbers, Limb* fits);

  /// After draw(): lets every lane go on to its next number (section 3.2 step h), which those need
  /// whose number did not fit.
  void go_on();

 private:
  static constexpr std::size_t most = vectors::most_sha256_lanes;
  using Hash = std::uint32_t[vectors::sha256_words * most];

  void take_key();
  void authenticate(const std::uint32_t* words, std::size_t blocks, std::uint32_t* to);
  void authenticate_value();
  void mix(std::uint32_t tag, std::size_t mixed_words);

  Hash key_;    ///< K
  Hash value_;  ///< V
  Hash inner_;  ///< the hash after the block of K and the inner padding (RFC 2104)
  Hash outer_;
  std::uint32_t mixed_[3 * vectors::sha256_words * most];  ///< private key, hash and k'
  std::uint32_t block_[3 * vectors::sha256_block_words * most];
};

}  // namespace vouch::p256
