// Run: one attempt to validate an answer, hop by hop along its CNAMEs and DNAMEs, each with its own
// zone; the answer is as weak as its weakest hop (RFC 4033 section 5, RFC 6672 section 5.3, RFC
// 6604 section 3).
//
// For this folder only.
#pragma once

#include "vouch/validate/machine/answer_check.hpp"
#include "vouch/validate/machine/answer_lookup.hpp"
#include "vouch/validate/machine/negative_check.hpp"

namespace vouch::machine {

class Run {
 public:
  Run(const Question& question, Work& work, Fetches& fetches, CutCandidates excluded_anchors);
  Run(const Run&) = delete;

  Progress<Verdict> run();

  const std::optional<Name>& anchor_zone() const { return walk_.anchor_zone(); }

 private:
  /// What came of one name of the chain.
  struct HopResult {
    Conclusion conclusion;
    std::optional<Name> next = {};  ///< the name that it is an alias of
    AnswerKind kind = AnswerKind::positive;
    bool nxname = false;
    std::optional<Ttl> negative_ttl = {};
    std::vector<CheckedRRset> rrsets = {};
  };

  Progress<HopResult> check_hop();
  Progress<const Evidence*> find_source();
  Progress<HopResult> examine(const Evidence& evidence);
  HopResult take_signatures(const Evidence& evidence) const;
  Progress<HopResult> check_rrsets(const Found& found, const Evidence& evidence);
  Progress<HopResult> check_dname(const SignedRRset& dname, const Evidence& evidence);
  Progress<HopResult> check_denial(const Evidence& evidence);
  void add(HopResult& hop, AnswerCheck check) const;
  void synthesize(HopResult& hop, const SignedRRset& dname, Ttl ttl) const;
  void note_contradictions(HopResult& hop, const Found& found, const Evidence& evidence) const;

  std::optional<Conclusion> why_not_to_follow(const Name& next) const;
  void accept(HopResult hop);
  Verdict finish();

  Question question_;
  Work& work_;
  Fetches& fetches_;
  DenialChecks denials_;
  ChainWalk walk_;
  AnswerChecks answers_;
  NegativeChecks negatives_;

  Name name_;        ///< of the hop
  Question source_;  ///< whose evidence the hop is looked for in
  std::vector<Name> names_;
  Verdict verdict_;
  bool has_conclusion_ = false;
};

}  // namespace vouch::machine
