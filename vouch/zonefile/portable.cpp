#include "vouch/zonefile/portable.hpp"

#include <algorithm>
#include <array>

#include "vouch/rr/typed/dnssec.hpp"

namespace vouch::zonefile {
namespace {

constexpr RRType widely_known[] = {
    RRType::A,     RRType::NS,     RRType::CNAME, RRType::SOA,      RRType::PTR,
    RRType::HINFO, RRType::MINFO,  RRType::MX,    RRType::TXT,      RRType::RP,
    RRType::AFSDB, RRType::RT,     RRType::KEY,   RRType::AAAA,     RRType::LOC,
    RRType::SRV,   RRType::NAPTR,  RRType::KX,    RRType::CERT,     RRType::DNAME,
    RRType::APL,   RRType::DS,     RRType::SSHFP, RRType::IPSECKEY, RRType::RRSIG,
    RRType::NSEC,  RRType::DNSKEY, RRType::DHCID, RRType::NSEC3,    RRType::NSEC3PARAM,
    RRType::TLSA,  RRType::SMIMEA, RRType::CDS,   RRType::CDNSKEY,  RRType::OPENPGPKEY,
    RRType::CSYNC, RRType::ZONEMD, RRType::SVCB,  RRType::HTTPS,    RRType::SPF,
    RRType::NID,   RRType::L32,    RRType::L64,   RRType::LP,       RRType::EUI48,
    RRType::EUI64, RRType::URI,    RRType::CAA,
};

constexpr std::size_t table_size = 258;

constexpr std::array<bool, table_size> make_known_types() {
  std::array<bool, table_size> known{};
  for (const RRType type : widely_known) known[static_cast<std::size_t>(type)] = true;
  return known;
}

constexpr std::array<bool, table_size> known_types = make_known_types();

bool are_mnemonics_known(OctetView bitmap) {
  for (std::size_t at = 0; at + 2 <= bitmap.size();) {
    const unsigned window = bitmap[at];
    const OctetView octets = bitmap.subspan(at + 2, bitmap[at + 1]);
    for (unsigned bit = 0; bit < octets.size() * 8; ++bit) {
      const bool is_set = (octets[bit / 8] & (0x80U >> bit % 8)) != 0;
      if (is_set && !is_mnemonic_known(static_cast<RRType>(window << 8 | bit))) return false;
    }
    at += 2 + octets.size();
  }
  return true;
}

template <typename Allowed>
bool has_only(NameView name, Allowed allowed) {
  const OctetView wire = name.wire();
  for (std::size_t at = 0; wire[at] != 0; at += wire[at] + 1U) {
    const OctetView label = wire.subspan(at + 1, wire[at]);
    if (!std::all_of(label.begin(), label.end(), allowed)) return false;
  }
  return true;
}

bool is_plain(NameView name) {
  return has_only(name, [](std::uint8_t octet) { return plain_octets[octet]; });
}

// In RDATA, a dot and a blank inside of a label, as mail addresses and services have them, are
// escaped in a way that all read.
void note_odd_name(void* context, std::size_t, NameView name) {
  const bool is_read = has_only(
      name, [](std::uint8_t octet) { return plain_octets[octet] || octet == '.' || octet == ' '; });
  if (!is_read) *static_cast<bool*>(context) = true;
}

// Keys up to ipv6hint; younger ones have names that not everybody knows (RFC 9460 section 14.3.2).
bool are_service_keys_known(OctetView rdata) {
  static constexpr unsigned last_known = 6;
  WireReader reader(rdata, 2);
  if (!NameView::read(reader).ok()) return false;
  while (!reader.at_end()) {
    const auto key = reader.u16();
    const auto value = reader.counted_u16();
    if (!key.ok() || !value.ok() || *key > last_known) return false;
    const bool is_mandatory = *key == 0;
    for (std::size_t at = 0; is_mandatory && at + 2 <= value->size(); at += 2) {
      if (((*value)[at] << 8 | (*value)[at + 1]) > static_cast<int>(last_known)) return false;
    }
  }
  return true;
}

// Whether all read the certificate type and the mnemonic of the algorithm. ldns has no type 0; only
// BIND has the algorithms of NSEC3 and ECC-GOST, and none the young SM2SM3 and ECC-GOST12.
bool are_certificate_numbers_known(OctetView rdata) {
  static constexpr std::uint8_t lacking[] = {6, 7, 12, 17, 23};
  static constexpr std::size_t algorithm_at = 4;
  if (rdata.size() <= algorithm_at || (rdata[0] == 0 && rdata[1] == 0)) return false;
  return std::find(std::begin(lacking), std::end(lacking), rdata[algorithm_at]) ==
         std::end(lacking);
}

bool is_content_known(RRType type, OctetView rdata) {
  static constexpr std::size_t csync_bitmap = 6;
  static constexpr std::size_t key_at = 4;
  switch (type) {
    case RRType::NSEC: {
      const auto nsec = rr::Nsec::read(rdata);
      return nsec.ok() && are_mnemonics_known(nsec->types.octets());
    }
    case RRType::NSEC3: {
      const auto nsec3 = rr::Nsec3::read(rdata);
      // Knot decodes base32hex in groups of five octets; every hash in use has 20.
      return nsec3.ok() && nsec3->next_hash.size() % 5 == 0 &&
             are_mnemonics_known(nsec3->types.octets());
    }
    case RRType::CSYNC:
      // ldns wants a type in the bitmap.
      return rdata.size() > csync_bitmap && are_mnemonics_known(rdata.subspan(csync_bitmap));
    case RRType::RRSIG:
      return rdata.size() > 2 && is_mnemonic_known(static_cast<RRType>(rdata[0] << 8 | rdata[1]));
    case RRType::CERT: return are_certificate_numbers_known(rdata);
    // Flags may say that there is no key (RFC 2535 section 3.1.2); ldns and Knot want one.
    case RRType::KEY: return rdata.size() > key_at;
    // Algorithm 0 is for no key (RFC 4025 section 2.4): ldns wants a key, Knot none with it.
    case RRType::IPSECKEY: return rdata.size() > 2 && rdata[2] != 0;
    case RRType::SVCB:
    case RRType::HTTPS: return are_service_keys_known(rdata);
    // NSD reads one string only of SPF; Knot wants all the digits of these locators.
    case RRType::SPF:
    case RRType::NID:
    case RRType::L64: return false;
    default: return true;
  }
}

}  // namespace

// Types without a row are printed by number.
bool is_mnemonic_known(RRType type) {
  const auto code = static_cast<std::size_t>(type);
  return (code < table_size && known_types[code]) || row_of(type) == nullptr;
}

bool is_read_in_own_form(RRType type, RRClass rrclass, OctetView rdata) {
  const auto code = static_cast<std::size_t>(type);
  if (code >= table_size || !known_types[code] || !is_content_known(type, rdata)) return false;
  bool is_odd = false;
  for_each_name(type, rrclass, rdata, note_odd_name, &is_odd);
  return !is_odd;
}

void append_portable_name(std::string& to, NameView name) {
  if (is_plain(name)) {
    name.append_text(to);
    return;
  }
  const OctetView wire = name.wire();
  for (std::size_t at = 0; wire[at] != 0; at += wire[at] + 1U) {
    for (const std::uint8_t octet : wire.subspan(at + 1, wire[at])) {
      if (plain_octets[octet]) {
        to += static_cast<char>(octet);
        continue;
      }
      to += '\\';
      if (octet > 0x20 && octet < 0x7f) {
        to += static_cast<char>(octet);
        continue;
      }
      to += static_cast<char>('0' + octet / 100);
      to += static_cast<char>('0' + octet / 10 % 10);
      to += static_cast<char>('0' + octet % 10);
    }
    to += '.';
  }
}

}  // namespace vouch::zonefile
