#include "vouch/validate/machine/fetches.hpp"

namespace vouch::machine {
namespace {

// Whether no other server could know better: budgets are not refilled by asking again, and NSEC3
// records are looked at for their iterations only after their signatures hold.
bool is_settled(Reason reason) {
  return reason == Reason::signatures_over_budget || reason == Reason::nsec3_over_budget ||
         reason == Reason::nsec3_iterations_absurd;
}

}  // namespace

void Fetches::take(Evidence evidence) {
  std::erase_if(evidence.answer, [&](const SignedRRset& each) {
    return each.rrset.rrclass() != evidence.question.rrclass;
  });
  std::erase_if(evidence.authority, [&](const SignedRRset& each) {
    return each.rrset.rrclass() != evidence.question.rrclass;
  });
  Fetched& fetched = fetched_[key_of(evidence.question)];
  // A second try that brings nothing leaves the first one as it was.
  if (evidence.failure != FetchFailure::none && fetched.disputed) {
    fetched.is_final = true;
    fetched.standing = std::move(fetched.disputed);
    fetched.disputed.reset();
    return;
  }
  fetched.disputed.reset();
  fetched.evidence.push_back(std::make_unique<Evidence>(std::move(evidence)));
}

Progress<const Evidence*> Fetches::get(const Question& question, const Name& zone) {
  Fetched& fetched = fetched_[key_of(question)];
  if (!fetched.evidence.empty()) return fetched.evidence.back().get();
  if (work_.budget.spend_fetch()) return Need{question, zone};
  is_out_of_budget_ = true;
  fetched.evidence.push_back(
      std::make_unique<Evidence>(Evidence::failed(question, FetchFailure::declined)));
  return fetched.evidence.back().get();
}

const Evidence* Fetches::find(const Question& question) const {
  const auto found = fetched_.find(key_of(question));
  if (found == fetched_.end() || found->second.evidence.empty()) return nullptr;
  return found->second.evidence.back().get();
}

Progress<Conclusion> Fetches::dispute(const Question& question, const Name& zone,
                                      Conclusion conclusion) {
  Fetched& fetched = fetched_[key_of(question)];
  const bool may_ask = !fetched.is_final && !is_settled(conclusion.reason) &&
                       fetched.refetches < work_.limits().refetches &&
                       work_.budget.fetches_left > 0 && work_.budget.spend_refetch() &&
                       work_.budget.spend_fetch();
  if (may_ask) {
    ++fetched.refetches;
    fetched.disputed = conclusion;
    return Need{question, zone, true, std::move(conclusion)};
  }
  fetched.is_final = true;
  fetched.standing = conclusion;
  return conclusion;
}

const Conclusion* Fetches::standing(const Question& question) const {
  const auto found = fetched_.find(key_of(question));
  if (found == fetched_.end() || !found->second.standing) return nullptr;
  return &*found->second.standing;
}

void Fetches::reopen(const Question& question) { fetched_[key_of(question)].standing.reset(); }

void Fetches::reopen_all() {
  for (auto& [key, fetched] : fetched_) fetched.standing.reset();
}

}  // namespace vouch::machine
