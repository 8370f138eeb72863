#include "vouch/sign/verify_zone.hpp"

#include <algorithm>

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/sign/cds_checks.hpp"
#include "vouch/sign/content_checks.hpp"
#include "vouch/sign/denial_checks.hpp"
#include "vouch/sign/signature_checks.hpp"

namespace vouch {
namespace {

// Whether the zone has any DNSSEC record of its own.
bool is_signed(const Zone& zone) {
  const ZoneWalk names = zone.nodes();
  const ZoneWalk hashes = zone.nsec3_nodes();
  return zone.find(zone.apex(), RRType::DNSKEY) || hashes.begin() != hashes.end() ||
         std::any_of(names.begin(), names.end(), [](const ZoneNode& node) {
           for (std::size_t i = 0; i < node.rrset_count(); ++i) {
             if (!node.rrset(i).signatures.empty() || node.rrset(i).rrset.type == RRType::NSEC)
               return true;
           }
           return false;
         });
}

bool anchor_matches(const Record& anchor, NameView apex, const PublishedKey& key) {
  if (!(anchor.owner.view() == apex)) return false;
  if (anchor.type == RRType::DNSKEY) return equal_octets(anchor.rdata, key.rdata);
  const auto ds = anchor.type == RRType::DS ? rr::Ds::read(anchor.rdata)
                                            : Result<rr::Ds>(fail(ErrorCode::bad_type));
  return ds.ok() && ds_matches(*ds, apex, key.rdata);
}

// Whether something was told of the DNSKEY RRset already that explains why no key leads in.
bool has_error_of_keys(const Zone& zone, const ZoneReport& report) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const ZoneFinding& each) {
    return each.type == RRType::DNSKEY && each.owner.view() == zone.apex() &&
           severity(each.code) == Severity::error;
  });
}

void check_keys(const Zone& zone, const PublishedKeys& keys, const VerifyPolicy& policy,
                ZoneReport& report) {
  bool is_anchored = policy.anchors.empty();
  bool is_matched = false;
  std::size_t left = policy.checks_per_rrset;
  for (const PublishedKey& key : keys.keys) {
    const bool matches =
        std::any_of(policy.anchors.begin(), policy.anchors.end(), [&](const Record& anchor) {
          return !key.dnskey.is_revoked() && anchor_matches(anchor, zone.apex(), key);
        });
    if (!matches && !key.dnskey.is_revoked()) continue;
    const bool signs = signs_dnskeys(zone, key, left);
    if (key.dnskey.is_revoked() && !signs) {
      report.findings.push_back(
          {FindingCode::revoked_not_signing, Name(zone.apex()), RRType::DNSKEY, key.tag, {}});
    }
    is_matched = is_matched || matches;
    is_anchored = is_anchored || (matches && signs);
  }
  if (!is_anchored && !(is_matched && has_error_of_keys(zone, report)))
    report.findings.push_back({FindingCode::no_sep, Name(zone.apex()), RRType::DNSKEY, {}, {}});
}

}  // namespace

Result<ZoneReport> verify_zone(const Zone& zone, const VerifyPolicy& policy) {
  ZoneReport report;
  report.records = zone.record_count();
  if (!is_signed(zone)) return report;
  PublishedKeys keys = PublishedKeys::read(zone, report.findings);
  keys.expect_signatures_of(zone, policy.crypto);
  check_signatures(zone, keys, policy, report);
  check_keys(zone, keys, policy, report);
  VOUCH_CHECK(check_denial(zone, policy, report));
  check_cds(zone, report);
  VOUCH_CHECK(check_content(zone, report));
  if (keys.empty()) {
    report.findings.push_back(
        {FindingCode::dnskey_unusable, Name(zone.apex()), RRType::DNSKEY, {}, "there is none"});
  }
  const bool broken = std::any_of(
      report.findings.begin(), report.findings.end(),
      [](const ZoneFinding& finding) { return severity(finding.code) == Severity::error; });
  report.status = broken ? ZoneStatus::broken : ZoneStatus::secure;
  return report;
}

}  // namespace vouch
