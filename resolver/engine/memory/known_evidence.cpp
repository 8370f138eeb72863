#include "resolver/engine/memory/known_evidence.hpp"

#include <algorithm>

#include "vouch/rr/typed/zone.hpp"

namespace vouch::resolver {
namespace {

constexpr std::uint64_t failure_seconds = 5;  ///< that a failed look-up for others is kept

std::size_t octets_of(const Evidence& evidence) {
  std::size_t octets = sizeof evidence;
  for (const SignedRRset& each : evidence.answer) octets += resolver::octets_of(each);
  for (const SignedRRset& each : evidence.authority) octets += resolver::octets_of(each);
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

// What was given as an answer, to be looked at again for another question.
std::optional<Evidence> evidence_of_answer(Memory& memory, const Question& question, Moment now) {
  const KnownAnswer* known = memory.answers.find(QuestionView(question), now.ms);
  if (known == nullptr || known->verdict->is_refused()) return std::nullopt;
  Evidence evidence;
  evidence.question = question;
  evidence.rcode = known->verdict->rcode();
  evidence.server = "memory";
  std::size_t offset = 0;
  for (PackedRRset each; known->verdict->next(offset, each);) {
    auto& section = each.section == Section::answer ? evidence.answer : evidence.authority;
    SignedRRset rrset{each.rrset.empty() ? RRset() : RRset(each.rrset), RRset(each.signatures)};
    section.push_back(std::move(rrset));
  }
  const auto seconds = static_cast<std::uint32_t>((now.ms - known->stored_ms) / 1000);
  age(evidence.answer, seconds);
  age(evidence.authority, seconds);
  if (memory.settings.forwarders.empty()) {
    const NameView name = question.name;
    evidence.zones =
        memory.delegations.zones_above(question.type == RRType::DS ? name.parent() : name, now.ms);
  }
  return evidence;
}

}  // namespace

bool is_known_to_exist(Memory& memory, const Question& question, Moment now) {
  const KnownEvidence* evidence = memory.evidence.find(QuestionView(question), now.ms);
  if (evidence != nullptr)
    return evidence->evidence->failure == FetchFailure::none &&
           evidence->evidence->rcode == Rcode::NOERROR;
  const KnownAnswer* answer = memory.answers.find(QuestionView(question), now.ms);
  return answer != nullptr && !answer->verdict->is_refused() &&
         answer->verdict->rcode() == Rcode::NOERROR;
}

std::size_t octets_of(const SignedRRset& rrset) {
  return 150 + rrset.rrset.rdatas().packed().size() + rrset.signatures.rdatas().packed().size();
}

std::optional<Evidence> find_evidence(Memory& memory, const Question& question, Moment now) {
  const KnownEvidence* known = memory.evidence.find(QuestionView(question), now.ms);
  if (known == nullptr) return evidence_of_answer(memory, question, now);
  Evidence evidence = *known->evidence;
  evidence.question = question;
  const auto seconds = static_cast<std::uint32_t>((now.ms - known->stored_ms) / 1000);
  age(evidence.answer, seconds);
  age(evidence.authority, seconds);
  return evidence;
}

void keep_evidence(Memory& memory, const Evidence& evidence, Moment now) {
  const std::uint64_t seconds = seconds_of(evidence, memory.settings);
  const bool may_keep = seconds > 0 && evidence.failure != FetchFailure::declined;
  if (!may_keep) return;
  memory.evidence.store(QuestionKey(evidence.question),
                        {std::make_shared<const Evidence>(evidence), now.ms},
                        now.ms + seconds * 1000, octets_of(evidence));
}

}  // namespace vouch::resolver
