// ECDSA signatures: DNSSEC's `r || s` of fixed length (RFC 6605 section 4), and the DER that
// cryptographic libraries speak. Does no cryptography; r and s may be any numbers of their length.
#pragma once

#include <array>

#include "vouch/base/octets.hpp"

namespace vouch {

/// Room for the DER form of two numbers of 48 octets: 2 + 2 * (2 + 49).
struct EcdsaDer {
  std::array<std::uint8_t, 104> octets;
  std::size_t size = 0;

  OctetView view() const { return OctetView(octets).first(size); }
};

/// The DER form of `r || s`, which has 64 or 96 octets.
EcdsaDer ecdsa_der(OctetView signature);

/// Writes `r || s` of 2 * `half` octets. False where the octets are not the DER form of two numbers
/// that fit.
bool ecdsa_raw(OctetView der, std::size_t half, std::uint8_t* to);

}  // namespace vouch
