// Proofs made of NSEC3 records of one chain alone, that is of the same iterations and salt (RFC
// 5155 section 8).
//
// For the proofs of this folder only; denial.hpp is what others call.
#pragma once

#include "vouch/dnssec/denial.hpp"

namespace vouch::denial {

class Nsec3Prover {
 public:
  /// The chain is that of the record `example`; others of the set are not looked at. The price of
  /// its hashes was looked at.
  Nsec3Prover(const DenialSet& set, std::size_t example, Nsec3Budget& budget)
      : set_(set),
        example_(set.nsec3s()[example]),
        hasher_(example_.nsec3.iterations, example_.nsec3.salt, budget) {}

  DenialProof deny(NameView name, RRType type);
  DenialProof deny_next_closer(NameView name, std::uint8_t encloser_labels);
  DenialProof deny_ds(NameView name);

 private:
  enum class Find : std::uint8_t { matching, covering };
  /// The index of the record; nothing where there is none or the budget is used up.
  std::optional<std::size_t> find(Find what, NameView name);
  bool prove_encloser(DenialProof& proof, NameView name);
  bool accept_encloser(DenialProof& proof, const Nsec3Record& encloser) const;
  bool cover_next_closer(DenialProof& proof, NameView name);
  void deny_wildcard(DenialProof& proof, NameView encloser, RRType type);
  ProofGap missing(ProofGap gap) const { return out_of_hashes_ ? ProofGap::hash_budget : gap; }

  const DenialSet& set_;
  const Nsec3Record& example_;
  Nsec3Hasher hasher_;
  bool out_of_hashes_ = false;
  bool opt_out_ = false;  ///< the next closer name lies in an Opt-Out span
};

}  // namespace vouch::denial
