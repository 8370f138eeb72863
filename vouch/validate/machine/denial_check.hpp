// The NSEC and NSEC3 records of one response whose signatures by one zone hold, and what follows
// from proofs that are made of them (RFC 4035 section 5.4, RFC 5155 section 8).
//
// For this folder only.
#pragma once

#include <deque>
#include <map>
#include <memory>

#include "vouch/dnssec/denial.hpp"
#include "vouch/validate/machine/work.hpp"

namespace vouch::machine {

class VerifiedDenial {
 public:
  /// Checks the signatures, drawing on the budget. The evidence must outlive it.
  VerifiedDenial(const Evidence& evidence, const ZoneKeys& keys, Work& work);
  VerifiedDenial(const VerifiedDenial&) = delete;

  const DenialSet& set() const { return set_; }
  /// Whether a record of the zone is there, good or bad.
  bool has_records_of_zone() const { return !records_.empty() || bad_.has_value(); }
  const std::vector<CheckedRRset>& records() const { return records_; }
  /// The least TTL of the records.
  Ttl ttl() const { return ttl_; }

  /// What a proof means, `place.zone` and evidence lines filled in.
  Conclusion judge(const DenialProof& proof, const Name& name, RRType type) const;

 private:
  void take(const SignedRRset& rrset, const ZoneKeys& keys, Work& work);
  Reason reason_without_records() const;

  const Evidence& evidence_;
  Name zone_;
  DenialSet set_;
  std::deque<Name> owners_;  ///< as signed
  std::vector<CheckedRRset> records_;
  std::optional<Conclusion> bad_;  ///< of a record of the zone whose signature does not hold
  bool is_any_there_ = false;
  Ttl ttl_{Ttl::max_seconds};
};

/// Each response is checked against each zone once.
class DenialChecks {
 public:
  const VerifiedDenial& verified(const Evidence& evidence, const ZoneKeys& keys, Work& work);

 private:
  std::map<std::pair<const Evidence*, const ZoneKeys*>, std::unique_ptr<VerifiedDenial>> done_;
};

/// What the records show about an answer that came by expansion of the wildcard that has so many
/// labels: that nothing closer exists, or why that is not shown (RFC 4035 section 5.3.4).
Conclusion judge_expansion(const VerifiedDenial& denial, const Name& name, RRType type,
                           std::uint8_t labels, Work& work);

/// Adds the proof to the trace.
void trace_denial(Work& work, const Conclusion& conclusion);

}  // namespace vouch::machine
