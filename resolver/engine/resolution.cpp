#include "resolver/engine/resolution.hpp"

#include <algorithm>

#include "resolver/engine/memory/known_evidence.hpp"

namespace vouch::resolver {
namespace {

bool is_refused(const Verdict& verdict) {
  return verdict.status() == Status::bogus || verdict.status() == Status::failed;
}

// Seconds that a verdict may be told again.
std::uint64_t seconds_of(const Verdict& verdict, const Settings& settings) {
  const Ttl cap = verdict.ttl_cap().value_or(Ttl{0});
  if (verdict.kind == AnswerKind::positive || verdict.kind == AnswerKind::name_too_long)
    return std::min(cap.seconds, settings.max_ttl);
  if (!verdict.negative_ttl) return 0;
  return std::min({cap.seconds, verdict.negative_ttl->seconds, settings.max_negative_ttl});
}

// Seconds until the first negative trust anchor ends that the verdict rests on.
std::uint64_t seconds_of_anchors(const Verdict& verdict, const Name& question,
                                 const NegativeAnchors& anchors, Timestamp now) {
  std::int64_t seconds = NegativeAnchors::longest;
  const auto look = [&](NameView name) {
    if (const NegativeAnchor* anchor = anchors.closest(name, now))
      seconds = std::min(seconds, anchor->expires.seconds - now.seconds);
  };
  look(question);
  look(verdict.final_name);
  for (const CheckedRRset& each : verdict.rrsets) look(each.rrset.rrset.owner());
  return static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0));
}

// An answer to ANY that has more than is looked at is one RRset of it, with a signature where there
// is such a one (RFC 8482 section 4.1).
void make_small(Evidence& evidence, std::size_t most) {
  if (evidence.question.type != RRType::ANY) return;
  auto& answer = evidence.answer;
  const auto is_of_name = [&](const SignedRRset& each) {
    return !each.rrset.empty() && each.rrset.owner() == evidence.question.name;
  };
  const auto count = std::count_if(answer.begin(), answer.end(), is_of_name);
  if (static_cast<std::size_t>(count) <= most) return;
  auto chosen = std::find_if(answer.begin(), answer.end(), [&](const SignedRRset& each) {
    return is_of_name(each) && !each.signatures.empty();
  });
  if (chosen == answer.end()) chosen = std::find_if(answer.begin(), answer.end(), is_of_name);
  answer = {std::move(*chosen)};
}

}  // namespace

const KnownAnswer* find_known_answer(Memory& memory, QuestionView question, bool checking_disabled,
                                     Moment now) {
  auto& answers = checking_disabled ? memory.unchecked : memory.answers;
  if (const KnownAnswer* known = answers.find(question, now.ms)) return known;
  // A proof of the verdict's security is at hand for those who set CD as well.
  if (checking_disabled) {
    const KnownAnswer* known = memory.answers.find(question, now.ms);
    if (known != nullptr && !known->verdict->is_refused()) return known;
  }
  // What others' signatures prove is not told where validation is switched off.
  if (memory.is_unvalidated(question.name, now)) return nullptr;
  for (NameView above = question.name; !above.is_root(); above = above.parent()) {
    if (const KnownAnswer* known = memory.absent.find(above, now.ms)) return known;
  }
  return nullptr;
}

std::optional<Answer> find_known(Memory& memory, const Question& question, bool checking_disabled,
                                 Moment now) {
  if (auto local = memory.settings.local_names.answer(question))
    return Answer{std::make_shared<const Verdict>(*std::move(local)), 0};
  if (const KnownAnswer* known = find_known_answer(memory, question, checking_disabled, now)) {
    auto verdict = std::make_shared<const Verdict>(known->verdict->unpacked(question.name));
    return Answer{std::move(verdict), now.ms - known->stored_ms, true};
  }
  if (!memory.settings.aggressive_nsec || memory.is_unvalidated(question.name, now))
    return std::nullopt;
  auto denial = memory.denials.deny(question, now);
  if (!denial) return std::nullopt;
  return Answer{std::make_shared<const Verdict>(*std::move(denial)), 0, true, true};
}

Resolution::Resolution(Question question, bool checking_disabled, Memory& memory, Moment now)
    : question_(std::move(question)),
      checking_disabled_(checking_disabled),
      memory_(memory),
      budget_(memory.settings, now.ms) {
  Validator::Options options;
  options.anchors = checking_disabled_ ? &no_anchors_ : &memory_.anchors;
  options.negative_anchors = &memory_.negative_anchors;
  options.cache = &memory_.facts;
  options.cache_time = cache_time(now);
  options.signatures = &memory_.signatures;
  options.policy = memory_.settings.policy;
  options.limits = memory_.settings.validation;
  validator_ = std::make_unique<Validator>(question_, options, budget_.validation, now.wall);
}

Resolution::Output Resolution::start(Moment now) {
  // What a referral said about DS serves proofs; it is no answer for clients.
  auto evidence = known_evidence(question_, now);
  if (evidence && !evidence->is_referral) return answer_with(*std::move(evidence), now);
  return fetch(question_, {}, now);
}

std::optional<Evidence> Resolution::known_evidence(const Question& question, Moment now) {
  auto evidence = find_evidence(memory_, question, now);
  if (evidence) used_.emplace_back(question);
  return evidence;
}

bool Resolution::is_being_fetched(const Question& question) const {
  return std::any_of(fetches_.begin(), fetches_.end(),
                     [&](const auto& each) { return each->question() == question; });
}

Resolution::Output Resolution::fetch(Question question, std::set<ServerAddress> avoided,
                                     Moment now) {
  const std::size_t depth = fetches_.size();
  // Aliases and name servers lead to names that must not leave as well.
  if (depth == 0 && memory_.settings.local_names.covers(question))
    return answer_with(Evidence::failed(std::move(question), FetchFailure::unreachable), now);
  fetches_.push_back(
      std::make_unique<Fetch>(std::move(question), memory_, budget_, depth, std::move(avoided)));
  return run(fetches_.back()->start(now), now);
}

Resolution::Output Resolution::run(FetchStep step, Moment now) {
  for (;;) {
    if (auto* query = std::get_if<ServerQuery>(&step)) return std::move(*query);
    if (const auto* pause = std::get_if<Pause>(&step)) return *pause;
    if (auto* evidence = std::get_if<Evidence>(&step))
      return finish_fetch(std::move(*evidence), now);
    const Question wanted = std::get<AddressNeed>(step).question;
    std::optional<Evidence> found = known_evidence(wanted, now);
    const bool is_priming = wanted.type == RRType::NS;
    if (is_priming) found.reset();
    // Name servers that wait for each other's addresses lead nowhere.
    const bool leads_nowhere =
        is_being_fetched(wanted) || memory_.settings.local_names.covers(wanted);
    if (!found && leads_nowhere) found = Evidence::failed(wanted, FetchFailure::unreachable);
    if (!found) return fetch(wanted, {}, now);
    step = fetches_.back()->on_addresses(*found, now);
  }
}

Resolution::Output Resolution::finish_fetch(Evidence evidence, Moment now) {
  const auto server = fetches_.back()->server();
  fetches_.pop_back();
  make_small(evidence, memory_.settings.validation.rrsets_per_answer);
  keep_evidence(memory_, evidence, now);
  if (!fetches_.empty()) return run(fetches_.back()->on_addresses(evidence, now), now);
  const QuestionKey key(evidence.question);
  // Where the one that gave it before has to be asked again, there is no other.
  if (server && !gave_[key].insert(*server).second) exhausted_.insert(key);
  used_.push_back(key);
  return answer_with(std::move(evidence), now);
}

Resolution::Output Resolution::answer_with(Evidence evidence, Moment now) {
  keep_proofs(evidence);
  if (is_started_) return drive(validator_->step(std::move(evidence)), now);
  is_started_ = true;
  return drive(validator_->start(std::move(evidence)), now);
}

// What shows that a wildcard had to be expanded goes with the answer where it was not looked at
// here, for those who look at it themselves (RFC 4035 sections 3.1.3.3 and 3.2.2).
void Resolution::keep_proofs(const Evidence& evidence) {
  if (evidence.question.type != question_.type || evidence.answer.empty()) return;
  for (const SignedRRset& each : evidence.authority) {
    const RRType type = each.rrset.type();
    if ((type == RRType::NSEC || type == RRType::NSEC3) && !each.signatures.empty())
      proofs_.push_back(each);
  }
}

void Resolution::add_proofs(Verdict& verdict) const {
  const Status status = verdict.status();
  if (status != Status::insecure && status != Status::indeterminate) return;
  for (const SignedRRset& proof : proofs_) {
    const bool is_there =
        std::any_of(verdict.rrsets.begin(), verdict.rrsets.end(), [&](const CheckedRRset& each) {
          return each.rrset.rrset.type() == proof.rrset.type() &&
                 each.rrset.rrset.owner() == proof.rrset.owner();
        });
    if (is_there) continue;
    verdict.rrsets.push_back(
        {proof, Section::authority, status, verdict.conclusion.reason, proof.rrset.ttl()});
  }
}

Fetch* Resolution::listener(std::uint64_t number) {
  for (const auto& each : fetches_) {
    if (each->listens_to(number)) return each.get();
  }
  return nullptr;
}

// Fetches that were to help this one are over with its answer.
std::optional<Resolution::Output> Resolution::go_on(Fetch& fetch, std::optional<FetchStep> step,
                                                    Moment now) {
  if (!step) return std::nullopt;
  while (fetches_.back().get() != &fetch) fetches_.pop_back();
  return run(*std::move(step), now);
}

std::optional<Resolution::Output> Resolution::on_reply(std::uint64_t number, OctetView reply,
                                                       Moment now, Told told) {
  Fetch* fetch = listener(number);
  if (fetch == nullptr) return std::nullopt;
  auto message = Message::read_response(reply, memory_.settings.validation.response);
  if (!message.ok() || is_answer_malformed(*message))
    return go_on(*fetch, fetch->on_failure(number, FetchFailure::malformed, now, told), now);
  if (!budget_.spend_records(message->answer.size() + message->authority.size() +
                             message->additional.size() + message->malformed.size()))
    return go_on(*fetch, fetch->on_failure(number, FetchFailure::declined, now, told), now);
  return go_on(*fetch, fetch->on_reply(number, *message, now, told), now);
}

std::optional<Resolution::Output> Resolution::on_failure(std::uint64_t number, FetchFailure failure,
                                                         Moment now, Told told) {
  Fetch* fetch = listener(number);
  if (fetch == nullptr) return std::nullopt;
  return go_on(*fetch, fetch->on_failure(number, failure, now, told), now);
}

std::optional<Resolution::Output> Resolution::on_busy(std::uint64_t number, const Busy& busy,
                                                      Moment now) {
  Fetch* fetch = listener(number);
  if (fetch == nullptr) return std::nullopt;
  return go_on(*fetch, fetch->on_busy(number, busy, now), now);
}

Resolution::Output Resolution::on_pause_over(Moment now) {
  return run(fetches_.back()->on_pause_over(now), now);
}

Resolution::Output Resolution::drive(Step step, Moment now) {
  while (const Need* need = std::get_if<Need>(&step)) {
    const Question wanted = need->question;
    if (need->again && exhausted_.count(QuestionKey(wanted)) != 0) {
      step = validator_->step(Evidence::failed(wanted, FetchFailure::declined));
      continue;
    }
    if (need->again) {
      memory_.evidence.erase(QuestionKey(wanted));
      return fetch(wanted, gave_[QuestionKey(wanted)], now);
    }
    auto evidence = known_evidence(wanted, now);
    // Names that must not leave are the same whatever the memory holds.
    const bool is_of_elsewhere = !memory_.settings.local_names.covers(wanted);
    if (!evidence && wanted.type == question_.type && is_of_elsewhere) {
      evidence = find_denial_evidence(memory_, wanted, now);
      is_synthesised_ = is_synthesised_ || evidence;
    }
    if (!evidence) return fetch(wanted, {}, now);
    keep_proofs(*evidence);
    step = validator_->step(std::move(*evidence));
  }
  return finish(std::get<Verdict>(std::move(step)), now);
}

Resolution::Output Resolution::finish(Verdict verdict, Moment now) {
  add_proofs(verdict);
  const QuestionKey key(question_);
  Answer answer;
  if (is_refused(verdict)) answer.limit = budget_.limit_reached();
  const bool is_refused_now = is_refused(verdict);
  const bool is_absent = verdict.is_secure() && verdict.kind == AnswerKind::no_name &&
                         verdict.final_name == question_.name;
  const std::uint64_t longest = std::min<std::uint64_t>(
      memory_.settings.max_ttl,
      seconds_of_anchors(verdict, question_.name, memory_.negative_anchors, now.wall));
  std::uint64_t seconds = std::min(seconds_of(verdict, memory_.settings), longest);
  unsigned failures = 0;
  if (is_refused_now) {
    // What was bad is asked for afresh next time; how soon depends on how often it was (RFC 9520
    // section 3.2).
    for (const QuestionKey& each : used_) memory_.evidence.erase(each);
    // Where others took the places, that is no failure of the servers, and soon over.
    const unsigned* before = memory_.failures.find(key, now.ms);
    if (before != nullptr && !budget_.was_busy()) failures = *before;
    const Settings& settings = memory_.settings;
    seconds =
        std::min<std::uint64_t>(std::uint64_t{settings.min_failure_ttl} << std::min(failures, 10U),
                                settings.max_failure_ttl);
    if (!budget_.was_busy()) {
      memory_.failures.store(key, failures + 1,
                             now.ms + 2000 * std::uint64_t{settings.max_failure_ttl}, 0);
    }
  } else {
    memory_.failures.erase(key);
  }
  const bool may_follow = !checking_disabled_ && memory_.settings.aggressive_nsec;
  if (may_follow) memory_.denials.keep(verdict, memory_.settings.max_negative_ttl, now);
  if (!checking_disabled_ && !is_refused_now) keep_aliases(memory_, verdict, longest, now);
  answer.is_synthesised = is_synthesised_;
  answer.verdict = std::make_shared<const Verdict>(std::move(verdict));
  if (seconds == 0) return answer;
  const auto packed = std::make_shared<const PackedVerdict>(*answer.verdict, question_.name);
  const std::uint64_t expires = now.ms + seconds * 1000;
  auto& answers = checking_disabled_ ? memory_.unchecked : memory_.answers;
  answers.store(key, {packed, now.ms}, expires, packed->held_octets());
  if (is_absent)
    memory_.absent.store(question_.name, {packed, now.ms}, expires, packed->held_octets());
  // Its records serve as evidence from now on.
  if (!checking_disabled_ && !is_refused_now) memory_.evidence.erase(key);
  return answer;
}

}  // namespace vouch::resolver
