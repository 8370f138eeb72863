#include "vouch/sign/published_keys.hpp"

#include "vouch/dnssec/key_tag.hpp"

namespace vouch {

PublishedKeys PublishedKeys::read(const Zone& zone, std::vector<ZoneFinding>& findings) {
  PublishedKeys keys;
  const auto set = zone.find(zone.apex(), RRType::DNSKEY);
  if (!set) return keys;
  for (const OctetView rdata : set->rrset.rdatas) {
    const auto dnskey = rr::Dnskey::read(rdata);
    if (!dnskey.ok() || !dnskey->is_zone_key() || dnskey->protocol != 3) continue;
    const std::uint16_t tag = key_tag(rdata);
    if (!dnskey->is_revoked()) keys.algorithms.insert(dnskey->algorithm);
    auto key = PublicKey::read(dnskey->algorithm, dnskey->key);
    if (key.ok()) {
      keys.keys.push_back({*dnskey, rdata, tag, std::move(*key)});
      continue;
    }
    const bool unsupported = key.error().code == ErrorCode::unsupported_algorithm;
    findings.push_back(
        {unsupported ? FindingCode::algorithm_unsupported : FindingCode::dnskey_unusable,
         Name(zone.apex()), RRType::DNSKEY, tag, key.error().message()});
  }
  return keys;
}

}  // namespace vouch
