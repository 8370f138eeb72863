#include "resolver/engine/resolution.hpp"

#include <algorithm>

#include "vouch/rr/typed/zone.hpp"

namespace vouch::resolver {
namespace {

constexpr std::uint64_t failure_seconds = 5;  ///< that a failed look-up for others is kept

std::size_t octets_of(const SignedRRset& each) {
  return 150 + each.rrset.rdatas().packed().size() + each.signatures.rdatas().packed().size();
}

std::size_t octets_of(const Evidence& evidence) {
  std::size_t octets = sizeof evidence;
  for (const SignedRRset& each : evidence.answer) octets += octets_of(each);
  for (const SignedRRset& each : evidence.authority) octets += octets_of(each);
  return octets;
}

std::size_t octets_of(const Verdict& verdict) {
  std::size_t octets = sizeof verdict;
  for (const CheckedRRset& each : verdict.rrsets) octets += sizeof each + octets_of(each.rrset);
  return octets;
}

void age(std::vector<SignedRRset>& rrsets, std::uint32_t seconds) {
  for (SignedRRset& each : rrsets) {
    for (RRset* rrset : {&each.rrset, &each.signatures})
      rrset->set_ttl(Ttl{rrset->ttl().seconds - std::min(rrset->ttl().seconds, seconds)});
  }
}

// Seconds that evidence may be kept; 0 where it may not.
std::uint64_t seconds_of(const Evidence& evidence, const Settings& settings) {
  if (evidence.failure != FetchFailure::none) return failure_seconds;
  std::uint32_t seconds = settings.max_ttl;
  for (const SignedRRset& each : evidence.answer)
    seconds = std::min(
        seconds, each.rrset.empty() ? each.signatures.ttl().seconds : each.rrset.ttl().seconds);
  if (!evidence.answer.empty()) return seconds;
  for (const SignedRRset& each : evidence.authority) {
    if (each.rrset.type() != RRType::SOA || each.rrset.empty()) continue;
    const auto soa = rr::Soa::read(each.rrset.rdatas().front());
    if (!soa.ok()) return 0;
    return std::min({each.rrset.ttl().seconds, soa->minimum, settings.max_negative_ttl});
  }
  return 0;
}

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

}  // namespace

std::optional<Answer> find_known(Memory& memory, const Question& question, bool checking_disabled,
                                 Moment now) {
  const QuestionKey key(question);
  auto& answers = checking_disabled ? memory.unchecked : memory.answers;
  if (const KnownAnswer* known = answers.find(key, now.ms))
    return Answer{known->verdict, now.ms - known->stored_ms, true};
  // A proof of the verdict's security is at hand for those who set CD as well.
  if (checking_disabled) {
    const KnownAnswer* known = memory.answers.find(key, now.ms);
    if (known != nullptr && !is_refused(*known->verdict))
      return Answer{known->verdict, now.ms - known->stored_ms, true};
  }
  for (NameView above = question.name.view(); !above.is_root(); above = above.parent()) {
    const KnownAnswer* known = memory.absent.find(Name(above), now.ms);
    if (known != nullptr) return Answer{known->verdict, now.ms - known->stored_ms, true};
  }
  return std::nullopt;
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
  options.policy = memory_.settings.policy;
  options.limits = memory_.settings.validation;
  memory_.facts.set_time(now);
  validator_ = std::make_unique<Validator>(question_, options, budget_.validation, now.wall);
}

Resolution::Output Resolution::start(Moment now) {
  if (auto evidence = known_evidence(question_, now)) {
    is_started_ = true;
    return drive(validator_->start(std::move(*evidence)), now);
  }
  return fetch(question_, {}, now);
}

std::optional<Evidence> Resolution::known_evidence(const Question& question, Moment now) {
  const KnownEvidence* known = memory_.evidence.find(QuestionKey(question), now.ms);
  if (known == nullptr) return std::nullopt;
  Evidence evidence = *known->evidence;
  evidence.question = question;
  const auto seconds = static_cast<std::uint32_t>((now.ms - known->stored_ms) / 1000);
  age(evidence.answer, seconds);
  age(evidence.authority, seconds);
  used_.emplace_back(question);
  return evidence;
}

bool Resolution::is_being_fetched(const Question& question) const {
  return std::any_of(fetches_.begin(), fetches_.end(),
                     [&](const auto& each) { return each->question() == question; });
}

Resolution::Output Resolution::fetch(Question question, std::set<ServerAddress> avoided,
                                     Moment now) {
  const std::size_t depth = fetches_.size();
  fetches_.push_back(
      std::make_unique<Fetch>(std::move(question), memory_, budget_, depth, std::move(avoided)));
  return run(fetches_.back()->start(now), now);
}

Resolution::Output Resolution::run(FetchStep step, Moment now) {
  for (;;) {
    if (auto* query = std::get_if<ServerQuery>(&step)) return std::move(*query);
    if (auto* evidence = std::get_if<Evidence>(&step))
      return finish_fetch(std::move(*evidence), now);
    const Question wanted = std::get<AddressNeed>(step).question;
    std::optional<Evidence> found = known_evidence(wanted, now);
    const bool is_priming = wanted.type == RRType::NS;
    if (is_priming) found.reset();
    // Name servers that wait for each other's addresses lead nowhere.
    if (!found && is_being_fetched(wanted))
      found = Evidence::failed(wanted, FetchFailure::unreachable);
    if (!found) return fetch(wanted, {}, now);
    step = fetches_.back()->on_addresses(*found, now);
  }
}

Resolution::Output Resolution::finish_fetch(Evidence evidence, Moment now) {
  const auto server = fetches_.back()->server();
  fetches_.pop_back();
  keep(evidence, now);
  if (!fetches_.empty()) return run(fetches_.back()->on_addresses(evidence, now), now);
  const QuestionKey key(evidence.question);
  if (server) gave_[key].insert(*server);
  used_.push_back(key);
  memory_.facts.set_time(now);
  if (is_started_) return drive(validator_->step(std::move(evidence)), now);
  is_started_ = true;
  return drive(validator_->start(std::move(evidence)), now);
}

void Resolution::keep(const Evidence& evidence, Moment now) {
  const std::uint64_t seconds = seconds_of(evidence, memory_.settings);
  const bool may_keep = seconds > 0 && evidence.failure != FetchFailure::declined;
  if (!may_keep) return;
  memory_.evidence.store(QuestionKey(evidence.question),
                         {std::make_shared<const Evidence>(evidence), now.ms},
                         now.ms + seconds * 1000, octets_of(evidence));
}

Resolution::Output Resolution::on_reply(OctetView reply, Moment now) {
  auto message = Message::read(reply);
  Fetch& fetch = *fetches_.back();
  if (!message.ok()) return run(fetch.on_failure(FetchFailure::malformed, now), now);
  return run(fetch.on_reply(*message, now), now);
}

Resolution::Output Resolution::on_failure(FetchFailure failure, Moment now) {
  return run(fetches_.back()->on_failure(failure, now), now);
}

Resolution::Output Resolution::drive(Step step, Moment now) {
  while (const Need* need = std::get_if<Need>(&step)) {
    const Question wanted = need->question;
    if (need->again) {
      memory_.evidence.erase(QuestionKey(wanted));
      return fetch(wanted, gave_[QuestionKey(wanted)], now);
    }
    auto evidence = known_evidence(wanted, now);
    if (!evidence) return fetch(wanted, {}, now);
    step = validator_->step(std::move(*evidence));
  }
  return finish(std::get<Verdict>(std::move(step)), now);
}

Resolution::Output Resolution::finish(Verdict verdict, Moment now) {
  const QuestionKey key(question_);
  Answer answer;
  if (is_refused(verdict)) answer.limit = budget_.limit_reached();
  const bool is_refused_now = is_refused(verdict);
  const bool is_absent = verdict.is_secure() && verdict.kind == AnswerKind::no_name &&
                         verdict.final_name == question_.name;
  std::uint64_t seconds = seconds_of(verdict, memory_.settings);
  unsigned failures = 0;
  if (is_refused_now) {
    // What was bad is asked for afresh next time; how soon depends on how often it was (RFC 9520
    // section 3.2).
    for (const QuestionKey& each : used_) memory_.evidence.erase(each);
    if (const unsigned* before = memory_.failures.find(key, now.ms)) failures = *before;
    const Settings& settings = memory_.settings;
    seconds =
        std::min<std::uint64_t>(std::uint64_t{settings.min_failure_ttl} << std::min(failures, 10U),
                                settings.max_failure_ttl);
    memory_.failures.store(key, failures + 1,
                           now.ms + 2000 * std::uint64_t{settings.max_failure_ttl}, 0);
  }
  answer.verdict = std::make_shared<const Verdict>(std::move(verdict));
  if (seconds == 0) return answer;
  const std::size_t octets = octets_of(*answer.verdict);
  const std::uint64_t expires = now.ms + seconds * 1000;
  auto& answers = checking_disabled_ ? memory_.unchecked : memory_.answers;
  answers.store(key, {answer.verdict, now.ms}, expires, octets);
  if (is_absent) memory_.absent.store(question_.name, {answer.verdict, now.ms}, expires, octets);
  return answer;
}

}  // namespace vouch::resolver
