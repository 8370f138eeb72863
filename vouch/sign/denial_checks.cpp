#include "vouch/sign/denial_checks.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "vouch/base/encoding.hpp"
#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/sign/denial_chain.hpp"

namespace vouch {
namespace {

using Findings = std::vector<ZoneFinding>;

void complain(Findings& findings, FindingCode code, NameView owner, RRType type,
              std::string detail = {}) {
  findings.push_back({code, Name(owner), type, {}, std::move(detail)});
}

std::string types_text(const rr::TypeBitmap& types) {
  return types.empty() ? "no types" : types.text();
}

// Types that the signatures' checks told of: an RRset that was added without signing, or taken out
// and left its signature, is in the bitmap's way, too, and is one fault.
class ToldTypes {
 public:
  explicit ToldTypes(const Findings& findings) {
    for (const ZoneFinding& finding : findings) {
      if (finding.code == FindingCode::missing_rrsig ||
          finding.code == FindingCode::rrsig_without_rrset)
        told_.emplace(Name::lowered(finding.owner).text(), finding.type);
    }
  }

  // Whether all in which the two differ was told of.
  bool explain(NameView owner, const std::vector<RRType>& is,
               const std::vector<RRType>& due) const {
    if (told_.empty()) return false;
    std::vector<RRType> other;
    std::set_symmetric_difference(is.begin(), is.end(), due.begin(), due.end(),
                                  std::back_inserter(other));
    const std::string name = Name::lowered(owner).text();
    return std::all_of(other.begin(), other.end(),
                       [&](RRType type) { return told_.contains(std::pair(name, type)); });
  }

 private:
  std::set<std::pair<std::string, RRType>> told_;
};

void check_bitmap(Findings& findings, NameView owner, RRType type, const rr::TypeBitmap& is,
                  const rr::TypeBitmap& due, const ToldTypes& told, NameView node) {
  if (equal_octets(is.octets(), due.octets()) || is.types() == due.types()) return;
  if (told.explain(node, is.types(), due.types())) return;
  complain(findings, FindingCode::bitmap_wrong, owner, type,
           "it holds " + types_text(is) + ", due are " + types_text(due));
}

// --- NSEC

class NsecCheck {
 public:
  NsecCheck(const Zone& zone, ZoneReport& report)
      : zone_(zone),
        report_(report),
        findings_(report.findings),
        told_(report.findings),
        ttl_(denial_ttl(zone)) {}

  void run() {
    std::optional<ZoneNode> before;  // the last one with an NSEC
    for (const ZoneNode node : zone_.nodes()) {
      if (!needs_nsec(node)) {
        if (node.has(RRType::NSEC))
          complain(findings_, FindingCode::extra_nsec, node.owner(), RRType::NSEC);
        continue;
      }
      dues_.push_back(node.owner());
      if (!node.has(RRType::NSEC)) {
        complain(findings_, FindingCode::missing_nsec, node.owner(), RRType::NSEC);
        continue;
      }
      if (before) check(*before);
      before = node;
      dues_.clear();
    }
    dues_.push_back(zone_.apex());
    if (before) check(*before);
  }

 private:
  // Whether a next name is as it should be, or what is wrong with it was told: names without their
  // NSEC stand between, or it is that of an NSEC that stands where none may.
  bool is_due(NameView next) const {
    if (std::any_of(dues_.begin(), dues_.end(), [&](NameView due) { return due == next; }))
      return true;
    const auto node = zone_.find(next);
    return node && node->has(RRType::NSEC) && !needs_nsec(*node);
  }

  void check(const ZoneNode& node) {
    const auto set = node.find(RRType::NSEC);
    ++report_.denial_records;
    if (set->rrset.size() > 1)
      complain(findings_, FindingCode::multiple_nsec, node.owner(), RRType::NSEC);
    if (set->rrset.ttl != ttl_ && !ttl_told_) {
      ttl_told_ = true;
      complain(findings_, FindingCode::negative_ttl, node.owner(), RRType::NSEC);
    }
    const auto nsec = rr::Nsec::read(set->rrset.rdatas.front());
    if (!nsec.ok()) return;
    if (!is_due(nsec->next)) {
      complain(findings_, FindingCode::nsec_chain_broken, node.owner(), RRType::NSEC,
               "next is " + nsec->next.text() + ", due is " + dues_.front().text());
    }
    std::vector<RRType> due = denied_types(node);
    due.push_back(RRType::NSEC);
    due.push_back(RRType::RRSIG);
    bitmap_.clear();
    rr::TypeBitmap::append(bitmap_, due);
    check_bitmap(findings_, node.owner(), RRType::NSEC, nsec->types,
                 rr::TypeBitmap::trusted(bitmap_), told_, node.owner());
  }

  const Zone& zone_;
  ZoneReport& report_;
  Findings& findings_;
  ToldTypes told_;
  std::vector<NameView> dues_;  ///< names that need an NSEC since that in hand
  Ttl ttl_;
  bool ttl_told_ = false;
  Octets bitmap_;
};

// --- NSEC3

struct ActualNsec3 {
  Nsec3Hash hash;
  ZoneNode node;
  rr::Nsec3 nsec3;
};

class Nsec3Check {
 public:
  Nsec3Check(const Zone& zone, const VerifyPolicy& policy, ZoneReport& report)
      : zone_(zone),
        policy_(policy),
        report_(report),
        findings_(report.findings),
        told_(report.findings) {}

  Result<void> run() {
    const auto chain = zone_.nsec3_chain();
    if (!chain) {
      complain(findings_, FindingCode::nsec3param_missing, zone_.apex(), RRType::NSEC3PARAM);
      return {};
    }
    if (chain->iterations != 0) {
      complain(findings_, FindingCode::iterations, zone_.apex(), RRType::NSEC3PARAM,
               std::to_string(chain->iterations));
    }
    if (!chain->salt.empty())
      complain(findings_, FindingCode::salted, zone_.apex(), RRType::NSEC3PARAM);
    read_records(*chain);
    // Every name that may have a record, of which opt-out lets some be left out.
    VOUCH_TRY(const auto allowed,
              hashed_nodes(zone_, {chain->iterations, chain->salt, false, policy_.threads}));
    compare(allowed);
    check_links();
    return {};
  }

 private:
  void read_records(const Zone::Nsec3Chain& chain) {
    for (const ZoneNode node : zone_.nsec3_nodes()) {
      const auto set = node.find(RRType::NSEC3);
      if (!set) continue;
      const auto hash = base32hex_octets(text_of(node.owner().first_label()));
      const bool placed =
          node.owner().parent() == zone_.apex() && hash.ok() && hash->size() == Nsec3Hash().size();
      if (!placed) {
        complain(findings_, FindingCode::nsec3_owner, node.owner(), RRType::NSEC3);
        continue;
      }
      if (set->rrset.size() > 1)
        complain(findings_, FindingCode::multiple_nsec, node.owner(), RRType::NSEC3);
      const auto nsec3 = rr::Nsec3::read(set->rrset.rdatas.front());
      if (!nsec3.ok()) continue;
      const bool same =
          nsec3->hash_algorithm == rr::Nsec3::sha1 && nsec3->iterations == chain.iterations &&
          equal_octets(nsec3->salt, chain.salt) && (nsec3->flags & ~rr::Nsec3::opt_out_flag) == 0;
      if (!same) complain(findings_, FindingCode::nsec3_parameters, node.owner(), RRType::NSEC3);
      ActualNsec3 actual{{}, node, *nsec3};
      std::copy(hash->begin(), hash->end(), actual.hash.begin());
      actual_.push_back(actual);
      ++report_.denial_records;
    }
    std::sort(actual_.begin(), actual_.end(),
              [](const auto& a, const auto& b) { return a.hash < b.hash; });
  }

  // The record whose span holds the hash: the last at or before it, wrapping.
  const ActualNsec3* covering(const Nsec3Hash& hash) const {
    if (actual_.empty()) return nullptr;
    const auto after = std::upper_bound(
        actual_.begin(), actual_.end(), hash,
        [](const Nsec3Hash& key, const ActualNsec3& one) { return key < one.hash; });
    return after == actual_.begin() ? &actual_.back() : &*(after - 1);
  }

  void compare(std::span<const HashedNode> allowed) {
    std::size_t at = 0;
    for (const HashedNode& due : allowed) {
      while (at < actual_.size() && actual_[at].hash < due.hash) extra(actual_[at++]);
      if (at < actual_.size() && actual_[at].hash == due.hash) {
        check_types(actual_[at++], due.node);
        continue;
      }
      const ActualNsec3* cover = covering(due.hash);
      if (due.needs_record || cover == nullptr) {
        complain(findings_, FindingCode::missing_nsec3, due.node.owner(), RRType::NSEC3);
      } else if (!cover->nsec3.is_opt_out()) {
        complain(findings_, FindingCode::opt_out_not_set, due.node.owner(), RRType::NSEC3,
                 "it is covered by " + cover->node.owner().text());
      }
    }
    for (; at < actual_.size(); ++at) extra(actual_[at]);
  }

  void extra(const ActualNsec3& one) {
    complain(findings_, FindingCode::extra_nsec3, one.node.owner(), RRType::NSEC3);
  }

  void check_types(const ActualNsec3& actual, const ZoneNode& node) {
    std::vector<RRType> due = denied_types(node);
    if (has_signed_rrset(node)) due.push_back(RRType::RRSIG);
    Octets bitmap;
    rr::TypeBitmap::append(bitmap, due);
    const std::size_t before = findings_.size();
    check_bitmap(findings_, actual.node.owner(), RRType::NSEC3, actual.nsec3.types,
                 rr::TypeBitmap::trusted(bitmap), told_, node.owner());
    if (findings_.size() > before)
      findings_.back().detail += " (the hash of " + node.owner().text() + ")";
  }

  void check_links() {
    for (std::size_t i = 0; i < actual_.size(); ++i) {
      const ActualNsec3& next = actual_[(i + 1) % actual_.size()];
      if (equal_octets(actual_[i].nsec3.next_hash, next.hash)) continue;
      complain(findings_, FindingCode::nsec_chain_broken, actual_[i].node.owner(), RRType::NSEC3,
               "next is " + base32hex_text(actual_[i].nsec3.next_hash) + ", due is " +
                   base32hex_text(next.hash));
    }
  }

  const Zone& zone_;
  const VerifyPolicy& policy_;
  ZoneReport& report_;
  Findings& findings_;
  ToldTypes told_;
  std::vector<ActualNsec3> actual_;
};

}  // namespace

Result<void> check_denial(const Zone& zone, const VerifyPolicy& policy, ZoneReport& report) {
  const ZoneWalk names = zone.nodes();
  const bool has_nsec = std::any_of(names.begin(), names.end(),
                                    [](const ZoneNode& node) { return node.has(RRType::NSEC); });
  const ZoneWalk hashes = zone.nsec3_nodes();
  const bool has_nsec3 = hashes.begin() != hashes.end();
  if (!has_nsec && !has_nsec3) {
    complain(report.findings, FindingCode::no_denial, zone.apex(), RRType::NSEC);
    return {};
  }
  if (has_nsec && has_nsec3)
    complain(report.findings, FindingCode::mixed_denial, zone.apex(), RRType::NSEC);
  if (has_nsec) NsecCheck(zone, report).run();
  return has_nsec3 ? Nsec3Check(zone, policy, report).run() : Result<void>();
}

}  // namespace vouch
