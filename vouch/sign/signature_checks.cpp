#include "vouch/sign/signature_checks.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "vouch/base/ordered_work.hpp"
#include "vouch/crypto/batch/verify_batch.hpp"
#include "vouch/dnssec/rrsig.hpp"
#include "vouch/sign/pieces/walk_index.hpp"

namespace vouch {
namespace {

constexpr std::size_t nodes_of_a_run = 256;

struct Item {
  ZoneRRset set;
  bool to_be_signed;
};

// A signature and a key that may have made it.
struct Candidate {
  const std::uint8_t* rdata;  ///< of the RRSIG
  const PublishedKey* key;

  bool operator==(const Candidate&) const = default;
};

// What the check of some neighbouring nodes found. Their signatures are verified together: once
// they are gathered with the keys that they may be of, and then asked for in the same order.
struct Share {
  std::vector<ZoneFinding> findings;
  std::size_t to_be_signed = 0;
  std::size_t signatures = 0;
  std::size_t good = 0;
  std::map<Algorithm, std::size_t> good_by_algorithm;
  Octets scratch;
  std::vector<Algorithm> algorithms;  ///< of good signatures of one RRset
  VerifyBatch batch;
  std::vector<Candidate> candidates;
  std::vector<bool> holds;  ///< by candidate
  std::size_t next = 0;     ///< the candidate from which on is looked

  void clear() {
    findings.clear();
    to_be_signed = signatures = good = next = 0;
    good_by_algorithm.clear();
    candidates.clear();
  }

  bool candidate_holds(const Candidate& candidate) {
    while (candidates[next] != candidate) ++next;
    return holds[next];
  }
};

class SetCheck {
 public:
  SetCheck(const Zone& zone, const PublishedKeys& keys, Timestamp at, const Item& item,
           Share& share)
      : zone_(zone), keys_(keys), at_(at), item_(item), share_(share) {}

  // Gives the batch every signature with the keys that check_one() will ask about.
  void gather() {
    for (const OctetView rdata : item_.set.signatures.rdatas) {
      const auto rrsig = rr::Rrsig::read(rdata);
      if (!rrsig.ok() || !is_for_keys(*rrsig)) continue;
      for (const PublishedKey& key : keys_.keys) {
        if (!may_be_of(*rrsig, key)) continue;
        share_.scratch.clear();
        const bool is_whole = append_signed_octets(share_.scratch, *rrsig, item_.set.rrset).ok();
        share_.batch.add(key.key, share_.scratch, is_whole ? rrsig->signature : OctetView());
        share_.candidates.push_back({rdata.data(), &key});
      }
    }
  }

  void run() {
    const ZoneRRset& set = item_.set;
    share_.algorithms.clear();
    if (set.mixed_ttls ||
        (!set.signatures.empty() && !set.rrset.empty() && set.signatures.ttl != set.rrset.ttl)) {
      complain(FindingCode::ttl_mismatch);
    }
    for (const OctetView rdata : set.signatures.rdatas) check_one(rdata);
    if (!item_.to_be_signed) return;
    ++share_.to_be_signed;
    if (set.signatures.empty()) return complain(FindingCode::missing_rrsig);
    for (const Algorithm algorithm : keys_.algorithms) {
      const auto& good = share_.algorithms;
      if (std::find(good.begin(), good.end(), algorithm) == good.end())
        complain(FindingCode::missing_rrsig_for_algorithm, {}, text(algorithm));
    }
  }

 private:
  void complain(FindingCode code, std::optional<std::uint16_t> tag = {}, std::string detail = {}) {
    share_.findings.push_back(
        {code, Name(item_.set.rrset.owner), item_.set.rrset.type, tag, std::move(detail)});
  }

  void check_one(OctetView rdata) {
    ++share_.signatures;
    const RRsetView& rrset = item_.set.rrset;
    const auto rrsig = rr::Rrsig::read(rdata);
    if (!rrsig.ok()) return complain(FindingCode::rrsig_malformed, {}, rrsig.error().message());
    const std::uint16_t tag = rrsig->key_tag;
    if (rrset.empty()) return complain(FindingCode::rrsig_without_rrset, tag);
    if (!item_.to_be_signed) return complain(FindingCode::not_to_be_signed, tag);
    if (!(rrsig->signer == zone_.apex()))
      return complain(FindingCode::signer_not_zone, tag, rrsig->signer.text());
    if (rrsig->labels != rrsig_labels(rrset.owner)) return complain(FindingCode::labels, tag);
    if (rrsig->original_ttl != rrset.ttl) {
      complain(FindingCode::original_ttl, tag,
               "TTL " + std::to_string(rrset.ttl.seconds) + ", original TTL " +
                   std::to_string(rrsig->original_ttl.seconds));
    }
    if (!check_key(*rrsig, rdata)) return;
    switch (check_time(*rrsig, at_)) {
      case TimeCheck::expired:
        return complain(FindingCode::expired, tag,
                        "since " + Timestamp::from_wire(rrsig->expiration, at_).readable());
      case TimeCheck::not_yet:
        return complain(FindingCode::not_yet, tag,
                        "until " + Timestamp::from_wire(rrsig->inception, at_).readable());
      case TimeCheck::inverted: return complain(FindingCode::inverted, tag);
      case TimeCheck::within: break;
    }
    share_.algorithms.push_back(rrsig->algorithm);
    ++share_.good;
    ++share_.good_by_algorithm[rrsig->algorithm];
  }

  // Whether nothing but the key decides, as far as the time does not.
  bool is_for_keys(const rr::Rrsig& rrsig) const {
    const RRsetView& rrset = item_.set.rrset;
    return !rrset.empty() && item_.to_be_signed && rrsig.signer == zone_.apex() &&
           rrsig.labels == rrsig_labels(rrset.owner);
  }

  static bool may_be_of(const rr::Rrsig& rrsig, const PublishedKey& key) {
    return key.tag == rrsig.key_tag && key.dnskey.algorithm == rrsig.algorithm;
  }

  // Whether one of the keys with the signature's tag made it.
  bool check_key(const rr::Rrsig& rrsig, OctetView rdata) {
    bool known = false;
    for (const PublishedKey& key : keys_.keys) {
      if (!may_be_of(rrsig, key)) continue;
      known = true;
      if (!share_.candidate_holds({rdata.data(), &key})) continue;
      const bool revoked = key.dnskey.is_revoked() && item_.set.rrset.type != RRType::DNSKEY;
      if (revoked) complain(FindingCode::revoked_signs_content, rrsig.key_tag);
      return !revoked;
    }
    complain(known ? FindingCode::signature_invalid : FindingCode::rrsig_no_dnskey, rrsig.key_tag);
    return false;
  }

  const Zone& zone_;
  const PublishedKeys& keys_;
  Timestamp at_;
  const Item& item_;
  Share& share_;
};

// Does something with everything at a node that is signed or should be.
void for_sets_of(const ZoneNode& node, const std::function<void(const Item&)>& step) {
  const bool authoritative = node.kind() == NodeKind::authoritative;
  const bool delegation = node.kind() == NodeKind::delegation;
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const ZoneRRset set = node.rrset(i);
    const bool of_parent = set.rrset.type == RRType::DS || set.rrset.type == RRType::NSEC;
    const Item item{set, !set.rrset.empty() && (authoritative || (delegation && of_parent))};
    if (item.to_be_signed || !set.signatures.empty() || set.mixed_ttls) step(item);
  }
}

}  // namespace

void check_signatures(const Zone& zone, const PublishedKeys& keys, const VerifyPolicy& policy,
                      ZoneReport& report) {
  const WalkIndex names(zone.nodes(), nodes_of_a_run);
  const WalkIndex nsec3(zone.nsec3_nodes(), nodes_of_a_run);
  std::vector<Share> shares(OrderedWork::slots_for(policy.threads));
  const auto check = [&](std::size_t part, std::size_t slot) -> Result<void> {
    Share& share = shares[slot];
    share.clear();
    const bool of_names = part < names.runs();
    const WalkIndex& walk = of_names ? names : nsec3;
    const std::size_t run = of_names ? part : part - names.runs();
    const auto for_each_set = [&](const std::function<void(const Item&)>& step) {
      for (auto at = walk.begin_of(run); !(at == walk.begin_of(run + 1)); ++at)
        for_sets_of(*at, step);
    };
    for_each_set([&](const Item& item) { SetCheck(zone, keys, policy.at, item, share).gather(); });
    share.holds = share.batch.verify();
    for_each_set([&](const Item& item) { SetCheck(zone, keys, policy.at, item, share).run(); });
    return {};
  };
  const auto add = [&](std::size_t, std::size_t slot) -> Result<void> {
    Share& share = shares[slot];
    for (ZoneFinding& finding : share.findings) report.findings.push_back(std::move(finding));
    report.rrsets_signed += share.to_be_signed;
    report.signatures += share.signatures;
    report.signatures_good += share.good;
    for (const auto& [algorithm, count] : share.good_by_algorithm)
      report.good_by_algorithm[algorithm] += count;
    return {};
  };
  (void)OrderedWork::run(names.runs() + nsec3.runs(), policy.threads, check, add).ok();
}

bool signs_dnskeys(const Zone& zone, const PublishedKey& key) {
  const auto set = zone.find(zone.apex(), RRType::DNSKEY);
  if (!set) return false;
  Octets scratch;
  for (const OctetView rdata : set->signatures.rdatas) {
    const auto rrsig = rr::Rrsig::read(rdata);
    const bool by_key =
        rrsig.ok() && rrsig->key_tag == key.tag && rrsig->algorithm == key.dnskey.algorithm;
    if (by_key && check_signature(*rrsig, set->rrset, key.key, scratch)) return true;
  }
  return false;
}

}  // namespace vouch
