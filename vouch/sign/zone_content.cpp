#include "vouch/sign/zone_content.hpp"

#include <algorithm>

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/rr/typed/zone.hpp"
#include "vouch/sign/zonemd.hpp"
#include "vouch/zone/zone_builder.hpp"
#include "vouch/zone/zone_delta.hpp"

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

// Whether nodes other than the apex have anything that is made anew.
bool has_stale_nodes(const Zone& zone, const SignPolicy& policy) {
  const ZoneWalk nsec3 = zone.nsec3_nodes();
  if (!(nsec3.begin() == nsec3.end())) return true;
  for (const ZoneNode node : zone.nodes()) {
    for (std::size_t i = 0; i < node.rrset_count(); ++i) {
      const ZoneRRset set = node.rrset(i);
      if (!set.signatures.empty() || set.rrset.empty()) return true;
      if (!node.is_apex() && is_made_anew(set.rrset.type, policy, false)) return true;
    }
  }
  return false;
}

// The zone without signatures and denial.
Result<ZonePtr> without_stale_nodes(const Zone& zone, const SignPolicy& policy) {
  ZoneBuilder builder(zone.apex(), zone.rrclass());
  for (const ZoneNode node : zone.nodes()) {
    for (std::size_t i = 0; i < node.rrset_count(); ++i) {
      const RRsetView rrset = node.rrset(i).rrset;
      if (!is_made_anew(rrset.type, policy, node.is_apex())) VOUCH_CHECK(builder.add(rrset));
    }
  }
  return builder.build();
}

// The change of the apex, the only node whose content signing changes.
class ApexChange {
 public:
  ApexChange(const Zone& zone, const SignPolicy& policy, const ZoneNode& apex)
      : zone_(zone), policy_(policy), apex_(apex) {}

  Result<ZoneDelta> find(const SignerKeys& keys) {
    for (std::size_t i = 0; i < apex_.rrset_count(); ++i) {
      const RRsetView rrset = apex_.rrset(i).rrset;
      if (rrset.type == RRType::SOA || is_made_anew(rrset.type, policy_, true)) remove(rrset);
    }
    VOUCH_CHECK(add_soa());
    VOUCH_CHECK(add_keys(keys));
    VOUCH_CHECK(add_parameters());
    return std::move(delta_);
  }

 private:
  RRsetView soa_set() const { return apex_.find(RRType::SOA)->rrset; }

  void remove(RRsetView rrset) {
    for (const OctetView rdata : rrset.rdatas)
      delta_.removed.push_back({Name(rrset.owner), rrset.type, rrset.rrclass, rrset.ttl,
                                Octets(rdata.begin(), rdata.end())});
  }

  void add(RRType type, Ttl ttl, Octets rdata) {
    Record record{Name(zone_.apex()), type, zone_.rrclass(), ttl, std::move(rdata)};
    const auto is_there = [&](const Record& one) { return one == record; };
    if (std::none_of(delta_.added.begin(), delta_.added.end(), is_there))
      delta_.added.push_back(std::move(record));
  }

  Result<void> add_soa() {
    VOUCH_TRY(rr::Soa soa, rr::Soa::read(soa_set().rdatas.front()));
    soa.serial = next_serial(soa.serial, policy_.serial, policy_.now);
    serial_ = soa.serial;
    add(RRType::SOA, soa_set().ttl, soa.write());
    return {};
  }

  Result<void> add_keys(const SignerKeys& keys) {
    const auto published = apex_.find(RRType::DNSKEY);
    const Ttl ttl = published ? published->rrset.ttl : soa_set().ttl;
    for (const SignerKey& key : keys.all()) {
      if (!published || !RRset(published->rrset).contains(key.dnskey))
        add(RRType::DNSKEY, ttl, key.dnskey);
      const bool revoked = (key.pair->flags & rr::Dnskey::revoke_flag) != 0;
      if (!policy_.cds || !key.signs_keys || revoked) continue;
      VOUCH_TRY(Octets cds, make_ds(zone_.apex(), key.dnskey, DigestType::sha256));
      add(RRType::CDS, ttl, std::move(cds));
      add(RRType::CDNSKEY, ttl, key.dnskey);
    }
    return {};
  }

  Result<void> add_parameters() {
    if (policy_.denial == DenialKind::nsec3) {
      const rr::Nsec3param parameters{rr::Nsec3::sha1, 0, policy_.iterations, policy_.salt};
      add(RRType::NSEC3PARAM, Ttl{0}, parameters.write());
    }
    for (const ZonemdHash hash : policy_.zonemd) {
      const Octets nothing(digest_octets(hash));
      const rr::Zonemd placeholder{serial_, zonemd_simple, static_cast<std::uint8_t>(hash),
                                   nothing};
      add(RRType::ZONEMD, soa_set().ttl, placeholder.write());
    }
    return {};
  }

  const Zone& zone_;
  const SignPolicy& policy_;
  ZoneNode apex_;
  Serial serial_;
  ZoneDelta delta_;
};

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
  if (!zone.find(zone.apex(), RRType::SOA))
    return fail(ErrorCode::bad_zone, "the zone " + zone.apex().text() + " has no SOA record");
  ZonePtr stripped;
  if (has_stale_nodes(zone, policy)) {
    VOUCH_TRY(stripped, without_stale_nodes(zone, policy));
  }
  const Zone& plain = stripped ? *stripped : zone;
  VOUCH_TRY(const ZoneDelta change,
            ApexChange(plain, policy, *plain.find(plain.apex())).find(keys));
  return apply(plain, change);
}

}  // namespace vouch
