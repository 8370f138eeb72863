// Validator: decides whether an answer is secure, as a step machine without I/O (RFC 4033 to 4035,
// RFC 5155, RFC 6840; every case is a row of the decision table in docs/validation.md).
//
// It is given the answer as Evidence and says what it needs next; the driver fetches that from
// wherever it likes, live or from a recording, until there is a Verdict:
//
//   WorkBudget budget(limits);
//   Validator validator(question, options, budget, now);
//   Step step = validator.start(answer);
//   while (const Need* need = std::get_if<Need>(&step)) {
//     step = validator.step(fetch(need->question, need->zone, need->again));
//   }
//   const Verdict& verdict = std::get<Verdict>(step);
//
// fetch() returns Evidence of the question that was asked for. What it can't get, it returns as
// Evidence::failed(question, FetchFailure::timeout); where `again` is set and it does not want to
// ask another server, Evidence::failed(question, FetchFailure::declined). Evidence for other
// questions is not taken. The loop ends: fetches draw on the budget.
//
// Does not follow referrals, choose servers or cache answers. AD, CD and SERVFAIL are the caller's.
#pragma once

#include <memory>
#include <variant>

#include "vouch/validate/evidence.hpp"
#include "vouch/validate/key_cache.hpp"
#include "vouch/validate/limits.hpp"
#include "vouch/validate/negative_anchor.hpp"
#include "vouch/validate/policy.hpp"
#include "vouch/validate/signature_memory.hpp"
#include "vouch/validate/trace.hpp"
#include "vouch/validate/trust_anchor.hpp"

namespace vouch {

/// What the validator wants to see.
struct Need {
  Question question;
  /// A zone at or above the question's name that has a chain of trust, for the choice of servers:
  /// DS comes from the zone above its owner (RFC 4035 section 4.2). The root where nothing is
  /// known.
  Name zone;
  /// It was fetched before and is not good: ask another server, or over another transport (RFC 4035
  /// section 4.7).
  bool again = false;
  /// What is wrong with it, where `again` is set.
  std::optional<Conclusion> why = {};
};

using Step = std::variant<Need, Verdict>;

class Validator {
 public:
  struct Options {
    const AnchorStore* anchors = nullptr;  ///< required; must outlive the validator, as the others
    const NegativeAnchors* negative_anchors = nullptr;
    KeyCache* cache = nullptr;
    /// The time by the clock that the cache goes by, if that is not the one that signatures are
    /// held against.
    std::optional<Timestamp> cache_time = {};
    SignatureMemory* signatures = nullptr;  ///< not used where a trace is made
    Policy policy = {};
    Limits limits = {};
    bool trace = false;  ///< fill Verdict::trace
  };

  /// The budget must outlive the validator.
  Validator(Question question, Options options, WorkBudget& budget, Timestamp now);
  Validator(Validator&&) noexcept;
  Validator& operator=(Validator&&) noexcept;
  ~Validator();

  /// Takes the response to the question. To be called once, first.
  Step start(Evidence answer);

  /// Takes what the last Need asked for. Evidence for another question counts as declined.
  Step step(Evidence evidence);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vouch
