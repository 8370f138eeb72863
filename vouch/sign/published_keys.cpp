#include "vouch/sign/published_keys.hpp"

#include <algorithm>

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
    keys.unusable.emplace(dnskey->algorithm, tag);
    const bool unsupported = key.error().code == ErrorCode::unsupported_algorithm;
    findings.push_back(
        {unsupported ? FindingCode::algorithm_unsupported : FindingCode::dnskey_unusable,
         Name(zone.apex()), RRType::DNSKEY, tag, key.error().message()});
  }
  return keys;
}

void PublishedKeys::expect_signatures_of(const Zone& zone, CryptoForm form) {
  const auto soa = zone.find(zone.apex(), RRType::SOA);
  if (!soa) return;
  for (PublishedKey& key : keys) {
    const auto& signatures = soa->signatures.rdatas;
    const bool signs = std::any_of(signatures.begin(), signatures.end(), [&](OctetView rdata) {
      const auto rrsig = rr::Rrsig::read(rdata);
      return rrsig.ok() && rrsig->key_tag == key.tag && rrsig->algorithm == key.dnskey.algorithm;
    });
    if (signs) key.key.expect(zone.rrset_count(), form);
  }
}

}  // namespace vouch
