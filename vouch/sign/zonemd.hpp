// ZONEMD: the digest over a whole zone, scheme SIMPLE (RFC 8976 section 3).
#pragma once

#include "vouch/crypto/digest.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch {

enum class ZonemdHash : std::uint8_t { sha384 = 1, sha512 = 2 };

constexpr std::size_t digest_octets(ZonemdHash hash) {
  return hash == ZonemdHash::sha384 ? 48 : 64;
}

/// The digest of the zone as it is, without its ZONEMD RRset at the apex and the RRSIGs that cover
/// it. Costs one hash over all records in canonical form. Errors: crypto_failure.
Result<Octets> zone_digest(const Zone& zone, ZonemdHash hash);

}  // namespace vouch
