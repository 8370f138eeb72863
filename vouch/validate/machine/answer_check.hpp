// One RRset of an answer: where it stands, whether its signature holds, and, where it came from a
// wildcard, that nothing closer exists (RFC 4035 sections 5.3 and 5.3.4).
//
// For this folder only.
#pragma once

#include "vouch/validate/machine/chain_walk.hpp"
#include "vouch/validate/machine/signature_check.hpp"

namespace vouch::machine {

struct AnswerCheck {
  CheckedRRset checked;
  Conclusion conclusion;
  /// The NSEC and NSEC3 records of a wildcard's proof.
  const std::vector<CheckedRRset>* proof = nullptr;
};

class AnswerChecks {
 public:
  AnswerChecks(Work& work, ChainWalk& walk, DenialChecks& denials)
      : work_(work), walk_(walk), denials_(denials) {}

  /// The RRset is of the answer section of the evidence. Each is checked once.
  Progress<AnswerCheck> check(const SignedRRset& rrset, const Evidence& evidence);

 private:
  struct Memory {
    CutCandidates candidates;
    ChainWalk::Search search = ChainWalk::Search::candidates;
    ZoneKeysPtr keys = {};  ///< that the signature was checked with
    SignatureCheck signature = {};
    bool is_wildcard_judged = false;
    Conclusion wildcard = {};
    std::optional<AnswerCheck> done = {};
  };

  Memory& remember(const SignedRRset& rrset, const Evidence& evidence);
  Progress<Standing> find_signer(const SignedRRset& rrset, const Evidence& evidence,
                                 Memory& memory);
  Progress<Conclusion> examine(const SignedRRset& rrset, const Evidence& evidence, Memory& memory);
  Conclusion judge_wildcard(const SignedRRset& rrset, const Evidence& evidence,
                            const Memory& memory);
  bool wants_hidden_cuts(const SignedRRset& rrset, const Evidence& evidence,
                         const Memory& memory) const;
  AnswerCheck finish(const SignedRRset& rrset, const Evidence& evidence, const Memory& memory,
                     Conclusion conclusion);

  Work& work_;
  ChainWalk& walk_;
  DenialChecks& denials_;
  std::map<const SignedRRset*, Memory> memories_;
};

/// The name whose zone holds an RRset: for DS the parent of its owner (RFC 4035 section 4.2).
inline Name place_of(const Name& owner, RRType type) {
  return type == RRType::DS ? owner.parent() : owner;
}

}  // namespace vouch::machine
