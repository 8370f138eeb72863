#include "vouch/rr/typed/dnssec.hpp"

#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/field.hpp"

namespace vouch::rr {
namespace {

Result<void> check(RRType type, OctetView rdata) { return check_rdata(type, RRClass::IN, rdata); }

}  // namespace

Result<Dnskey> Dnskey::read(OctetView rdata) {
  VOUCH_CHECK(check(RRType::DNSKEY, rdata));
  FieldCursor cursor{rdata};
  Dnskey dnskey;
  dnskey.flags = cursor.u16();
  dnskey.protocol = cursor.u8();
  dnskey.algorithm = Algorithm{cursor.u8()};
  dnskey.key = cursor.take_rest();
  return dnskey;
}

Octets Dnskey::write() const {
  Octets octets;
  octets.reserve(4 + key.size());
  WireWriter writer(octets);
  writer.u16(flags);
  writer.u8(protocol);
  writer.u8(static_cast<std::uint8_t>(algorithm));
  writer.octets(key);
  return octets;
}

std::uint16_t dnskey_tag(OctetView rdata) {
  if (rdata.size() < 4) return 0;
  const std::size_t size = rdata.size();
  if (Algorithm{rdata[3]} == Algorithm::RSAMD5) {
    return size < 7 ? 0 : static_cast<std::uint16_t>(rdata[size - 3] << 8 | rdata[size - 2]);
  }
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < size; ++i)
    sum += i % 2 == 0 ? std::uint32_t{rdata[i]} << 8 : rdata[i];
  return static_cast<std::uint16_t>(sum + (sum >> 16 & 0xffff));
}

Result<Ds> Ds::read(OctetView rdata) {
  VOUCH_CHECK(check(RRType::DS, rdata));
  FieldCursor cursor{rdata};
  Ds ds;
  ds.key_tag = cursor.u16();
  ds.algorithm = Algorithm{cursor.u8()};
  ds.digest_type = DigestType{cursor.u8()};
  ds.digest = cursor.take_rest();
  return ds;
}

Octets Ds::write() const {
  Octets octets;
  octets.reserve(4 + digest.size());
  WireWriter writer(octets);
  writer.u16(key_tag);
  writer.u8(static_cast<std::uint8_t>(algorithm));
  writer.u8(static_cast<std::uint8_t>(digest_type));
  writer.octets(digest);
  return octets;
}

Result<Rrsig> Rrsig::read(OctetView rdata) {
  VOUCH_CHECK(check(RRType::RRSIG, rdata));
  FieldCursor cursor{rdata};
  Rrsig rrsig;
  rrsig.type_covered = RRType{cursor.u16()};
  rrsig.algorithm = Algorithm{cursor.u8()};
  rrsig.labels = cursor.u8();
  rrsig.original_ttl = Ttl{cursor.u32()};
  rrsig.expiration = cursor.u32();
  rrsig.inception = cursor.u32();
  rrsig.key_tag = cursor.u16();
  rrsig.signer = cursor.name();
  rrsig.signature = cursor.take_rest();
  return rrsig;
}

Octets Rrsig::write() const {
  Octets octets;
  octets.reserve(18 + signer.size() + signature.size());
  WireWriter writer(octets);
  writer.u16(static_cast<std::uint16_t>(type_covered));
  writer.u8(static_cast<std::uint8_t>(algorithm));
  writer.u8(labels);
  writer.u32(original_ttl.seconds);
  writer.u32(expiration);
  writer.u32(inception);
  writer.u16(key_tag);
  writer.octets(signer.wire());
  writer.octets(signature);
  return octets;
}

Result<Nsec> Nsec::read(OctetView rdata) {
  VOUCH_CHECK(check(RRType::NSEC, rdata));
  FieldCursor cursor{rdata};
  const NameView next = cursor.name();
  return Nsec{next, TypeBitmap::trusted(cursor.take_rest())};
}

Result<Nsec3> Nsec3::read(OctetView rdata) {
  VOUCH_CHECK(check(RRType::NSEC3, rdata));
  FieldCursor cursor{rdata};
  Nsec3 nsec3;
  nsec3.hash_algorithm = cursor.u8();
  nsec3.flags = cursor.u8();
  nsec3.iterations = cursor.u16();
  nsec3.salt = cursor.counted_u8();
  nsec3.next_hash = cursor.counted_u8();
  nsec3.types = TypeBitmap::trusted(cursor.take_rest());
  return nsec3;
}

Result<Nsec3param> Nsec3param::read(OctetView rdata) {
  VOUCH_CHECK(check(RRType::NSEC3PARAM, rdata));
  FieldCursor cursor{rdata};
  Nsec3param nsec3param;
  nsec3param.hash_algorithm = cursor.u8();
  nsec3param.flags = cursor.u8();
  nsec3param.iterations = cursor.u16();
  nsec3param.salt = cursor.counted_u8();
  return nsec3param;
}

Octets Nsec3param::write() const {
  Octets octets;
  octets.reserve(5 + salt.size());
  WireWriter writer(octets);
  writer.u8(hash_algorithm);
  writer.u8(flags);
  writer.u16(iterations);
  writer.u8(static_cast<std::uint8_t>(salt.size()));
  writer.octets(salt);
  return octets;
}

}  // namespace vouch::rr
