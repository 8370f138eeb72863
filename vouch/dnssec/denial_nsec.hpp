// Proofs made of NSEC records alone (RFC 4035 section 5.4, RFC 6840 section 4, RFC 7129 section 5).
//
// For the proofs of this folder only; denial.hpp is what others call.
#pragma once

#include "vouch/dnssec/denial.hpp"

namespace vouch::denial {

class NsecProver {
 public:
  explicit NsecProver(const DenialSet& set) : set_(set) {}

  DenialProof deny(NameView name, RRType type) const;
  DenialProof deny_next_closer(NameView name, std::uint8_t encloser_labels) const;
  DenialProof deny_ds(NameView name) const;

 private:
  /// The most telling relation of any record to the name.
  struct Look {
    NsecRelation relation = NsecRelation::none;
    std::size_t record = 0;
  };
  Look look_at(NameView name) const;
  void deny_wildcard(DenialProof& proof, NameView encloser, RRType type) const;

  const DenialSet& set_;
};

}  // namespace vouch::denial
