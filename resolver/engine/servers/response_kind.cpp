#include "resolver/engine/servers/response_kind.hpp"

#include <algorithm>

namespace vouch::resolver {
namespace {

bool answers(const Record& record, const Question& question, NameView zone) {
  if (!record.owner.is_at_or_below(zone)) return false;
  if (record.type == RRType::DNAME && question.name.is_below(record.owner)) return true;
  if (!(record.owner == question.name)) return false;
  return record.type == question.type || record.type == RRType::CNAME ||
         question.type == RRType::ANY;
}

// YXDOMAIN says that a name became too long by a DNAME, and nothing without one (RFC 6672
// section 2.2).
bool bears_records(const Message& response, const Question& question, NameView zone) {
  switch (response.rcode()) {
    case Rcode::NOERROR:
    case Rcode::NXDOMAIN: return true;
    case Rcode::YXDOMAIN:
      return std::any_of(response.answer.begin(), response.answer.end(), [&](const Record& each) {
        return each.type == RRType::DNAME && answers(each, question, zone);
      });
    default: return false;
  }
}

bool has_soa(const Message& response, const Question& question, NameView zone) {
  return std::any_of(response.authority.begin(), response.authority.end(), [&](const Record& each) {
    return each.type == RRType::SOA && each.owner.is_at_or_below(zone) &&
           question.name.is_at_or_below(each.owner);
  });
}

bool has_name_servers(const Message& response) {
  return std::any_of(response.authority.begin(), response.authority.end(),
                     [](const Record& each) { return each.type == RRType::NS; });
}

bool is_edns_failure(const Message& response) {
  const Rcode rcode = response.rcode();
  return rcode == Rcode::FORMERR || rcode == Rcode::NOTIMP || rcode == Rcode::BADVERS;
}

}  // namespace

ResponseKind judge_response(const Message& response, const Question& question, NameView zone,
                            bool with_edns, std::uint16_t port,
                            std::optional<Delegation>& delegation) {
  if (with_edns && is_edns_failure(response)) return ResponseKind::no_edns;
  const Rcode rcode = response.rcode();
  const bool is_answer =
      std::any_of(response.answer.begin(), response.answer.end(),
                  [&](const Record& each) { return answers(each, question, zone); });
  if (is_answer && bears_records(response, question, zone)) return ResponseKind::answer;
  if (rcode == Rcode::NXDOMAIN) return ResponseKind::no_name;
  if (rcode != Rcode::NOERROR) return ResponseKind::failure;
  if (!response.answer.empty()) return ResponseKind::lame;
  if (has_soa(response, question, zone)) return ResponseKind::no_type;
  delegation = read_referral(response, zone, question.name, port);
  // The DS of a name is the parent's: a referral to the name itself says nothing about it.
  const bool passes_by =
      delegation && question.type == RRType::DS && delegation->zone == question.name;
  if (delegation && !passes_by) return ResponseKind::referral;
  delegation.reset();
  if (passes_by) return ResponseKind::no_type;
  // Name servers and no SOA are a referral, whatever AA says (RFC 2308 section 2.2), and this one
  // leads nowhere.
  const bool is_denial = response.header.aa && !has_name_servers(response);
  return is_denial ? ResponseKind::no_type : ResponseKind::lame;
}

}  // namespace vouch::resolver
