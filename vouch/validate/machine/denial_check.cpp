#include "vouch/validate/machine/denial_check.hpp"

#include <algorithm>

#include "vouch/dnssec/rrsig.hpp"
#include "vouch/validate/machine/signature_check.hpp"

namespace vouch::machine {
namespace {

bool has_signature_of(const SignedRRset& rrset, NameView zone) {
  const RdataRange rrsigs = rrset.signatures.rdatas();
  return std::any_of(rrsigs.begin(), rrsigs.end(), [&](OctetView rdata) {
    const auto rrsig = rr::Rrsig::read(rdata);
    return rrsig.ok() && rrsig->signer == zone;
  });
}

// The name that was signed (RFC 4035 section 5.3.4).
Name signed_owner(const Name& owner, std::uint8_t labels) {
  if (labels >= rrsig_labels(owner)) return owner;
  auto wildcard = Name::wildcard_of(owner.view().suffix(labels));
  return wildcard.ok() ? std::move(*wildcard) : owner;
}

Reason reason_of(ProofGap gap) {
  switch (gap) {
    case ProofGap::name_not_denied: return Reason::name_not_denied;
    case ProofGap::no_closest_encloser: return Reason::name_not_denied;
    case ProofGap::next_closer_not_covered: return Reason::next_closer_not_denied;
    case ProofGap::wildcard_not_denied: return Reason::wildcard_not_denied;
    case ProofGap::wildcard_exists: return Reason::wildcard_exists;
    case ProofGap::type_exists: return Reason::type_exists;
    case ProofGap::cname_exists: return Reason::cname_exists;
    case ProofGap::parent_side: return Reason::denied_by_parent;
    case ProofGap::child_side: return Reason::denied_by_child;
    case ProofGap::below_cut: return Reason::denied_by_parent;
    case ProofGap::below_dname: return Reason::denied_above_dname;
    case ProofGap::name_exists: return Reason::name_exists;
    case ProofGap::too_many_iterations: return Reason::nsec3_iterations_absurd;
    case ProofGap::hash_budget: return Reason::nsec3_over_budget;
    case ProofGap::no_records: return Reason::denial_missing;
    case ProofGap::none: break;
  }
  return Reason::chain_holds;
}

}  // namespace

VerifiedDenial::VerifiedDenial(const Evidence& evidence, const ZoneKeys& keys, Work& work)
    : evidence_(evidence), zone_(keys.zone()), set_(zone_) {
  for (const SignedRRset& rrset : evidence.authority) {
    const RRType type = rrset.rrset.type();
    if ((type != RRType::NSEC && type != RRType::NSEC3) || rrset.rrset.empty()) continue;
    is_any_there_ = true;
    if (records_.size() >= DenialSet::max_records) break;
    if (has_signature_of(rrset, zone_)) take(rrset, keys, work);
  }
}

void VerifiedDenial::take(const SignedRRset& rrset, const ZoneKeys& keys, Work& work) {
  const SignatureCheck check =
      check_signatures(rrset, SigningKeys::all_of(keys), work, evidence_.server);
  const Name& owner = rrset.rrset.owner();
  if (!check.holds()) {
    const Reason reason =
        check.reason == Reason::signature_wrong ? Reason::denial_bogus : check.reason;
    bad_ = conclude(reason, {zone_, owner, rrset.rrset.type(), check.key_tag, evidence_.server},
                    check.detail);
    return;
  }
  owners_.push_back(signed_owner(owner, check.labels));
  if (!set_.add(rrset.rrset, owners_.back(), zone_)) return;
  ttl_ = std::min(ttl_, check.ttl);
  CheckedRRset checked{rrset, Section::authority, Status::secure, Reason::chain_holds, check.ttl};
  if (!(owners_.back() == owner)) checked.wildcard = owners_.back();
  records_.push_back(std::move(checked));
}

Reason VerifiedDenial::reason_without_records() const {
  if (!set_.refused().empty()) return Reason::denial_unusable;
  return is_any_there_ ? Reason::denial_unsigned : Reason::denial_missing;
}

Conclusion VerifiedDenial::judge(const DenialProof& proof, const Name& name, RRType type) const {
  Conclusion conclusion = conclude(Reason::chain_holds, {zone_, name, type, {}, evidence_.server});
  conclusion.evidence = explain(proof, set_);
  switch (proof.status) {
    case ProofStatus::holds: return conclusion;
    case ProofStatus::opt_out: conclusion.reason = Reason::opt_out_denial; return conclusion;
    case ProofStatus::insecure_delegation:
      conclusion.reason = Reason::unsigned_delegation;
      return conclusion;
    case ProofStatus::not_looked_at:
      conclusion.reason = Reason::nsec3_iterations_high;
      return conclusion;
    case ProofStatus::fails: break;
  }
  if (bad_) {
    Conclusion bad = *bad_;
    bad.evidence = std::move(conclusion.evidence);
    return bad;
  }
  conclusion.reason =
      proof.gap == ProofGap::no_records ? reason_without_records() : reason_of(proof.gap);
  return conclusion;
}

const VerifiedDenial& DenialChecks::verified(const Evidence& evidence, const ZoneKeys& keys,
                                             Work& work) {
  auto& done = done_[{&evidence, &keys}];
  if (!done) done = std::make_unique<VerifiedDenial>(evidence, keys, work);
  return *done;
}

Conclusion judge_expansion(const VerifiedDenial& denial, const Name& name, RRType type,
                           std::uint8_t labels, Work& work) {
  const DenialProof proof = prove_wildcard_answer(name, labels, denial.set(), work.budget.nsec3);
  Conclusion why = denial.judge(proof, name, type);
  switch (why.reason) {
    case Reason::denial_missing:
    case Reason::denial_unsigned:
    case Reason::next_closer_not_denied:
    case Reason::name_exists: why.reason = Reason::wildcard_not_proven; break;
    default: break;
  }
  trace_denial(work, why);
  return why;
}

void trace_denial(Work& work, const Conclusion& conclusion) {
  if (!work.trace) return;
  work.trace->denials.push_back({conclusion.place.owner, conclusion.place.type,
                                 conclusion.place.zone, conclusion.reason, conclusion.evidence});
}

}  // namespace vouch::machine
