#include "vouch/validate/zone_keys.hpp"

namespace vouch {

std::string_view text(KeyUse use) {
  switch (use) {
    case KeyUse::usable: return "can be used";
    case KeyUse::not_zone_key: return "lacks the Zone Key flag";
    case KeyUse::wrong_protocol: return "has a protocol other than 3";
    case KeyUse::revoked: return "is revoked";
    case KeyUse::malformed: return "is malformed or of a size that is not taken";
    case KeyUse::unsupported: return "has an unsupported algorithm";
  }
  return "";
}

namespace {

KeyUse use_of(const rr::Dnskey& key, std::optional<PublicKey>& public_key) {
  constexpr std::uint8_t dnssec_protocol = 3;
  if (!key.is_zone_key()) return KeyUse::not_zone_key;
  if (key.protocol != dnssec_protocol) return KeyUse::wrong_protocol;
  if (key.is_revoked()) return KeyUse::revoked;
  if (!is_supported(key.algorithm)) return KeyUse::unsupported;
  auto read = PublicKey::read(key.algorithm, key.key);
  if (!read.ok()) return KeyUse::malformed;
  public_key = std::move(*read);
  return KeyUse::usable;
}

}  // namespace

ZoneKeys ZoneKeys::read(RRsetView dnskeys) {
  ZoneKeys keys;
  keys.zone_ = Name(dnskeys.owner);
  keys.keys_.reserve(dnskeys.size());
  for (const OctetView rdata : dnskeys.rdatas) {
    const auto dnskey = rr::Dnskey::read(rdata);
    if (!dnskey.ok()) continue;
    ZoneKey key{rr::dnskey_tag(rdata),
                dnskey->algorithm,
                dnskey->flags,
                KeyUse::malformed,
                {},
                Octets(rdata.begin(), rdata.end())};
    key.use = use_of(*dnskey, key.key);
    keys.keys_.push_back(std::move(key));
  }
  return keys;
}

}  // namespace vouch
