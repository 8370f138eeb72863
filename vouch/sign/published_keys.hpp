// The DNSKEY RRset of a zone, read for verifying. For verify_zone only.
#pragma once

#include <set>
#include <vector>

#include "vouch/crypto/public_key.hpp"
#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/sign/verify_zone.hpp"

namespace vouch {

struct PublishedKey {
  rr::Dnskey dnskey;  ///< views of the zone
  OctetView rdata;
  std::uint16_t tag = 0;
  PublicKey key;
};

struct PublishedKeys {
  std::vector<PublishedKey> keys;  ///< usable zone keys
  std::set<Algorithm>
      algorithms;  ///< of which every RRset needs a signature (RFC 4035 section 2.2)
  std::set<std::pair<Algorithm, std::uint16_t>> unusable;  ///< keys told of already, by their tags

  bool empty() const { return keys.empty() && unusable.empty(); }

  /// Makes the keys that sign the zone's content ready for all its signatures: those whose
  /// signature the SOA RRset has.
  void expect_signatures_of(const Zone& zone, CryptoForm form);

  /// Reads the keys at the apex; what can't be used becomes a finding.
  static PublishedKeys read(const Zone& zone, std::vector<ZoneFinding>& findings);
};

}  // namespace vouch
