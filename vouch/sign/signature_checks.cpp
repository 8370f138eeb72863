#include "vouch/sign/signature_checks.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "vouch/dnssec/rrsig.hpp"

namespace vouch {
namespace {

constexpr std::size_t batch = 64;

struct Item {
  ZoneRRset set;
  bool to_be_signed;
};

// Everything in a zone that is signed or should be, in zone order.
std::vector<Item> items_of(const Zone& zone) {
  std::vector<Item> items;
  for (const ZoneWalk& walk : {zone.nodes(), zone.nsec3_nodes()}) {
    for (const ZoneNode node : walk) {
      const bool authoritative = node.kind() == NodeKind::authoritative;
      const bool delegation = node.kind() == NodeKind::delegation;
      for (std::size_t i = 0; i < node.rrset_count(); ++i) {
        const ZoneRRset set = node.rrset(i);
        const bool of_parent = set.rrset.type == RRType::DS || set.rrset.type == RRType::NSEC;
        const bool to_be_signed =
            !set.rrset.empty() && (authoritative || (delegation && of_parent));
        if (to_be_signed || !set.signatures.empty() || set.mixed_ttls)
          items.push_back({set, to_be_signed});
      }
    }
  }
  return items;
}

struct Share {
  std::size_t signatures = 0;
  std::size_t good = 0;
  std::map<Algorithm, std::size_t> good_by_algorithm;
};

class SetCheck {
 public:
  SetCheck(const Zone& zone, const PublishedKeys& keys, Timestamp at, const Item& item,
           std::vector<ZoneFinding>& findings)
      : zone_(zone), keys_(keys), at_(at), item_(item), findings_(findings) {}

  void run(Share& share, Octets& scratch) {
    const ZoneRRset& set = item_.set;
    if (set.mixed_ttls ||
        (!set.signatures.empty() && !set.rrset.empty() && set.signatures.ttl != set.rrset.ttl)) {
      complain(FindingCode::ttl_mismatch);
    }
    for (const OctetView rdata : set.signatures.rdatas) check_one(rdata, share, scratch);
    if (!item_.to_be_signed) return;
    if (set.signatures.empty()) return complain(FindingCode::missing_rrsig);
    for (const Algorithm algorithm : keys_.algorithms) {
      if (good_.count(algorithm) == 0)
        complain(FindingCode::missing_rrsig_for_algorithm, {}, text(algorithm));
    }
  }

 private:
  void complain(FindingCode code, std::optional<std::uint16_t> tag = {}, std::string detail = {}) {
    findings_.push_back(
        {code, Name(item_.set.rrset.owner), item_.set.rrset.type, tag, std::move(detail)});
  }

  void check_one(OctetView rdata, Share& share, Octets& scratch) {
    ++share.signatures;
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
    if (!check_key(*rrsig, scratch)) return;
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
    good_.insert(rrsig->algorithm);
    ++share.good;
    ++share.good_by_algorithm[rrsig->algorithm];
  }

  // Whether one of the keys with the signature's tag made it.
  bool check_key(const rr::Rrsig& rrsig, Octets& scratch) {
    bool known = false;
    for (const PublishedKey& key : keys_.keys) {
      if (key.tag != rrsig.key_tag || key.dnskey.algorithm != rrsig.algorithm) continue;
      known = true;
      if (!check_signature(rrsig, item_.set.rrset, key.key, scratch)) continue;
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
  std::vector<ZoneFinding>& findings_;
  std::set<Algorithm> good_;
};

}  // namespace

void check_signatures(const Zone& zone, const PublishedKeys& keys, const VerifyPolicy& policy,
                      ZoneReport& report) {
  const std::vector<Item> items = items_of(zone);
  std::vector<std::vector<ZoneFinding>> findings((items.size() + batch - 1) / batch);
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  const auto work = [&] {
    Octets scratch;
    Share share;
    for (std::size_t part = next++; part < findings.size(); part = next++) {
      for (std::size_t i = part * batch; i < std::min((part + 1) * batch, items.size()); ++i) {
        SetCheck(zone, keys, policy.at, items[i], findings[part]).run(share, scratch);
      }
    }
    const std::lock_guard lock(mutex);
    report.signatures += share.signatures;
    report.signatures_good += share.good;
    for (const auto& [algorithm, count] : share.good_by_algorithm)
      report.good_by_algorithm[algorithm] += count;
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < policy.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  report.rrsets_signed = static_cast<std::size_t>(std::count_if(
      items.begin(), items.end(), [](const Item& item) { return item.to_be_signed; }));
  for (std::vector<ZoneFinding>& part : findings) {
    for (ZoneFinding& finding : part) report.findings.push_back(std::move(finding));
  }
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
