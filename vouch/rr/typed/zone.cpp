#include "vouch/rr/typed/zone.hpp"

#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/field.hpp"

namespace vouch::rr {

Result<Soa> Soa::read(OctetView rdata) {
  VOUCH_CHECK(check_rdata(RRType::SOA, RRClass::IN, rdata));
  FieldCursor cursor{rdata};
  Soa soa;
  soa.primary = cursor.name();
  soa.responsible = cursor.name();
  soa.serial = Serial{cursor.u32()};
  soa.refresh = cursor.u32();
  soa.retry = cursor.u32();
  soa.expire = cursor.u32();
  soa.minimum = cursor.u32();
  return soa;
}

Octets Soa::write() const {
  Octets octets;
  octets.reserve(primary.size() + responsible.size() + 20);
  WireWriter writer(octets);
  writer.octets(primary.wire());
  writer.octets(responsible.wire());
  writer.u32(serial.value);
  writer.u32(refresh);
  writer.u32(retry);
  writer.u32(expire);
  writer.u32(minimum);
  return octets;
}

Result<NameView> read_target(OctetView rdata) {
  VOUCH_CHECK(check_rdata(RRType::NS, RRClass::IN, rdata));
  return NameView::trusted(rdata);
}

std::vector<Name> name_servers(std::span<const Record> records, NameView owner) {
  std::vector<Name> names;
  for (const Record& record : records) {
    if (record.type != RRType::NS || !(record.owner == owner)) continue;
    const auto target = read_target(record.rdata);
    if (target.ok()) names.emplace_back(*target);
  }
  return names;
}

Result<Mx> Mx::read(OctetView rdata) {
  VOUCH_CHECK(check_rdata(RRType::MX, RRClass::IN, rdata));
  FieldCursor cursor{rdata};
  const std::uint16_t preference = cursor.u16();
  return Mx{preference, cursor.name()};
}

Result<Zonemd> Zonemd::read(OctetView rdata) {
  VOUCH_CHECK(check_rdata(RRType::ZONEMD, RRClass::IN, rdata));
  FieldCursor cursor{rdata};
  Zonemd zonemd;
  zonemd.serial = Serial{cursor.u32()};
  zonemd.scheme = cursor.u8();
  zonemd.hash_algorithm = cursor.u8();
  zonemd.digest = cursor.take_rest();
  return zonemd;
}

Octets Zonemd::write() const {
  Octets octets;
  octets.reserve(6 + digest.size());
  WireWriter writer(octets);
  writer.u32(serial.value);
  writer.u8(scheme);
  writer.u8(hash_algorithm);
  writer.octets(digest);
  return octets;
}

}  // namespace vouch::rr
