// Work: what all parts of one validation share: options, budget, time, and the trace.
//
// For this folder only.
#pragma once

#include "vouch/validate/validator.hpp"

namespace vouch::machine {

struct Work {
  Validator::Options options;
  WorkBudget& budget;
  Timestamp now;
  std::shared_ptr<ChainTrace> trace = {};  ///< null where nobody asked for it
  Octets scratch = {};                     ///< for signed octets

  const Policy& policy() const { return options.policy; }
  const Limits& limits() const { return options.limits; }
};

inline Conclusion conclude(Reason reason, VerdictPlace place, std::string detail = {}) {
  return {reason, std::move(place), std::move(detail), {}};
}

}  // namespace vouch::machine
