#include "vouch/validate/limits.hpp"

namespace vouch {

WorkBudget::WorkBudget(const Limits& limits)
    : signature_checks_left(limits.signature_checks),
      fetches_left(limits.fetches),
      refetches_left(limits.refetches_in_all),
      records_left(limits.records) {
  nsec3.max_price = limits.nsec3_iterations + 1;
  nsec3.refused_price = limits.nsec3_refused_iterations + 2;
  nsec3.hashes_left = limits.nsec3_hashes;
}

}  // namespace vouch
