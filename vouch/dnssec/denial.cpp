#include "vouch/dnssec/denial.hpp"

#include <algorithm>

#include "vouch/dnssec/denial_match.hpp"
#include "vouch/dnssec/denial_nsec.hpp"
#include "vouch/dnssec/denial_nsec3.hpp"

namespace vouch {
namespace {

using denial::failing;
using denial::Nsec3Prover;
using denial::NsecProver;

/// Chains in one answer that are tried; an honest one has one, or two while it is changed.
constexpr std::size_t max_chains = 2;

// One record of each chain of the set.
std::vector<std::size_t> chain_examples(const DenialSet& set) {
  std::vector<std::size_t> examples;
  for (std::size_t i = 0; i < set.nsec3s().size() && examples.size() < max_chains; ++i) {
    const bool is_known = std::any_of(examples.begin(), examples.end(), [&](std::size_t example) {
      return set.nsec3s()[i].is_of_chain(set.nsec3s()[example]);
    });
    if (!is_known) examples.push_back(i);
  }
  return examples;
}

unsigned price_of(const Nsec3Record& record) {
  return nsec3_price(record.nsec3.iterations, record.nsec3.salt.size());
}

// A chain that is too dear to look at.
DenialProof pass_over(unsigned price, const Nsec3Budget& budget) {
  DenialProof proof = failing(ProofGap::too_many_iterations);
  if (price < budget.refused_price) proof.status = ProofStatus::not_looked_at;
  return proof;
}

// The proof of the first chain that makes one; a chain that is passed over counts only where there
// is no other.
template <typename Prove>
DenialProof prove_by_nsec3(const DenialSet& set, Nsec3Budget& budget, Prove prove) {
  std::optional<DenialProof> failed;
  std::optional<DenialProof> passed_over;
  for (const std::size_t example : chain_examples(set)) {
    const unsigned price = price_of(set.nsec3s()[example]);
    if (price > budget.max_price) {
      passed_over = pass_over(price, budget);
      continue;
    }
    Nsec3Prover prover(set, example, budget);
    DenialProof proof = prove(prover);
    if (!proof.fails()) return proof;
    if (!failed) failed = proof;
  }
  if (failed) return *failed;
  return passed_over.value_or(failing(ProofGap::no_records));
}

// NSEC and NSEC3 may stand side by side while a zone changes from one to the other: either will do,
// and a proof that holds is better than one that holds in part.
template <typename Prove>
DenialProof prove_by_either(const DenialSet& set, Nsec3Budget& budget, Prove prove) {
  DenialProof by_nsec = failing(ProofGap::no_records);
  if (!set.nsecs().empty()) by_nsec = prove(NsecProver(set));
  if (by_nsec.holds() || set.nsec3s().empty()) return by_nsec;
  const DenialProof by_nsec3 = prove_by_nsec3(set, budget, prove);
  const bool nsec3_is_better =
      by_nsec.fails() && (!by_nsec3.fails() || by_nsec.gap == ProofGap::no_records);
  return nsec3_is_better || by_nsec3.holds() ? by_nsec3 : by_nsec;
}

DenialProof require(DenialProof proof, bool shown, ProofGap gap) {
  if (proof.status == ProofStatus::fails || proof.status == ProofStatus::not_looked_at || shown ||
      proof.shown == Shown::delegation)
    return proof;
  proof.status = ProofStatus::fails;
  proof.gap = gap;
  proof.shown = Shown::nothing;
  return proof;
}

}  // namespace

void DenialProof::add_step(ProofRole role, bool nsec3, std::size_t record) {
  if (step_count < steps.size())
    steps[step_count++] = {role, nsec3, static_cast<std::uint8_t>(record)};
}

bool DenialSet::add(RRsetView rrset, NameView owner, NameView signer) {
  for (const OctetView rdata : rrset.rdatas) {
    if (nsecs_.size() + nsec3s_.size() + refused_.size() >= max_records) return false;
    if (rrset.type == RRType::NSEC) add_nsec(owner, signer, rdata);
    if (rrset.type == RRType::NSEC3) add_nsec3(owner, signer, rdata);
  }
  return true;
}

void DenialSet::add_nsec(NameView owner, NameView signer, OctetView rdata) {
  const auto nsec = rr::Nsec::read(rdata);
  SpanRefusal refusal = SpanRefusal::malformed;
  if (nsec.ok()) {
    const NsecRecord record{owner, signer, *nsec};
    refusal = check_nsec(record, zone_);
    if (refusal == SpanRefusal::usable) return nsecs_.push_back(record);
  }
  refused_.push_back({owner, RRType::NSEC, refusal});
}

void DenialSet::add_nsec3(NameView owner, NameView signer, OctetView rdata) {
  const auto nsec3 = rr::Nsec3::read(rdata);
  SpanRefusal refusal = SpanRefusal::malformed;
  if (nsec3.ok()) {
    Nsec3Record record;
    refusal = read_nsec3(owner, signer, *nsec3, zone_, record);
    if (refusal == SpanRefusal::usable) return nsec3s_.push_back(record);
  }
  refused_.push_back({owner, RRType::NSEC3, refusal});
}

DenialProof prove_denial(NameView name, RRType type, const DenialSet& set, Nsec3Budget& budget) {
  if (!name.is_at_or_below(set.zone())) return failing(ProofGap::name_not_denied);
  return prove_by_either(set, budget, [&](auto&& prover) { return prover.deny(name, type); });
}

DenialProof prove_name_absent(NameView name, RRType type, const DenialSet& set,
                              Nsec3Budget& budget) {
  const DenialProof proof = prove_denial(name, type, set, budget);
  ProofGap gap = ProofGap::name_exists;
  if (proof.shown == Shown::wildcard_type_absent) gap = ProofGap::wildcard_exists;
  if (proof.shown == Shown::hidden) gap = ProofGap::wildcard_not_denied;
  return require(proof, proof.shown == Shown::name_absent, gap);
}

DenialProof prove_type_absent(NameView name, RRType type, const DenialSet& set,
                              Nsec3Budget& budget) {
  const DenialProof proof = prove_denial(name, type, set, budget);
  return require(proof, proof.shown != Shown::name_absent, ProofGap::name_not_denied);
}

DenialProof prove_wildcard_answer(NameView name, std::uint8_t encloser_labels, const DenialSet& set,
                                  Nsec3Budget& budget) {
  const bool is_inside = name.is_at_or_below(set.zone()) &&
                         encloser_labels >= set.zone().label_count() &&
                         encloser_labels < name.label_count();
  if (!is_inside) return failing(ProofGap::next_closer_not_covered);
  return prove_by_either(
      set, budget, [&](auto&& prover) { return prover.deny_next_closer(name, encloser_labels); });
}

DenialProof prove_ds_absent(NameView name, const DenialSet& set, Nsec3Budget& budget) {
  if (!name.is_at_or_below(set.zone())) return failing(ProofGap::name_not_denied);
  return prove_by_either(set, budget, [&](auto&& prover) { return prover.deny_ds(name); });
}

}  // namespace vouch
