// ZoneKeys: the DNSKEYs of a zone after its DNSKEY RRset was verified, ready to check signatures
// (RFC 4035 section 5.3.1).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "vouch/crypto/public_key.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {

/// Whether a DNSKEY may check signatures of zone data.
enum class KeyUse : std::uint8_t {
  usable,
  not_zone_key,    ///< without the Zone Key flag (RFC 4034 section 2.1.1)
  wrong_protocol,  ///< other than 3 (RFC 4034 section 2.1.2)
  revoked,         ///< RFC 5011 section 2.1
  malformed,       ///< or of a size that is not taken
  unsupported,     ///< the algorithm
};

/// A sentence without subject: `lacks the Zone Key flag`.
std::string_view text(KeyUse use);

struct ZoneKey {
  std::uint16_t tag;
  Algorithm algorithm;
  std::uint16_t flags;
  KeyUse use;
  std::optional<PublicKey> key;  ///< where usable
  Octets rdata;                  ///< of the DNSKEY
};

/// Immutable; may be shared between threads.
class ZoneKeys {
 public:
  /// Of a DNSKEY RRset. The form of the keys is looked at, no signature.
  static ZoneKeys read(RRsetView dnskeys);

  const Name& zone() const { return zone_; }
  const std::vector<ZoneKey>& keys() const { return keys_; }

 private:
  Name zone_;
  std::vector<ZoneKey> keys_;
};

using ZoneKeysPtr = std::shared_ptr<const ZoneKeys>;

}  // namespace vouch
