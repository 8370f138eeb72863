#include "vouch/validate/evidence.hpp"

#include <algorithm>

namespace vouch {

std::string_view text(FetchFailure failure) {
  switch (failure) {
    case FetchFailure::none: return "answered";
    case FetchFailure::timeout: return "no answer in time";
    case FetchFailure::unreachable: return "no server could be reached";
    case FetchFailure::servfail: return "the server refused or failed";
    case FetchFailure::truncated: return "the answer was truncated, and TCP failed";
    case FetchFailure::malformed: return "the answer could not be read";
    case FetchFailure::oversized: return "the answer has more records than are taken";
    case FetchFailure::declined: return "it was not asked for again";
  }
  return "";
}

namespace {

bool is_answer(Rcode rcode) {
  return rcode == Rcode::NOERROR || rcode == Rcode::NXDOMAIN || rcode == Rcode::YXDOMAIN;
}

std::vector<SignedRRset> rrsets_of(const Message& response, Section section) {
  std::vector<RecordRef> refs;
  const std::vector<Record>& records = response.section(section);
  refs.reserve(records.size());
  for (const Record& each : records)
    refs.push_back({each.owner, each.type, each.rrclass, each.ttl, each.rdata});
  std::vector<Octets> covered;
  covered.reserve(response.malformed.size());
  for (const MalformedRecord& each : response.malformed) {
    if (each.section != section) continue;
    const auto type = static_cast<std::uint16_t>(each.covered);
    covered.push_back({static_cast<std::uint8_t>(type >> 8), static_cast<std::uint8_t>(type)});
    refs.push_back({each.owner, each.type, each.rrclass, each.ttl, covered.back(), true});
  }
  return group_record_refs(refs);
}

bool is_too_large(const SignedRRset& each, const Limits& limits) {
  return each.rrset.size() > limits.records_per_rrset ||
         each.signatures.size() > limits.records_per_rrset;
}

// Whether records of the owner and type are what is asked for, or an alias that stands for it.
bool answers(const Question& question, NameView owner, RRType type) {
  if (type == RRType::DNAME && question.name.is_below(owner)) return true;
  const bool is_of_type =
      type == question.type || type == RRType::CNAME || question.type == RRType::ANY;
  return is_of_type && question.name.view() == owner;
}

FetchFailure failure_of(const SignedRRset& each, const Question& question, const Limits& limits) {
  if (each.rrset.rrclass() != question.rrclass ||
      !answers(question, each.rrset.owner(), each.rrset.type()))
    return FetchFailure::none;
  if (each.is_malformed) return FetchFailure::malformed;
  return is_too_large(each, limits) ? FetchFailure::oversized : FetchFailure::none;
}

// Takes out what is not to be believed or not to be looked at.
void keep_usable(std::vector<SignedRRset>& rrsets, NameView bailiwick, const Limits& limits) {
  std::erase_if(rrsets, [&](const SignedRRset& each) {
    const bool is_nothing =
        each.rrset.empty() && each.signatures.empty() && !each.has_malformed_signature;
    return is_nothing || each.is_malformed || is_too_large(each, limits) ||
           !each.rrset.owner().is_at_or_below(bailiwick);
  });
}

}  // namespace

bool is_answer_malformed(const Message& response) {
  if (response.questions.empty()) return false;
  const Question& question = response.questions.front();
  return std::any_of(
      response.malformed.begin(), response.malformed.end(), [&](const MalformedRecord& each) {
        return each.section == Section::answer && each.type != RRType::RRSIG &&
               each.rrclass == question.rrclass && answers(question, each.owner, each.type);
      });
}

Evidence Evidence::from_message(const Message& response, std::string server, NameView bailiwick,
                                const Limits& limits) {
  Evidence evidence;
  if (!response.questions.empty()) evidence.question = response.questions.front();
  evidence.rcode = response.rcode();
  evidence.server = std::move(server);
  if (!is_answer(evidence.rcode)) {
    evidence.failure = FetchFailure::servfail;
    return evidence;
  }
  evidence.answer = rrsets_of(response, Section::answer);
  for (const SignedRRset& each : evidence.answer) {
    evidence.failure = failure_of(each, evidence.question, limits);
    if (evidence.failure == FetchFailure::none) continue;
    evidence.answer.clear();
    return evidence;
  }
  keep_usable(evidence.answer, bailiwick, limits);
  evidence.authority = rrsets_of(response, Section::authority);
  keep_usable(evidence.authority, bailiwick, limits);
  return evidence;
}

Evidence Evidence::failed(Question question, FetchFailure failure, std::string server) {
  Evidence evidence;
  evidence.question = std::move(question);
  evidence.rcode = Rcode::SERVFAIL;
  evidence.failure = failure;
  evidence.server = std::move(server);
  return evidence;
}

Evidence Evidence::from_referral(const Message& referral, const Name& cut, std::string server,
                                 const Limits& limits) {
  Evidence evidence;
  const RRClass rrclass =
      referral.questions.empty() ? RRClass::IN : referral.questions.front().rrclass;
  evidence.question = {cut, RRType::DS, rrclass};
  evidence.authority = rrsets_of(referral, Section::authority);
  keep_usable(evidence.authority, NameView(), limits);
  evidence.server = std::move(server);
  evidence.is_referral = true;
  return evidence;
}

const SignedRRset* find_rrset(const std::vector<SignedRRset>& rrsets, NameView owner, RRType type) {
  const auto found = std::find_if(rrsets.begin(), rrsets.end(), [&](const SignedRRset& each) {
    return each.rrset.type() == type && !each.rrset.empty() && each.rrset.owner().view() == owner;
  });
  return found == rrsets.end() ? nullptr : &*found;
}

}  // namespace vouch
