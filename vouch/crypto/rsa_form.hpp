// RsaForm: the exponent and modulus in the public key field of a DNSKEY (RFC 3110 section 2).
//
// Leading zero octets, and the three-octet form of a length that fits in one octet, are read
// although a signer must not write them: the numbers are what they are, and other validators take
// them too.
#pragma once

#include <cstdint>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"

namespace vouch {

/// Numbers in network order without leading zeros; views into the field.
struct RsaForm {
  OctetView exponent;
  OctetView modulus;

  /// Of the modulus.
  unsigned bits() const;

  /// Errors: bad_key (cut short, or a modulus or exponent that no key in use has; see
  /// PublicKey::read).
  static Result<RsaForm> read(OctetView field, unsigned min_bits);

  /// The public key field. The numbers have no leading zeros.
  Octets write() const;
};

OctetView without_zeros(OctetView number);

}  // namespace vouch
