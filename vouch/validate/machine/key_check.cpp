#include "vouch/validate/machine/key_check.hpp"

#include <algorithm>

#include "vouch/validate/machine/signature_check.hpp"
#include "vouch/validate/revocation.hpp"

namespace vouch::machine {

KeyPointers KeyPointers::from_ds(RRsetView ds, const Work& work) {
  KeyPointers pointers;
  pointers.zone_ = Name(ds.owner);
  for (const OctetView rdata : ds.rdatas) {
    if (!rr::Ds::read(rdata).ok()) continue;
    pointers.add({pointers.zone_, RRType::DS, Octets(rdata.begin(), rdata.end())}, work);
  }
  pointers.pass_over_sha1();
  return pointers;
}

KeyPointers KeyPointers::from_anchors(std::span<const TrustAnchor> anchors, const Work& work) {
  KeyPointers pointers;
  pointers.are_anchors_ = true;
  pointers.zone_ = anchors.empty() ? Name() : anchors.front().zone;
  for (const TrustAnchor& anchor : anchors) pointers.add(anchor, work);
  return pointers;
}

void KeyPointers::add(TrustAnchor target, const Work& work) {
  const bool algorithm_accepted = work.policy().accepts(target.algorithm());
  const auto digest = target.digest_type();
  is_refused_by_library_ =
      is_refused_by_library_ || work.policy().is_refused_by_library(target.algorithm());
  all_algorithms_unsupported_ = all_algorithms_unsupported_ && !algorithm_accepted;
  pointers_.push_back(
      {std::move(target), algorithm_accepted && (!digest || work.policy().accepts(*digest))});
}

void KeyPointers::pass_over_sha1() {
  const auto is_sha1 = [](const Pointer& each) {
    return each.target.digest_type() == DigestType::sha1;
  };
  const bool has_stronger =
      std::any_of(pointers_.begin(), pointers_.end(),
                  [&](const Pointer& each) { return each.is_accepted && !is_sha1(each); });
  for (Pointer& each : pointers_) {
    if (has_stronger && is_sha1(each)) each.is_accepted = false;
  }
}

std::optional<Conclusion> KeyPointers::why_insecure() const {
  // Malformed records alone say nothing about what is supported.
  if (pointers_.empty()) return std::nullopt;
  std::string detail;
  for (const Pointer& each : pointers_) {
    if (each.is_accepted) return std::nullopt;
    if (!detail.empty()) detail += "; ";
    detail += "algorithm " + text(each.target.algorithm());
    if (each.target.digest_type()) detail += " with " + text(*each.target.digest_type());
  }
  Reason reason = are_anchors_ ? Reason::anchor_digest_unsupported : Reason::ds_digest_unsupported;
  if (all_algorithms_unsupported_)
    reason = are_anchors_ ? Reason::anchor_algorithm_unsupported : Reason::ds_algorithm_unsupported;
  if (is_refused_by_library_) {
    detail += "; the cryptographic library refuses an algorithm that is implemented";
    if (!are_anchors_) reason = Reason::ds_algorithm_refused;
  }
  return conclude(reason, {zone_, zone_, are_anchors_ ? RRType::DNSKEY : RRType::DS},
                  std::move(detail));
}

class KeyChecker {
 public:
  KeyChecker(const SignedRRset& dnskeys, const KeyPointers& pointers, Work& work,
             const std::string& server)
      : dnskeys_(dnskeys), pointers_(pointers), work_(work), server_(server) {}

  KeyCheck run();

 private:
  void match();
  void match_pointer(const TrustAnchor& target);
  bool may_compare();
  Reason why_no_match() const;
  bool points_to_revoked_key() const;
  Conclusion check_signed();
  Conclusion place(Reason reason, std::string detail = {},
                   std::optional<std::uint16_t> tag = {}) const;
  void trace(Reason reason) const;

  const SignedRRset& dnskeys_;
  const KeyPointers& pointers_;
  Work& work_;
  const std::string& server_;
  std::shared_ptr<ZoneKeys> keys_;
  std::vector<const ZoneKey*> matched_;  ///< usable ones
  std::vector<OctetView> rdatas_;        ///< of keys_->keys(), one for one
  std::vector<DsTrial> trials_;
  unsigned compared_ = 0;           ///< DS records that a key's digest was compared with
  bool is_cut_short_ = false;       ///< there were more of them than are looked at
  std::optional<KeyUse> unusable_;  ///< of a key that was pointed to
  Ttl ttl_;
};

Conclusion KeyChecker::place(Reason reason, std::string detail,
                             std::optional<std::uint16_t> tag) const {
  const Name& zone = pointers_.zone();
  return conclude(reason, {zone, zone, RRType::DNSKEY, tag, server_}, std::move(detail));
}

KeyCheck KeyChecker::run() {
  const std::size_t limit = work_.limits().keys_per_zone;
  if (dnskeys_.rrset.size() > limit) {
    return {place(Reason::too_many_keys, std::to_string(dnskeys_.rrset.size()) + " keys, " +
                                             std::to_string(limit) + " are looked at")};
  }
  keys_ = std::make_shared<ZoneKeys>(ZoneKeys::read(dnskeys_.rrset));
  for (const OctetView rdata : dnskeys_.rrset.rdatas()) {
    if (rr::Dnskey::read(rdata).ok()) rdatas_.push_back(rdata);
  }
  match();
  KeyCheck check;
  check.conclusion = matched_.empty() ? place(why_no_match()) : check_signed();
  if (check.conclusion.reason == Reason::chain_holds) {
    check.keys = keys_;
    check.ttl = ttl_;
  }
  trace(check.conclusion.reason);
  return check;
}

void KeyChecker::match() {
  for (const KeyPointers::Pointer& pointer : pointers_.pointers_) {
    const TrustAnchor& target = pointer.target;
    trials_.push_back(
        {target.key_tag(), target.algorithm(), target.digest_type(), pointer.is_accepted, {}});
    if (pointer.is_accepted) match_pointer(target);
  }
}

// Tags are compared with all DS records, digests with as many as the limit says.
bool KeyChecker::may_compare() {
  if (pointers_.are_anchors() || compared_ < work_.limits().ds_per_zone) {
    ++compared_;
    return true;
  }
  is_cut_short_ = true;
  return false;
}

void KeyChecker::match_pointer(const TrustAnchor& target) {
  unsigned tried = 0;
  for (std::size_t i = 0; i < rdatas_.size(); ++i) {
    const OctetView rdata = rdatas_[i];
    const ZoneKey& candidate = keys_->keys()[i];
    if (candidate.tag != target.key_tag() || candidate.algorithm != target.algorithm()) continue;
    if (tried == 0 && !may_compare()) return;
    if (++tried > work_.limits().keys_per_tag) return;
    if (!target.matches(rdata)) continue;
    trials_.back().matched_flags = candidate.flags;
    if (candidate.use != KeyUse::usable) {
      unusable_ = candidate.use;
    } else if (std::find(matched_.begin(), matched_.end(), &candidate) == matched_.end()) {
      matched_.push_back(&candidate);
    }
    return;
  }
}

Reason KeyChecker::why_no_match() const {
  if (is_cut_short_) return Reason::too_many_ds;
  if (unusable_) {
    switch (*unusable_) {
      case KeyUse::not_zone_key: return Reason::ds_key_not_zone_key;
      case KeyUse::wrong_protocol: return Reason::ds_key_wrong_protocol;
      case KeyUse::revoked: return Reason::ds_key_revoked;
      default: return Reason::ds_key_malformed;
    }
  }
  if (points_to_revoked_key()) return Reason::ds_key_revoked;
  return pointers_.are_anchors() ? Reason::anchor_matches_no_key : Reason::ds_matches_no_key;
}

// A key's tag and digest change when it is revoked, so what pointed to it does not any more.
bool KeyChecker::points_to_revoked_key() const {
  unsigned tried = 0;
  for (std::size_t i = 0; i < rdatas_.size(); ++i) {
    const OctetView rdata = rdatas_[i];
    if ((keys_->keys()[i].flags & rr::Dnskey::revoke_flag) == 0) continue;
    if (++tried > work_.limits().keys_per_tag) return false;
    const Octets before = without_revocation(rdata);
    for (const KeyPointers::Pointer& pointer : pointers_.pointers_) {
      if (pointer.is_accepted && pointer.target.matches(before)) return true;
    }
  }
  return false;
}

Conclusion KeyChecker::check_signed() {
  const SigningKeys signing{pointers_.zone(), matched_};
  const SignatureCheck check = check_signatures(dnskeys_, signing, work_, server_);
  ttl_ = check.ttl;
  Reason reason = check.reason;
  if (reason == Reason::signature_missing) reason = Reason::dnskey_unsigned;
  if (reason == Reason::signing_key_missing) reason = Reason::ds_key_does_not_sign;
  if (reason == Reason::signature_wrong) reason = Reason::dnskey_bogus;
  return place(reason, check.detail, check.key_tag);
}

void KeyChecker::trace(Reason reason) const {
  if (!work_.trace) return;
  ZoneTrace zone;
  zone.zone = pointers_.zone();
  zone.source = pointers_.are_anchors() ? ZoneTrace::Source::anchor : ZoneTrace::Source::ds;
  zone.result = reason;
  zone.ds = trials_;
  for (const ZoneKey& key : keys_->keys())
    zone.keys.push_back({key.tag, key.algorithm, key.flags, key.use});
  work_.trace->zones.push_back(std::move(zone));
}

KeyCheck check_keys(const SignedRRset& dnskeys, const KeyPointers& pointers, Work& work,
                    const std::string& server) {
  return KeyChecker(dnskeys, pointers, work, server).run();
}

}  // namespace vouch::machine
