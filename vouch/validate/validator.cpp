#include "vouch/validate/validator.hpp"

#include "vouch/validate/machine/run.hpp"

namespace vouch {

using machine::CutCandidates;
using machine::Progress;
using machine::Run;

struct Validator::State {
  State(Question asked, Options options, WorkBudget& budget, Timestamp now)
      : question(std::move(asked)), work{std::move(options), budget, now}, fetches(work) {
    if (work.options.trace) work.trace = std::make_shared<ChainTrace>();
    start_run();
  }

  void start_run() { run = std::make_unique<Run>(question, work, fetches, excluded_anchors); }
  Step advance();
  bool try_next_anchor(const Verdict& verdict);

  Question question;
  machine::Work work;
  machine::Fetches fetches;
  CutCandidates excluded_anchors;
  std::unique_ptr<Run> run;
  std::optional<Question> wanted;     ///< what the last Need asked for
  std::optional<Verdict> by_closest;  ///< where the closest trust anchor gave bogus
};

Step Validator::State::advance() {
  for (;;) {
    Progress<Verdict> progress = run->run();
    if (progress.waits()) {
      Need need = std::move(progress).need();
      wanted = need.question;
      return need;
    }
    Verdict verdict = std::move(progress).value();
    if (try_next_anchor(verdict)) {
      if (!by_closest) by_closest = std::move(verdict);
      continue;
    }
    // A trust anchor further up counts only where it proves the name secure: that the parent takes
    // the zone for insecure is no reason to (RFC 6840 section 5.10).
    if (by_closest && !verdict.is_secure()) return std::move(*by_closest);
    return verdict;
  }
}

bool Validator::State::try_next_anchor(const Verdict& verdict) {
  const auto& zone = run->anchor_zone();
  if (verdict.status() != Status::bogus || !zone || zone->is_root() ||
      work.policy().anchor_rule != AnchorRule::any_success)
    return false;
  if (work.options.anchors->closest(zone->parent()).empty()) return false;
  excluded_anchors.insert(*zone);
  fetches.reopen_all();
  start_run();
  return true;
}

Validator::Validator(Question question, Options options, WorkBudget& budget, Timestamp now)
    : state_(std::make_unique<State>(std::move(question), std::move(options), budget, now)) {}

Validator::Validator(Validator&&) noexcept = default;
Validator& Validator::operator=(Validator&&) noexcept = default;
Validator::~Validator() = default;

Step Validator::start(Evidence answer) {
  answer.question = state_->question;
  state_->fetches.take(std::move(answer));
  return state_->advance();
}

Step Validator::step(Evidence evidence) {
  if (state_->wanted) {
    if (!(evidence.question == *state_->wanted))
      evidence = Evidence::failed(*state_->wanted, FetchFailure::declined);
    state_->fetches.take(std::move(evidence));
    state_->wanted.reset();
  }
  return state_->advance();
}

}  // namespace vouch
