#include "vouch/sign/sign_zone.hpp"

#include "vouch/rr/typed/zone.hpp"
#include "vouch/sign/denial_chain.hpp"
#include "vouch/sign/denial_checks.hpp"
#include "vouch/sign/zone_content.hpp"
#include "vouch/sign/zonemd.hpp"
#include "vouch/zone/zone_builder.hpp"

namespace vouch {
namespace {

Result<std::vector<DenialRecord>> denial_records(const Zone& content, const SignPolicy& policy) {
  if (policy.denial == DenialKind::nsec) return nsec_chain(content);
  return nsec3_chain(content, {policy.iterations, policy.salt, policy.opt_out, policy.threads});
}

// Adds the chain of denial to the content.
Result<ZonePtr> with_denial(const Zone& content, const SignPolicy& policy, std::size_t& count) {
  VOUCH_TRY(const std::vector<DenialRecord> records, denial_records(content, policy));
  count = records.size();
  ZoneBuilder builder(content.apex(), content.rrclass());
  const Ttl ttl = denial_ttl(content);
  const RRType type = policy.denial == DenialKind::nsec ? RRType::NSEC : RRType::NSEC3;
  // NSEC records are added at their nodes, so that the names need no sorting.
  auto record = records.begin();
  for (const ZoneNode node : content.nodes()) {
    for (std::size_t i = 0; i < node.rrset_count(); ++i)
      VOUCH_CHECK(builder.add(node.rrset(i).rrset));
    if (type != RRType::NSEC || record == records.end() || !(record->owner == node.owner()))
      continue;
    VOUCH_CHECK(builder.add(record->owner, type, ttl, record->rdata));
    ++record;
  }
  for (; record != records.end(); ++record)
    VOUCH_CHECK(builder.add(record->owner, type, ttl, record->rdata));
  return builder.build();
}

bool is_zonemd(const ZoneNode& node, RRType type) {
  return type == RRType::ZONEMD && node.is_apex();
}

// The RRsets that get signatures (RFC 4035 section 2.2): all of authoritative nodes; DS and NSEC at
// delegations. The ZONEMD RRset is signed when its digest is known.
std::vector<RRsetView> rrsets_to_sign(const Zone& zone) {
  std::vector<RRsetView> rrsets;
  for (const ZoneWalk& walk : {zone.nodes(), zone.nsec3_nodes()}) {
    for (const ZoneNode node : walk) {
      if (node.kind() != NodeKind::authoritative && node.kind() != NodeKind::delegation) continue;
      for (std::size_t i = 0; i < node.rrset_count(); ++i) {
        const RRsetView rrset = node.rrset(i).rrset;
        if (is_zonemd(node, rrset.type)) continue;
        const bool of_parent = rrset.type == RRType::DS || rrset.type == RRType::NSEC;
        if (node.kind() == NodeKind::authoritative || of_parent) rrsets.push_back(rrset);
      }
    }
  }
  return rrsets;
}

using Signatures = std::vector<std::vector<Octets>>;

struct SignedZonemd {
  RRset rrset;
  std::vector<Octets> signatures;
};

// The zone with its signatures; `rrsets` are those of rrsets_to_sign(). `zonemd` replaces the
// ZONEMD RRset, which has no signature before.
Result<ZonePtr> with_signatures(const Zone& zone, std::span<const RRsetView> rrsets,
                                const Signatures& signatures, const SignedZonemd* zonemd) {
  ZoneBuilder builder(zone.apex(), zone.rrclass());
  // Signatures are added where their RRset stands, so that the names need no sorting.
  std::size_t next = 0;
  for (const ZoneWalk& walk : {zone.nodes(), zone.nsec3_nodes()}) {
    for (const ZoneNode node : walk) {
      for (std::size_t i = 0; i < node.rrset_count(); ++i) {
        const RRsetView rrset = node.rrset(i).rrset;
        if (zonemd != nullptr && is_zonemd(node, rrset.type)) {
          VOUCH_CHECK(builder.add(zonemd->rrset.view()));
          for (const Octets& rrsig : zonemd->signatures)
            VOUCH_CHECK(builder.add(rrset.owner, RRType::RRSIG, rrset.ttl, rrsig));
          continue;
        }
        VOUCH_CHECK(builder.add(rrset));
        const bool is_signed = next < rrsets.size() && rrsets[next].type == rrset.type &&
                               rrsets[next].owner == rrset.owner;
        if (!is_signed) continue;
        for (const Octets& rrsig : signatures[next])
          VOUCH_CHECK(builder.add(rrset.owner, RRType::RRSIG, rrset.ttl, rrsig));
        ++next;
      }
    }
  }
  if (next != rrsets.size())
    return fail(ErrorCode::verify_failed, "not every signature has its RRset in the signed zone");
  return builder.build();
}

// The ZONEMD RRset of the signed zone with its digests in place of what held their room (RFC 8976
// section 3.1).
Result<RRset> digested_zonemd(const Zone& signed_zone) {
  const auto old = signed_zone.find(signed_zone.apex(), RRType::ZONEMD);
  RRset rrset(Name(signed_zone.apex()), RRType::ZONEMD, signed_zone.rrclass(), old->rrset.ttl);
  for (const OctetView rdata : old->rrset.rdatas) {
    VOUCH_TRY(rr::Zonemd zonemd, rr::Zonemd::read(rdata));
    VOUCH_TRY(const Octets digest,
              zone_digest(signed_zone, static_cast<ZonemdHash>(zonemd.hash_algorithm)));
    zonemd.digest = digest;
    rrset.add(zonemd.write());
  }
  return rrset;
}

Result<ZonePtr> with_zonemd(const Zone& content, const Zone& signed_zone,
                            std::span<const RRsetView> rrsets, const Signatures& signatures,
                            const SignerKeys& keys, const SignPolicy& policy,
                            SignatureCounts& counts) {
  SignedZonemd zonemd;
  VOUCH_TRY(zonemd.rrset, digested_zonemd(signed_zone));
  const RRsetView views[] = {zonemd.rrset.view()};
  VOUCH_TRY(Signatures made, sign_rrsets(views, content.apex(), keys, policy, counts));
  zonemd.signatures = std::move(made.front());
  return with_signatures(content, rrsets, signatures, &zonemd);
}

// What is published must hold: the keys that signed are in the DNSKEY RRset of the zone as it was
// built, and its chain of denial is whole. The signatures were verified one by one.
Result<void> check_result(const Zone& zone, const SignerKeys& keys, const SignPolicy& policy) {
  const auto published = zone.find(zone.apex(), RRType::DNSKEY);
  for (const SignerKey& key : keys.all()) {
    const bool is_there = published && RRset(published->rrset).contains(key.dnskey);
    if (!is_there)
      return fail(ErrorCode::verify_failed, "the DNSKEY " + std::to_string(key.pair->key_tag) +
                                                " that signed is not in the signed zone");
  }
  ZoneReport report;
  VOUCH_CHECK(check_denial(zone, {policy.now, {}, policy.threads}, report));
  for (const ZoneFinding& finding : report.findings) {
    if (severity(finding.code) != Severity::error) continue;
    return fail(ErrorCode::verify_failed, "the chain of denial does not hold at " +
                                              finding.owner.text() + ": " +
                                              std::string(sentence(finding.code)));
  }
  return {};
}

}  // namespace

Result<SignedZone> sign_zone(const Zone& zone, std::span<const KeyPair> pairs,
                             const SignPolicy& policy) {
  VOUCH_TRY(const SignerKeys keys, SignerKeys::assign(zone.apex(), pairs));
  if (const auto published = zone.find(zone.apex(), RRType::DNSKEY))
    VOUCH_CHECK(keys.check_published(zone.apex(), published->rrset));
  VOUCH_TRY(const ZonePtr plain, zone_content(zone, keys, policy));
  SignedZone result;
  VOUCH_TRY(const ZonePtr content, with_denial(*plain, policy, result.denial_records));
  const std::vector<RRsetView> rrsets = rrsets_to_sign(*content);
  VOUCH_TRY(const Signatures signatures,
            sign_rrsets(rrsets, content->apex(), keys, policy, result.signatures));
  VOUCH_TRY(result.zone, with_signatures(*content, rrsets, signatures, nullptr));
  if (!policy.zonemd.empty()) {
    VOUCH_TRY(result.zone, with_zonemd(*content, *result.zone, rrsets, signatures, keys, policy,
                                       result.signatures));
  }
  if (policy.verify) VOUCH_CHECK(check_result(*result.zone, keys, policy));
  return result;
}

}  // namespace vouch
