// Typed views of the RDATA that zones and resolvers interpret: SOA, the types whose RDATA is one
// name (NS, CNAME, DNAME, PTR), MX, and ZONEMD (RFC 1035, RFC 6672, RFC 8976). A view reads octets
// that somebody else owns.
#pragma once

#include <span>
#include <vector>

#include "vouch/base/serial.hpp"
#include "vouch/name/name.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch::rr {

struct Soa {
  NameView primary;      ///< MNAME
  NameView responsible;  ///< RNAME
  Serial serial;
  std::uint32_t refresh;  ///< seconds, as the next three
  std::uint32_t retry;
  std::uint32_t expire;
  std::uint32_t minimum;  ///< the negative TTL's bound (RFC 2308 section 4)

  static Result<Soa> read(OctetView rdata);
  Octets write() const;
};

/// The target of NS, CNAME, DNAME or PTR.
Result<NameView> read_target(OctetView rdata);

/// The name servers that the NS records of the owner name, in their order.
std::vector<Name> name_servers(std::span<const Record> records, NameView owner);

struct Mx {
  std::uint16_t preference;
  NameView exchange;

  static Result<Mx> read(OctetView rdata);
};

struct Zonemd {
  Serial serial;
  std::uint8_t scheme;          ///< 1 is SIMPLE
  std::uint8_t hash_algorithm;  ///< 1 is SHA-384, 2 is SHA-512
  OctetView digest;

  static Result<Zonemd> read(OctetView rdata);
  Octets write() const;
};

}  // namespace vouch::rr
