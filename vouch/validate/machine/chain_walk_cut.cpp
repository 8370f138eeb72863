// One zone cut: whether there is one at a name, and the keys of the zone below it.
#include <algorithm>

#include "vouch/dnssec/rrsig.hpp"
#include "vouch/validate/machine/chain_walk.hpp"
#include "vouch/validate/machine/signature_check.hpp"

namespace vouch::machine {
namespace {

// The reasons of a denial, as they read where it is the denial of a DS.
Reason reason_for_ds(Reason reason) {
  switch (reason) {
    case Reason::type_exists: return Reason::ds_denied_though_listed;
    case Reason::cname_exists: return Reason::ds_denied_beside_cname;
    case Reason::denied_by_child: return Reason::ds_denied_by_child;
    case Reason::denial_missing: return Reason::ds_not_denied;
    case Reason::opt_out_denial: return Reason::opt_out_delegation;
    default: return reason;
  }
}

Reason reason_for_ds_signature(Reason reason) {
  switch (reason) {
    case Reason::signer_is_not_the_zone: return Reason::ds_signed_by_child;
    case Reason::signer_not_ancestor: return Reason::ds_signed_by_child;
    case Reason::signature_wrong: return Reason::ds_bogus;
    default: return reason;
  }
}

// The DS of an answer, or of the authority section of a referral.
const SignedRRset* find_ds(const Evidence& evidence, const Name& name) {
  const SignedRRset* in_answer = find_rrset(evidence.answer, name, RRType::DS);
  return in_answer != nullptr ? in_answer : find_rrset(evidence.authority, name, RRType::DS);
}

void add_all_signers(CutCandidates& signers, const Evidence& evidence, const Name& name) {
  for (const SignedRRset& rrset : evidence.answer) add_signers(signers, rrset, name);
  if (const SignedRRset* ds = find_ds(evidence, name)) add_signers(signers, *ds, name);
  add_authority_signers(signers, evidence, name);
}

}  // namespace

Progress<const ChainWalk::Cut*> ChainWalk::step_to(const Name& name, ZoneKeysPtr zone,
                                                   bool labels_skipped) {
  auto found = cuts_.find(name);
  if (found == cuts_.end()) {
    if (labels_skipped && unclear_names_.count({name, zone->zone()}) != 0) return &unclear_;
    VOUCH_AWAIT(Cut cut, look_for_ds(name, *zone, labels_skipped));
    if (cut.kind == Cut::Kind::unclear) {
      unclear_names_.insert({name, zone->zone()});
      return &unclear_;
    }
    if (cut.kind != Cut::Kind::delegation) trace_cut(name, zone->zone(), cut);
    accept(name, std::move(cut));
    found = cuts_.find(name);
  }
  if (found->second.kind == Cut::Kind::delegation) return complete(name, zone->zone());
  return &found->second;
}

Progress<ChainWalk::Cut> ChainWalk::look_for_ds(const Name& name, const ZoneKeys& zone,
                                                bool labels_skipped) {
  const Question question{name, RRType::DS, rrclass_};
  if (const Conclusion* standing = fetches_.standing(question)) return Cut::ended(*standing);
  VOUCH_AWAIT(const Evidence* evidence, fetches_.get(question, zone.zone()));
  Cut cut;
  if (evidence->failure != FetchFailure::none) {
    cut = Cut::ended(conclude(Reason::ds_unreachable,
                              {zone.zone(), name, RRType::DS, {}, evidence->server},
                              std::string(text(evidence->failure))));
    if (labels_skipped) cut.kind = Cut::Kind::unclear;
    return cut;
  }
  cut = judge_delegation(name, zone, *evidence);
  if (!cut.is_bogus()) return cut;
  if (labels_skipped) {
    cut.kind = Cut::Kind::unclear;
    return cut;
  }
  VOUCH_AWAIT(Conclusion final, fetches_.dispute(question, zone.zone(), std::move(cut.why)));
  return Cut::ended(std::move(final));
}

bool ChainWalk::add_signers_of_ds(CutCandidates& candidates, const Name& name,
                                  const ZoneKeys& zone) const {
  const Evidence* evidence = fetches_.find({name, RRType::DS, rrclass_});
  if (evidence == nullptr) return false;
  CutCandidates signers;
  add_all_signers(signers, *evidence, name);
  bool is_new = false;
  for (const Name& signer : signers) {
    if (signer.is_below(zone.zone()) && !(signer == name))
      is_new = candidates.insert(signer).second || is_new;
  }
  return is_new;
}

ChainWalk::Cut ChainWalk::judge_delegation(const Name& name, const ZoneKeys& zone,
                                           const Evidence& evidence) {
  if (const SignedRRset* ds = find_ds(evidence, name)) return judge_ds(name, zone, *ds, evidence);
  const SignedRRset* cname = find_rrset(evidence.answer, name, RRType::CNAME);
  const SignedRRset* dname = find_dname(evidence, name);
  if (cname != nullptr || dname != nullptr) return judge_alias(name, zone, cname, dname, evidence);
  return judge_no_ds(name, zone, evidence);
}

ChainWalk::Cut ChainWalk::judge_ds(const Name& name, const ZoneKeys& zone, const SignedRRset& ds,
                                   const Evidence& evidence) {
  const SignatureCheck check =
      check_signatures(ds, SigningKeys::all_of(zone), work_, evidence.server);
  if (!check.holds()) {
    return Cut::ended(conclude(reason_for_ds_signature(check.reason),
                               {zone.zone(), name, RRType::DS, check.key_tag, evidence.server},
                               check.detail));
  }
  KeyPointers pointers = KeyPointers::from_ds(ds.rrset, work_);
  if (auto why = pointers.why_insecure()) {
    why->place.zone = zone.zone();
    why->place.server = evidence.server;
    return Cut::ended(std::move(*why), Cut::Proof::ds, check.ttl);
  }
  return {Cut::Kind::delegation, nullptr, {}, std::move(pointers), Cut::Proof::ds, check.ttl};
}

// A query for DS that is answered with a CNAME: there is no cut here, if the zone says so itself
// (RFC 4035 section 2.5, RFC 6672 section 5.3.1).
ChainWalk::Cut ChainWalk::judge_alias(const Name& name, const ZoneKeys& zone,
                                      const SignedRRset* cname, const SignedRRset* dname,
                                      const Evidence& evidence) {
  const bool is_signed = cname != nullptr && !cname->signatures.empty();
  const SignedRRset* alias = is_signed || dname == nullptr ? cname : dname;
  const SignatureCheck check =
      check_signatures(*alias, SigningKeys::all_of(zone), work_, evidence.server);
  if (check.holds()) {
    if (alias == dname) return {Cut::Kind::absent};
    if (check.labels < rrsig_labels(name))
      return judge_expanded_alias(name, zone, check.labels, evidence);
    return {Cut::Kind::no_cut, nullptr, {}, std::nullopt, Cut::Proof::alias, check.ttl};
  }
  const bool is_unsigned = check.reason == Reason::signature_missing;
  return Cut::ended(conclude(
      is_unsigned ? Reason::cname_for_ds_unsigned : check.reason,
      {zone.zone(), alias->rrset.owner(), alias->rrset.type(), check.key_tag, evidence.server},
      check.detail));
}

// The CNAME of a wildcard says nothing of the name, unless nothing closer exists (RFC 4035
// section 5.3.4): then nothing is here or below.
ChainWalk::Cut ChainWalk::judge_expanded_alias(const Name& name, const ZoneKeys& zone,
                                               std::uint8_t labels, const Evidence& evidence) {
  Conclusion why =
      judge_expansion(denials_.verified(evidence, zone, work_), name, RRType::CNAME, labels, work_);
  why.reason = reason_for_ds(why.reason);
  if (why.reason == Reason::chain_holds) return {Cut::Kind::absent};
  return Cut::ended(std::move(why));
}

ChainWalk::Cut ChainWalk::judge_no_ds(const Name& name, const ZoneKeys& zone,
                                      const Evidence& evidence) {
  const VerifiedDenial& denial = denials_.verified(evidence, zone, work_);
  const DenialProof proof = prove_ds_absent(name, denial.set(), work_.budget.nsec3);
  Conclusion why = denial.judge(proof, name, RRType::DS);
  why.reason = reason_for_ds(why.reason);
  if (why.reason == Reason::denial_unsigned) {
    CutCandidates signers;
    add_authority_signers(signers, evidence, name);
    if (signers.count(name) != 0) why.reason = Reason::ds_denied_by_child;
  }
  if (proof.shown == Shown::name_absent && evidence.is_referral)
    why.reason = Reason::referral_to_nothing;
  trace_denial(work_, why);
  if (why.reason != Reason::chain_holds) {
    // Iterations that are not computed prove nothing (RFC 9276 section 3.2).
    const bool is_proof = why.reason != Reason::nsec3_iterations_high;
    return Cut::ended(std::move(why), is_proof ? Cut::Proof::denial : Cut::Proof::nothing,
                      denial.ttl());
  }
  if (proof.shown == Shown::name_absent) return {Cut::Kind::absent};
  return {Cut::Kind::no_cut, nullptr, {}, std::nullopt, Cut::Proof::denial, denial.ttl()};
}

Progress<const ChainWalk::Cut*> ChainWalk::complete(const Name& name, const Name& parent) {
  const Cut& delegation = cuts_.find(name)->second;
  VOUCH_AWAIT(Cut cut, look_for_keys(name, *delegation.pointers, delegation.ttl));
  // The DS may be what is wrong: it is looked at afresh, once (RFC 4035 section 4.7).
  if (cut.is_bogus() && ds_asked_again_.insert(name).second) {
    auto disputed = fetches_.dispute({name, RRType::DS, rrclass_}, parent, cut.why);
    if (disputed.waits()) {
      cuts_.erase(name);
      fetches_.reopen({name, RRType::DNSKEY, rrclass_});
      return std::move(disputed).need();
    }
  }
  trace_cut(name, parent, cut);
  return &accept(name, std::move(cut));
}

Progress<ChainWalk::Cut> ChainWalk::look_for_keys(const Name& name, const KeyPointers& pointers,
                                                  Ttl ds_ttl) {
  const Question question{name, RRType::DNSKEY, rrclass_};
  if (const Conclusion* standing = fetches_.standing(question)) return Cut::ended(*standing);
  VOUCH_AWAIT(const Evidence* evidence, fetches_.get(question, name));
  Cut cut = judge_keys(name, pointers, ds_ttl, *evidence);
  if (!cut.is_bogus()) return cut;
  VOUCH_AWAIT(Conclusion final, fetches_.dispute(question, name, std::move(cut.why)));
  return Cut::ended(std::move(final));
}

ChainWalk::Cut ChainWalk::judge_keys(const Name& name, const KeyPointers& pointers, Ttl ds_ttl,
                                     const Evidence& evidence) {
  const VerdictPlace place{name, name, RRType::DNSKEY, {}, evidence.server};
  const bool by_anchor = pointers.are_anchors();
  if (evidence.failure != FetchFailure::none) {
    return Cut::ended(conclude(by_anchor ? Reason::anchor_unreachable : Reason::dnskey_unreachable,
                               place, std::string(text(evidence.failure))));
  }
  const SignedRRset* dnskeys = find_rrset(evidence.answer, name, RRType::DNSKEY);
  if (dnskeys == nullptr) {
    Reason reason = by_anchor ? Reason::anchor_without_keys : Reason::dnskey_missing;
    if (find_rrset(evidence.answer, name, RRType::CNAME) != nullptr)
      reason = Reason::dnskey_is_cname;
    return Cut::ended(conclude(reason, place));
  }
  KeyCheck check = check_keys(*dnskeys, pointers, work_, evidence.server);
  if (!check.keys) return Cut::ended(std::move(check.conclusion));
  return {Cut::Kind::zone, std::move(check.keys), {},
          std::nullopt,    Cut::Proof::dnskey,    std::min(ds_ttl, check.ttl)};
}

Progress<std::optional<Standing>> ChainWalk::find_hidden_cut(const Name& name, ZoneKeysPtr zone) {
  const std::optional<Standing> nothing;
  const Cut* cut = known(name);
  if (cut != nullptr && cut->kind == Cut::Kind::no_cut) return nothing;
  VOUCH_AWAIT(const Evidence* evidence, fetches_.get({name, RRType::DS, rrclass_}, zone->zone()));
  if (evidence->failure != FetchFailure::none) return nothing;
  CutCandidates candidates;
  add_all_signers(candidates, *evidence, name);
  std::erase_if(candidates, [&](const Name& signer) { return !signer.is_below(zone->zone()); });
  const SignedRRset* ds = find_ds(*evidence, name);
  if (candidates.empty() && ds == nullptr) {
    // Only this zone answers for the DS: what it proves is taken, what it can't prove is let be.
    const Cut judged = judge_delegation(name, *zone, *evidence);
    if (judged.kind == Cut::Kind::no_cut) accept(name, judged);
    const bool is_shown = judged.kind == Cut::Kind::ended &&
                          judged.why.status() == Status::insecure &&
                          judged.proof != Cut::Proof::nothing;
    if (!is_shown) return nothing;
    return std::optional<Standing>(Standing{nullptr, accept(name, judged).why});
  }
  candidates.insert(name);
  VOUCH_AWAIT(Standing standing, find(name, candidates, Search::candidates));
  // A DS that holds shows a cut, whatever comes of the keys below it.
  const bool is_shown = standing.is_secure() || standing.why.status() == Status::insecure ||
                        standing.why.place.type == RRType::DNSKEY;
  if (!is_shown || (standing.is_secure() && standing.keys->zone() == zone->zone())) return nothing;
  return std::optional<Standing>(std::move(standing));
}

}  // namespace vouch::machine
