#include "vouch/dnssec/denial_nsec3.hpp"

#include "vouch/dnssec/denial_match.hpp"

namespace vouch::denial {

std::optional<std::size_t> Nsec3Prover::find(Find what, NameView name) {
  const std::optional<Nsec3Hash> hash = hasher_.hash(name);
  out_of_hashes_ = out_of_hashes_ || !hash;
  if (!hash) return std::nullopt;
  for (std::size_t i = 0; i < set_.nsec3s().size(); ++i) {
    const Nsec3Record& record = set_.nsec3s()[i];
    if (!record.is_of_chain(example_)) continue;
    if (what == Find::matching ? matches(record, *hash) : covers(record, *hash)) return i;
  }
  return std::nullopt;
}

// A closest encloser that is a delegation or owns a DNAME is of another zone than the name (RFC
// 5155 section 8.3).
bool Nsec3Prover::accept_encloser(DenialProof& proof, const Nsec3Record& encloser) const {
  if (encloser.is_parent_side()) {
    proof.gap = ProofGap::below_cut;
    if (!encloser.has(RRType::DS)) hold(proof, ProofStatus::insecure_delegation, Shown::delegation);
    return false;
  }
  proof.gap = ProofGap::below_dname;
  return !encloser.has(RRType::DNAME);
}

// The closest provable encloser of a name that no record matches (RFC 5155 section 8.3).
bool Nsec3Prover::prove_encloser(DenialProof& proof, NameView name) {
  for (NameView encloser = name; encloser != set_.zone();) {
    encloser = encloser.parent();
    const std::optional<std::size_t> match = find(Find::matching, encloser);
    if (out_of_hashes_) break;
    if (!match) continue;
    proof.add_step(ProofRole::matches_closest_encloser, true, *match);
    proof.encloser_labels = static_cast<std::uint8_t>(encloser.label_count());
    return accept_encloser(proof, set_.nsec3s()[*match]);
  }
  proof.gap = missing(ProofGap::no_closest_encloser);
  return false;
}

bool Nsec3Prover::cover_next_closer(DenialProof& proof, NameView name) {
  const NameView next_closer = name.suffix(proof.encloser_labels + std::size_t{1});
  const std::optional<std::size_t> cover = find(Find::covering, next_closer);
  proof.gap = missing(ProofGap::next_closer_not_covered);
  if (!cover) return false;
  proof.add_step(ProofRole::covers_next_closer, true, *cover);
  opt_out_ = set_.nsec3s()[*cover].nsec3.is_opt_out();
  return true;
}

void Nsec3Prover::deny_wildcard(DenialProof& proof, NameView encloser, RRType type) {
  const ProofStatus status = opt_out_ ? ProofStatus::opt_out : ProofStatus::holds;
  const auto wildcard = Name::wildcard_of(encloser);
  if (!wildcard.ok()) return hold(proof, status, Shown::name_absent);
  if (const auto cover = find(Find::covering, *wildcard)) {
    proof.add_step(ProofRole::covers_wildcard, true, *cover);
    return hold(proof, status, Shown::name_absent);
  }
  proof.gap = missing(ProofGap::wildcard_not_denied);
  if (const auto match = find(Find::matching, *wildcard)) {
    const Nsec3Record& record = set_.nsec3s()[*match];
    proof.add_step(ProofRole::matches_wildcard, true, *match);
    proof.gap = gap_at_match(record, record.nsec3.types, type, false);
    if (proof.gap == ProofGap::none) hold(proof, status, Shown::wildcard_type_absent);
  } else if (opt_out_ && !out_of_hashes_) {
    hold(proof, ProofStatus::opt_out, Shown::hidden);
  }
}

DenialProof Nsec3Prover::deny(NameView name, RRType type) {
  DenialProof proof;
  if (const auto match = find(Find::matching, name)) {
    const Nsec3Record& record = set_.nsec3s()[*match];
    proof.add_step(ProofRole::matches_name, true, *match);
    conclude_match(proof, record, record.nsec3.types, type, name.is_root());
    if (proof.shown == Shown::type_absent && record.nsec3.types.empty())
      proof.shown = Shown::empty_non_terminal;
    return proof;
  }
  if (!prove_encloser(proof, name) || !cover_next_closer(proof, name)) return proof;
  deny_wildcard(proof, name.suffix(proof.encloser_labels), type);
  // Whatever the wildcard is, there may be an unsigned delegation (RFC 5155 section 8.6).
  if (proof.fails() && type == RRType::DS && opt_out_ && !out_of_hashes_)
    hold(proof, ProofStatus::opt_out, Shown::hidden);
  return proof;
}

DenialProof Nsec3Prover::deny_next_closer(NameView name, std::uint8_t encloser_labels) {
  DenialProof proof;
  proof.encloser_labels = encloser_labels;
  if (cover_next_closer(proof, name)) {
    hold(proof, opt_out_ ? ProofStatus::opt_out : ProofStatus::holds, Shown::next_closer_absent);
  } else if (find(Find::matching, name.suffix(encloser_labels + std::size_t{1}))) {
    proof.gap = ProofGap::name_exists;
  }
  return proof;
}

DenialProof Nsec3Prover::deny_ds(NameView name) {
  DenialProof proof;
  if (const auto match = find(Find::matching, name)) {
    const Nsec3Record& record = set_.nsec3s()[*match];
    proof.add_step(ProofRole::matches_name, true, *match);
    conclude_ds_match(proof, record, record.nsec3.types, name.is_root());
    return proof;
  }
  if (!prove_encloser(proof, name) || !cover_next_closer(proof, name)) return proof;
  if (opt_out_) {
    hold(proof, ProofStatus::opt_out, Shown::hidden);
  } else {
    hold(proof, ProofStatus::holds, Shown::name_absent);
  }
  return proof;
}

}  // namespace vouch::denial
