// SignatureMemory: signatures that were seen to hold, so that an RRset that comes again, as the SOA
// and the NSEC3 records of every denial of a zone do, is not checked again.
//
// What is remembered is the equation alone: that these octets bear this signature by this key.
// Time, form, signer and trust are looked at anew each time, so nothing expires. One thread.
#pragma once

#include <array>
#include <vector>

#include "vouch/base/octets.hpp"

namespace vouch {

class SignatureMemory {
 public:
  /// Takes so many octets from the beginning; what was not used for longest goes first, among a few
  /// at a time.
  explicit SignatureMemory(std::size_t max_octets);

  /// What stands for an equation (SHA-256).
  using Digest = std::array<std::uint8_t, 32>;
  /// `dnskey` is the RDATA of the key. Never two for one where they differ in anything.
  static Digest digest_of(OctetView dnskey, OctetView signed_octets, OctetView signature);

  bool holds(const Digest& digest);
  /// Of a signature that was checked and holds.
  void remember(const Digest& digest);

  std::size_t size() const;

 private:
  static constexpr std::size_t ways = 4;
  /// Digests that share a place, those used last first; zeros where there is none.
  using Set = std::array<Digest, ways>;
  Set& set_of(const Digest& digest);

  std::vector<Set> sets_;
};

}  // namespace vouch
