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
    VOUCH_CHECK(withdraw(keys));
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

  // DNSKEYs, CDS and CDNSKEYs of keys that the plan has no longer.
  Result<void> withdraw(const SignerKeys& keys) {
    remove_if(RRType::DNSKEY, [&](OctetView rdata) { return keys.is_withdrawn(rdata); });
    for (const Octets& dnskey : keys.out_of_cds()) {
      if (policy_.cds) break;
      for (const DigestType type : {DigestType::sha1, DigestType::sha256, DigestType::sha384}) {
        VOUCH_TRY(const Octets cds, make_ds(zone_.apex(), dnskey, type));
        remove_if(RRType::CDS, [&](OctetView rdata) { return equal_octets(rdata, cds); });
      }
      remove_if(RRType::CDNSKEY, [&](OctetView rdata) { return equal_octets(rdata, dnskey); });
    }
    return {};
  }

  template <typename Condition>
  void remove_if(RRType type, Condition is_unwanted) {
    const auto set = apex_.find(type);
    if (!set) return;
    for (const OctetView rdata : set->rrset.rdatas) {
      if (is_unwanted(rdata))
        delta_.removed.push_back({Name(zone_.apex()), type, zone_.rrclass(), set->rrset.ttl,
                                  Octets(rdata.begin(), rdata.end())});
    }
  }

  // The TTL is that of the RRset; for a new one that of the SOA, or that which offline keys signed.
  Ttl ttl_of_keys(const SignerKeys& keys) const {
    if (const auto published = apex_.find(RRType::DNSKEY)) return published->rrset.ttl;
    if (keys.has_offline() && policy_.previous) {
      const auto before = policy_.previous->find(zone_.apex(), RRType::DNSKEY);
      if (before) return before->rrset.ttl;
    }
    return soa_set().ttl;
  }

  Result<void> add_keys(const SignerKeys& keys) {
    const Ttl ttl = ttl_of_keys(keys);
    for (const Octets& dnskey : keys.published()) add_missing(RRType::DNSKEY, ttl, dnskey);
    for (const OctetView dnskey : keys.in_cds(policy_.cds)) {
      VOUCH_TRY(Octets cds, make_ds(zone_.apex(), dnskey, DigestType::sha256));
      add_missing(RRType::CDS, ttl, std::move(cds));
      add_missing(RRType::CDNSKEY, ttl, Octets(dnskey.begin(), dnskey.end()));
    }
    return {};
  }

  // With the TTL of the RRset where that stays.
  void add_missing(RRType type, Ttl ttl, Octets rdata) {
    const auto set = is_made_anew(type, policy_, true) ? std::nullopt : apex_.find(type);
    if (set && RRset(set->rrset).contains(rdata)) return;
    add(type, set ? set->rrset.ttl : ttl, std::move(rdata));
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
