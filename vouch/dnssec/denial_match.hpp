// What a record that matches a name says about a type there, the same for NSEC and NSEC3 (RFC 4035
// section 5.4, RFC 5155 sections 8.5 to 8.7, RFC 6840 sections 4.1, 4.3 and 4.4).
//
// For the proofs of this folder only.
#pragma once

#include <algorithm>

#include "vouch/dnssec/denial.hpp"

namespace vouch::denial {

inline DenialProof failing(ProofGap gap) {
  DenialProof proof;
  proof.gap = gap;
  return proof;
}

inline void hold(DenialProof& proof, ProofStatus status, Shown shown) {
  proof.status = status;
  proof.shown = shown;
  proof.gap = ProofGap::none;
}

/// Whether the bitmap has a type that a query for ANY would be answered with.
inline bool has_answer_for_any(const rr::TypeBitmap& types) {
  const std::vector<RRType> listed = types.types();
  return std::any_of(listed.begin(), listed.end(), [](RRType type) {
    return type != RRType::NSEC && type != RRType::RRSIG && type != RRType::NXNAME;
  });
}

/// The gap that keeps the record from denying the type; `none` where it denies it.
template <typename Record>
ProofGap gap_at_match(const Record& record, const rr::TypeBitmap& types, RRType type,
                      bool is_root) {
  if (type == RRType::DS && !is_root && record.has(RRType::SOA)) return ProofGap::child_side;
  if (type != RRType::DS && record.is_parent_side()) return ProofGap::parent_side;
  if (type == RRType::ANY ? has_answer_for_any(types) : record.has(type))
    return ProofGap::type_exists;
  if (type != RRType::CNAME && record.has(RRType::CNAME)) return ProofGap::cname_exists;
  return ProofGap::none;
}

/// Completes a proof whose record matches the name.
template <typename Record>
void conclude_match(DenialProof& proof, const Record& record, const rr::TypeBitmap& types,
                    RRType type, bool is_root) {
  proof.gap = gap_at_match(record, types, type, is_root);
  if (proof.gap == ProofGap::none) {
    hold(proof, ProofStatus::holds, Shown::type_absent);
    proof.nxname = record.has(RRType::NXNAME);
  } else if (proof.gap == ProofGap::parent_side && !record.has(RRType::DS)) {
    hold(proof, ProofStatus::insecure_delegation, Shown::delegation);
  }
}

/// Completes a proof that there is no DS, whose record matches the name.
template <typename Record>
void conclude_ds_match(DenialProof& proof, const Record& record, const rr::TypeBitmap& types,
                       bool is_root) {
  proof.gap = gap_at_match(record, types, RRType::DS, is_root);
  if (proof.gap != ProofGap::none) return;
  if (record.is_parent_side()) {
    hold(proof, ProofStatus::insecure_delegation, Shown::delegation);
  } else {
    hold(proof, ProofStatus::holds, Shown::no_cut);
  }
}

}  // namespace vouch::denial
