#include "vouch/sign/signature_checks.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <thread>

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

// Signatures that have one thing in common, told in one finding: that of the first.
struct Summed {
  ZoneFinding first;
  std::size_t count = 0;
  Timestamp end;  ///< of the one that ends first

  void add(ZoneFinding finding, Timestamp expiration) {
    if (count++ != 0 && end <= expiration) return;
    first = std::move(finding);
    end = expiration;
  }
  void add(Summed&& more) {
    const std::size_t all = count + more.count;
    if (count == 0 || more.end < end) *this = std::move(more);
    count = all;
  }
};

using KeyId = std::pair<Algorithm, std::uint16_t>;

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
  std::map<KeyId, Summed> of_absent_keys;
  Summed ending;
  std::size_t to_be_signed = 0;
  std::size_t signatures = 0;
  std::size_t good = 0;
  std::map<Algorithm, std::size_t> good_by_algorithm;
  Octets scratch;
  std::vector<Algorithm> algorithms;  ///< of the signatures of one RRset that are good or told of
  VerifyBatch batch;
  std::vector<Candidate> candidates;
  std::vector<bool> holds;  ///< by candidate
  std::size_t next = 0;     ///< the candidate from which on is looked

  void clear() {
    findings.clear();
    of_absent_keys.clear();
    ending = {};
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
  SetCheck(const Zone& zone, const PublishedKeys& keys, const VerifyPolicy& policy,
           const Item& item, Share& share)
      : zone_(zone), keys_(keys), policy_(policy), item_(item), share_(share) {}

  // Gives the batch every signature with the keys that check_one() will ask about.
  void gather() {
    std::size_t gathered = 0;
    for (const OctetView rdata : item_.set.signatures.rdatas) {
      const auto rrsig = rr::Rrsig::read(rdata);
      if (!rrsig.ok() || !is_for_keys(*rrsig)) continue;
      for (const PublishedKey& key : keys_.keys) {
        if (!may_be_of(*rrsig, key)) continue;
        if (gathered++ >= policy_.checks_per_rrset) return;
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
    ttls_differ_ = set.mixed_ttls || (!set.signatures.empty() && !set.rrset.empty() &&
                                      set.signatures.ttl != set.rrset.ttl);
    if (ttls_differ_) complain(FindingCode::ttl_mismatch);
    for (const OctetView rdata : set.signatures.rdatas) {
      check_one(rdata);
      if (is_over_) break;
    }
    if (!item_.to_be_signed) return;
    ++share_.to_be_signed;
    if (set.signatures.empty()) return complain(FindingCode::missing_rrsig);
    if (is_unreadable_ || is_over_) return;
    for (const Algorithm algorithm : keys_.algorithms) {
      const auto& seen = share_.algorithms;
      if (std::find(seen.begin(), seen.end(), algorithm) == seen.end())
        complain(FindingCode::missing_rrsig_for_algorithm, {}, text(algorithm));
    }
  }

 private:
  ZoneFinding finding(FindingCode code, std::optional<std::uint16_t> tag,
                      std::string detail = {}) const {
    return {code, Name(item_.set.rrset.owner), item_.set.rrset.type, tag, std::move(detail)};
  }

  void complain(FindingCode code, std::optional<std::uint16_t> tag = {}, std::string detail = {}) {
    share_.findings.push_back(finding(code, tag, std::move(detail)));
  }

  void check_one(OctetView rdata) {
    ++share_.signatures;
    const RRsetView& rrset = item_.set.rrset;
    const auto rrsig = rr::Rrsig::read(rdata);
    if (!rrsig.ok()) {
      is_unreadable_ = true;
      return complain(FindingCode::rrsig_malformed, {}, rrsig.error().message());
    }
    const std::uint16_t tag = rrsig->key_tag;
    if (rrset.empty()) return complain(FindingCode::rrsig_without_rrset, tag);
    if (!item_.to_be_signed) return complain(FindingCode::not_to_be_signed, tag);
    // Good, or told of here: an RRset whose signature is wrong does not lack one besides.
    share_.algorithms.push_back(rrsig->algorithm);
    if (!(rrsig->signer == zone_.apex()))
      return complain(FindingCode::signer_not_zone, tag, rrsig->signer.text());
    if (rrsig->labels != rrsig_labels(rrset.owner)) return complain(FindingCode::labels, tag);
    const bool is_other_ttl = rrsig->original_ttl != rrset.ttl && !ttls_differ_;
    if (is_other_ttl) {
      complain(FindingCode::original_ttl, tag,
               "TTL " + std::to_string(rrset.ttl.seconds) + ", original TTL " +
                   std::to_string(rrsig->original_ttl.seconds));
    }
    if (!check_key(*rrsig, rdata, is_other_ttl)) return;
    switch (check_time(*rrsig, policy_.at)) {
      case TimeCheck::expired:
        return complain(FindingCode::expired, tag,
                        "since " + Timestamp::from_wire(rrsig->expiration, policy_.at).readable());
      case TimeCheck::not_yet:
        return complain(FindingCode::not_yet, tag,
                        "until " + Timestamp::from_wire(rrsig->inception, policy_.at).readable());
      case TimeCheck::inverted: return complain(FindingCode::inverted, tag);
      case TimeCheck::within: break;
    }
    look_at_end(*rrsig);
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

  void look_at_end(const rr::Rrsig& rrsig) {
    const Timestamp end = Timestamp::from_wire(rrsig.expiration, policy_.at);
    const Timestamp begin = Timestamp::from_wire(rrsig.inception, policy_.at);
    const std::int64_t left = end.seconds - policy_.at.seconds;
    if (left < policy_.soon && left < (end.seconds - begin.seconds) / 4)
      share_.ending.add(finding(FindingCode::ends_soon, rrsig.key_tag), end);
  }

  // Whether one of the keys with the signature's tag made it. All are gone through, as gather()
  // does.
  bool check_key(const rr::Rrsig& rrsig, OctetView rdata, bool is_told) {
    const PublishedKey* maker = nullptr;
    bool known = false;
    for (const PublishedKey& key : keys_.keys) {
      if (!may_be_of(rrsig, key)) continue;
      known = true;
      if (asked_++ >= policy_.checks_per_rrset) {
        if (maker != nullptr) continue;
        is_over_ = true;
        complain(FindingCode::too_many_checks);
        return false;
      }
      if (maker == nullptr && share_.candidate_holds({rdata.data(), &key})) maker = &key;
    }
    if (maker != nullptr) {
      const bool revoked = maker->dnskey.is_revoked() && item_.set.rrset.type != RRType::DNSKEY;
      if (revoked) complain(FindingCode::revoked_signs_content, rrsig.key_tag);
      return !revoked;
    }
    const KeyId id(rrsig.algorithm, rrsig.key_tag);
    if (known) {
      if (!is_told) complain(FindingCode::signature_invalid, rrsig.key_tag);
    } else if (!keys_.empty() && !keys_.unusable.contains(id)) {
      share_.of_absent_keys[id].add(finding(FindingCode::rrsig_no_dnskey, rrsig.key_tag),
                                    Timestamp{});
    }
    return false;
  }

  const Zone& zone_;
  const PublishedKeys& keys_;
  const VerifyPolicy& policy_;
  const Item& item_;
  Share& share_;
  std::size_t asked_ = 0;  ///< pairs of a signature and a key that it may be of
  bool is_over_ = false;   ///< more checks were asked for
  bool ttls_differ_ = false;
  bool is_unreadable_ = false;
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

// What all shares found, put together.
class Total {
 public:
  explicit Total(ZoneReport& report) : report_(report) {}

  void add(Share& share) {
    for (ZoneFinding& finding : share.findings) report_.findings.push_back(std::move(finding));
    for (auto& [id, absent] : share.of_absent_keys) of_absent_keys_[id].add(std::move(absent));
    if (share.ending.count != 0) ending_.add(std::move(share.ending));
    report_.rrsets_signed += share.to_be_signed;
    report_.signatures += share.signatures;
    report_.signatures_good += share.good;
    for (const auto& [algorithm, count] : share.good_by_algorithm)
      report_.good_by_algorithm[algorithm] += count;
  }

  void finish(const Zone& zone, const PublishedKeys& keys) {
    for (auto& [id, absent] : of_absent_keys_) {
      if (absent.count > 1)
        absent.first.detail = "so are " + std::to_string(absent.count - 1) + " more by this key";
      report_.findings.push_back(std::move(absent.first));
    }
    if (ending_.count != 0) {
      ending_.first.detail =
          std::to_string(ending_.count) + ", the first on " + ending_.end.readable();
      report_.findings.push_back(std::move(ending_.first));
    }
    for (const Algorithm algorithm : keys.algorithms) sum_up(zone, algorithm);
  }

 private:
  // An algorithm that signs nothing at all is one fault.
  void sum_up(const Zone& zone, Algorithm algorithm) {
    const std::string name = text(algorithm);
    const auto is_of_it = [&](const ZoneFinding& finding) {
      return finding.code == FindingCode::missing_rrsig_for_algorithm && finding.detail == name;
    };
    auto& findings = report_.findings;
    const auto count =
        static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), is_of_it));
    if (count < 2 || count != report_.rrsets_signed) return;
    std::erase_if(findings, is_of_it);
    findings.push_back(
        {FindingCode::missing_rrsig_for_algorithm,
         Name(zone.apex()),
         RRType::DNSKEY,
         {},
         name + ", in all " + std::to_string(count) + " RRsets that are to be signed"});
  }

  ZoneReport& report_;
  std::map<KeyId, Summed> of_absent_keys_;
  Summed ending_;
};

}  // namespace

void check_signatures(const Zone& zone, const PublishedKeys& keys, const VerifyPolicy& policy,
                      ZoneReport& report) {
  const WalkIndex names(zone.nodes(), nodes_of_a_run);
  const WalkIndex nsec3(zone.nsec3_nodes(), nodes_of_a_run);
  const std::size_t parts = names.runs() + nsec3.runs();
  std::vector<Share> shares(OrderedWork::slots_for(policy.threads));
  const std::thread::id caller = std::this_thread::get_id();
  const auto check = [&](std::size_t part, std::size_t slot) -> Result<void> {
    if (policy.progress && std::this_thread::get_id() == caller) policy.progress(part, parts);
    Share& share = shares[slot];
    share.clear();
    const bool of_names = part < names.runs();
    const WalkIndex& walk = of_names ? names : nsec3;
    const std::size_t run = of_names ? part : part - names.runs();
    const auto for_each_set = [&](const std::function<void(const Item&)>& step) {
      for (auto at = walk.begin_of(run); !(at == walk.begin_of(run + 1)); ++at)
        for_sets_of(*at, step);
    };
    for_each_set([&](const Item& item) { SetCheck(zone, keys, policy, item, share).gather(); });
    share.holds = share.batch.verify();
    for_each_set([&](const Item& item) { SetCheck(zone, keys, policy, item, share).run(); });
    return {};
  };
  Total total(report);
  const auto add = [&](std::size_t, std::size_t slot) -> Result<void> {
    total.add(shares[slot]);
    return {};
  };
  (void)OrderedWork::run(parts, policy.threads, check, add).ok();
  total.finish(zone, keys);
}

bool signs_dnskeys(const Zone& zone, const PublishedKey& key, std::size_t& left) {
  const auto set = zone.find(zone.apex(), RRType::DNSKEY);
  if (!set) return false;
  Octets scratch;
  for (const OctetView rdata : set->signatures.rdatas) {
    const auto rrsig = rr::Rrsig::read(rdata);
    const bool by_key =
        rrsig.ok() && rrsig->key_tag == key.tag && rrsig->algorithm == key.dnskey.algorithm;
    if (!by_key) continue;
    if (left == 0) return false;
    --left;
    if (check_signature(*rrsig, set->rrset, key.key, scratch)) return true;
  }
  return false;
}

}  // namespace vouch
