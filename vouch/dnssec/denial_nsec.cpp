#include "vouch/dnssec/denial_nsec.hpp"

#include "vouch/dnssec/denial_match.hpp"

namespace vouch::denial {
namespace {

// What a span that says nothing about the name, or something else than that it is absent, leaves
// open.
ProofGap gap_of(NsecRelation relation) {
  switch (relation) {
    case NsecRelation::none: return ProofGap::name_not_denied;
    case NsecRelation::matches: return ProofGap::name_exists;
    case NsecRelation::empty_non_terminal: return ProofGap::name_exists;
    case NsecRelation::below_cut: return ProofGap::below_cut;
    case NsecRelation::below_dname: return ProofGap::below_dname;
    case NsecRelation::covers: break;
  }
  return ProofGap::none;
}

// From most to least telling.
int rank(NsecRelation relation) {
  switch (relation) {
    case NsecRelation::matches: return 0;
    case NsecRelation::empty_non_terminal: return 1;
    case NsecRelation::covers: return 2;
    case NsecRelation::below_cut: return 3;
    case NsecRelation::below_dname: return 3;
    case NsecRelation::none: break;
  }
  return 4;
}

}  // namespace

NsecProver::Look NsecProver::look_at(NameView name) const {
  Look best;
  for (std::size_t i = 0; i < set_.nsecs().size(); ++i) {
    const NsecRelation found = relation(set_.nsecs()[i], set_.zone(), name);
    if (rank(found) < rank(best.relation)) best = {found, i};
  }
  return best;
}

DenialProof NsecProver::deny(NameView name, RRType type) const {
  const Look look = look_at(name);
  DenialProof proof = failing(gap_of(look.relation));
  if (look.relation == NsecRelation::none) return proof;
  const NsecRecord& record = set_.nsecs()[look.record];
  if (look.relation == NsecRelation::matches) {
    proof.add_step(ProofRole::matches_name, false, look.record);
    conclude_match(proof, record, record.nsec.types, type, name.is_root());
  } else if (look.relation == NsecRelation::empty_non_terminal) {
    proof.add_step(ProofRole::shows_empty_non_terminal, false, look.record);
    hold(proof, ProofStatus::holds, Shown::empty_non_terminal);
  } else if (look.relation == NsecRelation::covers) {
    proof.add_step(ProofRole::covers_name, false, look.record);
    deny_wildcard(proof, closest_encloser(record, name), type);
  }
  return proof;
}

void NsecProver::deny_wildcard(DenialProof& proof, NameView encloser, RRType type) const {
  proof.encloser_labels = static_cast<std::uint8_t>(encloser.label_count());
  const auto wildcard = Name::wildcard_of(encloser);
  if (!wildcard.ok()) {
    // A name that is longer than names can be does not exist.
    hold(proof, ProofStatus::holds, Shown::name_absent);
    return;
  }
  const Look look = look_at(*wildcard);
  proof.gap = ProofGap::wildcard_not_denied;
  if (look.relation == NsecRelation::covers) {
    proof.add_step(ProofRole::covers_wildcard, false, look.record);
    hold(proof, ProofStatus::holds, Shown::name_absent);
  } else if (look.relation == NsecRelation::empty_non_terminal) {
    proof.add_step(ProofRole::matches_wildcard, false, look.record);
    hold(proof, ProofStatus::holds, Shown::wildcard_type_absent);
  } else if (look.relation == NsecRelation::matches) {
    const NsecRecord& record = set_.nsecs()[look.record];
    proof.add_step(ProofRole::matches_wildcard, false, look.record);
    proof.gap = gap_at_match(record, record.nsec.types, type, false);
    if (proof.gap == ProofGap::none) hold(proof, ProofStatus::holds, Shown::wildcard_type_absent);
  }
}

DenialProof NsecProver::deny_next_closer(NameView name, std::uint8_t encloser_labels) const {
  const Look look = look_at(name.suffix(encloser_labels + std::size_t{1}));
  DenialProof proof = failing(gap_of(look.relation));
  proof.encloser_labels = encloser_labels;
  if (look.relation == NsecRelation::none) {
    proof.gap = ProofGap::next_closer_not_covered;
  } else if (look.relation == NsecRelation::covers) {
    proof.add_step(ProofRole::covers_next_closer, false, look.record);
    hold(proof, ProofStatus::holds, Shown::next_closer_absent);
  }
  return proof;
}

DenialProof NsecProver::deny_ds(NameView name) const {
  const Look look = look_at(name);
  DenialProof proof = failing(gap_of(look.relation));
  if (look.relation == NsecRelation::matches) {
    const NsecRecord& record = set_.nsecs()[look.record];
    proof.add_step(ProofRole::matches_name, false, look.record);
    conclude_ds_match(proof, record, record.nsec.types, name.is_root());
  } else if (look.relation == NsecRelation::empty_non_terminal) {
    proof.add_step(ProofRole::shows_empty_non_terminal, false, look.record);
    hold(proof, ProofStatus::holds, Shown::empty_non_terminal);
  } else if (look.relation == NsecRelation::covers) {
    proof.add_step(ProofRole::covers_name, false, look.record);
    hold(proof, ProofStatus::holds, Shown::name_absent);
  }
  return proof;
}

}  // namespace vouch::denial
