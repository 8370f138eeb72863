// A negative answer for one name: the zone that denies, its proof, its SOA (RFC 4035 section 5.4,
// RFC 2308 section 5, RFC 9077).
//
// For this folder only.
#pragma once

#include "vouch/validate/machine/answer_check.hpp"

namespace vouch::machine {

struct NegativeCheck {
  Conclusion conclusion;
  AnswerKind kind = AnswerKind::no_type;
  bool nxname = false;
  std::optional<Ttl> ttl = {};
  std::vector<CheckedRRset> rrsets;  ///< SOA and the records of the proof
};

class NegativeChecks {
 public:
  NegativeChecks(Work& work, ChainWalk& walk, DenialChecks& denials)
      : work_(work), walk_(walk), denials_(denials) {}

  Progress<NegativeCheck> check(const Question& question, const Evidence& evidence);

 private:
  struct Memory {
    CutCandidates candidates;
    ChainWalk::Search search = ChainWalk::Search::candidates;
  };
  struct SoaCheck {
    Conclusion conclusion;
    std::optional<CheckedRRset> soa = {};
    std::optional<Ttl> ttl = {};
  };

  NegativeCheck undenied(const Question& question, const Evidence& evidence,
                         const Conclusion& why) const;
  NegativeCheck unproven(const Question& question, const Evidence& evidence,
                         const Conclusion& why) const;
  NegativeCheck prove(const Question& question, const Evidence& evidence,
                      const VerifiedDenial& denial);
  SoaCheck check_soa(const Evidence& evidence, const ZoneKeys& keys);

  Work& work_;
  ChainWalk& walk_;
  DenialChecks& denials_;
  std::map<std::pair<const Evidence*, Name>, Memory> memories_;
};

}  // namespace vouch::machine
