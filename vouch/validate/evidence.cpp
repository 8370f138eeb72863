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
    case FetchFailure::declined: return "it was not asked for again";
  }
  return "";
}

namespace {

bool is_answer(Rcode rcode) {
  return rcode == Rcode::NOERROR || rcode == Rcode::NXDOMAIN || rcode == Rcode::YXDOMAIN;
}

std::vector<SignedRRset> rrsets_below(const std::vector<Record>& records, NameView bailiwick) {
  std::vector<SignedRRset> rrsets = group_rrsets(records);
  std::erase_if(rrsets, [&](const SignedRRset& each) {
    return !each.rrset.owner().is_at_or_below(bailiwick);
  });
  return rrsets;
}

}  // namespace

Evidence Evidence::from_message(const Message& response, std::string server, NameView bailiwick) {
  Evidence evidence;
  if (!response.questions.empty()) evidence.question = response.questions.front();
  evidence.rcode = response.rcode();
  evidence.server = std::move(server);
  if (!is_answer(evidence.rcode)) {
    evidence.failure = FetchFailure::servfail;
    return evidence;
  }
  evidence.answer = rrsets_below(response.answer, bailiwick);
  evidence.authority = rrsets_below(response.authority, bailiwick);
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

Evidence Evidence::from_referral(const Message& referral, const Name& cut, std::string server) {
  Evidence evidence;
  const RRClass rrclass =
      referral.questions.empty() ? RRClass::IN : referral.questions.front().rrclass;
  evidence.question = {cut, RRType::DS, rrclass};
  evidence.authority = group_rrsets(referral.authority);
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
