#include "vouch/sign/zonemd.hpp"

#include <algorithm>
#include <map>

#include "vouch/base/wire_writer.hpp"

namespace vouch {
namespace {

// Appends every record of the RRset in canonical form (RFC 8976 section 3.3.2).
void append_records(Octets& to, RRsetView rrset, const Name& owner) {
  WireWriter writer(to);
  for (const OctetView rdata : rrset.rdatas) {
    writer.octets(owner.wire());
    writer.u16(static_cast<std::uint16_t>(rrset.type));
    writer.u16(static_cast<std::uint16_t>(rrset.rrclass));
    writer.u32(rrset.ttl.seconds);
    const std::size_t length_at = writer.offset();
    writer.u16(0);
    append_canonical_rdata(to, rrset.type, rrset.rrclass, rdata);
    writer.patch_u16(length_at, static_cast<std::uint16_t>(writer.offset() - length_at - 2));
  }
}

// All records of one owner in the order of their types; RRSIGs are one RRset among them (RFC 8976
// section 3.3.1).
void append_node(Octets& to, const ZoneNode& node) {
  const Name owner = Name::lowered(node.owner());
  RRset signatures(owner, RRType::RRSIG,
                   node.rrset_count() > 0 ? node.rrset(0).rrset.rrclass : RRClass::IN, {});
  std::map<std::uint16_t, Octets> by_type;
  std::vector<std::pair<Octets, Ttl>> signature_records;
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const ZoneRRset set = node.rrset(i);
    if (node.is_apex() && set.rrset.type == RRType::ZONEMD) continue;
    append_records(by_type[static_cast<std::uint16_t>(set.rrset.type)], set.rrset, owner);
    for (const OctetView rdata : set.signatures.rdatas) {
      signatures.add(rdata);
      signature_records.emplace_back(Octets(rdata.begin(), rdata.end()), set.signatures.ttl);
    }
  }
  // Each RRSIG keeps the TTL that it has in the zone, which is that of what it covers.
  Octets& signed_octets = by_type[static_cast<std::uint16_t>(RRType::RRSIG)];
  for (const OctetView rdata : signatures.rdatas()) {
    const auto record =
        std::find_if(signature_records.begin(), signature_records.end(),
                     [&](const auto& one) { return equal_octets(one.first, rdata); });
    RRset one(owner, RRType::RRSIG, signatures.rrclass(), record->second);
    one.add(rdata);
    append_records(signed_octets, one, owner);
  }
  for (const auto& [type, octets] : by_type) append_octets(to, octets);
}

}  // namespace

Result<Octets> zone_digest(const Zone& zone, ZonemdHash hash) {
  VOUCH_TRY(Hash state, Hash::start(hash == ZonemdHash::sha384 ? HashAlgorithm::sha384
                                                               : HashAlgorithm::sha512));
  Octets buffer;
  const auto take = [&](const ZoneNode& node) {
    buffer.clear();
    append_node(buffer, node);
    state.update(buffer);
  };
  // Owners of NSEC3 stand among the other names in canonical order.
  const ZoneWalk nsec3_walk = zone.nsec3_nodes();
  const ZoneWalk names_walk = zone.nodes();
  auto nsec3 = nsec3_walk.begin();
  for (const ZoneNode node : names_walk) {
    while (nsec3 != nsec3_walk.end() && (*nsec3).owner() < node.owner()) {
      take(*nsec3);
      ++nsec3;
    }
    take(node);
  }
  for (; nsec3 != nsec3_walk.end(); ++nsec3) take(*nsec3);
  return state.finish();
}

}  // namespace vouch
