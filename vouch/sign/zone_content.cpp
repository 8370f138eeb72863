#include "vouch/sign/zone_content.hpp"

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/rr/typed/zone.hpp"
#include "vouch/sign/zonemd.hpp"
#include "vouch/zone/zone_builder.hpp"

namespace vouch {
namespace {

constexpr std::uint8_t zonemd_simple = 1;

// Records that signing makes anew.
bool is_made_anew(RRType type, const SignPolicy& policy, bool at_apex) {
  switch (type) {
    case RRType::RRSIG:
    case RRType::NSEC:
    case RRType::NSEC3: return true;
    case RRType::NSEC3PARAM: return at_apex;
    case RRType::ZONEMD: return at_apex;  // that of the unsigned content is stale
    case RRType::CDS:
    case RRType::CDNSKEY: return at_apex && policy.cds;
    default: return false;
  }
}

Result<void> add_soa(ZoneBuilder& builder, RRsetView soa_set, const SignPolicy& policy) {
  VOUCH_TRY(rr::Soa soa, rr::Soa::read(soa_set.rdatas.front()));
  soa.serial = next_serial(soa.serial, policy.serial, policy.now);
  return builder.add(soa_set.owner, RRType::SOA, soa_set.ttl, soa.write());
}

Result<void> add_keys(ZoneBuilder& builder, const Zone& zone, const SignerKeys& keys,
                      const SignPolicy& policy, Ttl ttl) {
  const auto published = zone.find(zone.apex(), RRType::DNSKEY);
  const Ttl key_ttl = published ? published->rrset.ttl : ttl;
  for (const SignerKey& key : keys.all()) {
    VOUCH_CHECK(builder.add(zone.apex(), RRType::DNSKEY, key_ttl, key.dnskey));
    const bool revoked = (key.pair->flags & rr::Dnskey::revoke_flag) != 0;
    if (!policy.cds || !key.signs_keys || revoked) continue;
    VOUCH_TRY(const Octets cds, make_ds(zone.apex(), key.dnskey, DigestType::sha256));
    VOUCH_CHECK(builder.add(zone.apex(), RRType::CDS, key_ttl, cds));
    VOUCH_CHECK(builder.add(zone.apex(), RRType::CDNSKEY, key_ttl, key.dnskey));
  }
  return {};
}

Result<void> add_parameters(ZoneBuilder& builder, const Zone& zone, const SignPolicy& policy,
                            RRsetView soa_set) {
  if (policy.denial == DenialKind::nsec3) {
    const rr::Nsec3param parameters{rr::Nsec3::sha1, 0, policy.iterations, policy.salt};
    VOUCH_CHECK(builder.add(zone.apex(), RRType::NSEC3PARAM, Ttl{0}, parameters.write()));
  }
  VOUCH_TRY(const rr::Soa soa, rr::Soa::read(soa_set.rdatas.front()));
  for (const ZonemdHash hash : policy.zonemd) {
    const Octets nothing(digest_octets(hash));
    const rr::Zonemd placeholder{next_serial(soa.serial, policy.serial, policy.now), zonemd_simple,
                                 static_cast<std::uint8_t>(hash), nothing};
    VOUCH_CHECK(builder.add(zone.apex(), RRType::ZONEMD, soa_set.ttl, placeholder.write()));
  }
  return {};
}

}  // namespace

Serial next_serial(Serial old, SerialPolicy policy, Timestamp now) {
  if (policy == SerialPolicy::keep) return old;
  if (policy == SerialPolicy::increment) return old.plus(1);
  Serial wanted{now.to_wire()};
  if (policy == SerialPolicy::date) {
    std::uint32_t day = 0;
    for (const char digit : now.compact().substr(0, 8))
      day = day * 10 + static_cast<std::uint32_t>(digit - '0');
    wanted = {day * 100};
  }
  return old < wanted ? wanted : old.plus(1);
}

Result<ZonePtr> zone_content(const Zone& zone, const SignerKeys& keys, const SignPolicy& policy) {
  ZoneBuilder builder(zone.apex(), zone.rrclass());
  const auto soa_set = zone.find(zone.apex(), RRType::SOA);
  if (!soa_set)
    return fail(ErrorCode::bad_zone, "the zone " + zone.apex().text() + " has no SOA record");
  for (const ZoneNode node : zone.nodes()) {
    const bool at_apex = node.is_apex();
    for (std::size_t i = 0; i < node.rrset_count(); ++i) {
      const RRsetView rrset = node.rrset(i).rrset;
      if (is_made_anew(rrset.type, policy, at_apex)) continue;
      if (rrset.type == RRType::SOA && at_apex) {
        VOUCH_CHECK(add_soa(builder, rrset, policy));
      } else {
        VOUCH_CHECK(builder.add(rrset));
      }
    }
  }
  VOUCH_CHECK(add_keys(builder, zone, keys, policy, soa_set->rrset.ttl));
  VOUCH_CHECK(add_parameters(builder, zone, policy, soa_set->rrset));
  return builder.build();
}

}  // namespace vouch
