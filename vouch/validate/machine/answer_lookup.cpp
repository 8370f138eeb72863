#include "vouch/validate/machine/answer_lookup.hpp"

#include <algorithm>

#include "vouch/validate/machine/chain_walk.hpp"

namespace vouch::machine {
namespace {

// Types that may stand beside a CNAME (RFC 4035 section 2.5, RFC 2535 section 2.3.5).
bool may_be_beside_cname(RRType type) {
  switch (type) {
    case RRType::CNAME:
    case RRType::RRSIG:
    case RRType::NSEC:
    case RRType::SIG:
    case RRType::NXT:
    case RRType::KEY: return true;
    default: return false;
  }
}

Found find_all(const Evidence& evidence, NameView name) {
  Found found;
  for (const SignedRRset& each : evidence.answer) {
    if (!each.rrset.empty() && each.rrset.owner().view() == name) found.rrsets.push_back(&each);
  }
  if (!found.rrsets.empty()) found.kind = Found::Kind::rrsets;
  return found;
}

}  // namespace

Found find_answer(const Evidence& evidence, NameView name, RRType type) {
  const SignedRRset* exact = find_rrset(evidence.answer, name, type);
  const SignedRRset* cname = find_rrset(evidence.answer, name, RRType::CNAME);
  const SignedRRset* dname = find_dname(evidence, name);
  // A CNAME without signature below a DNAME was made from it.
  const bool is_synthesized = cname != nullptr && dname != nullptr && cname->signatures.empty();
  if (type == RRType::ANY && !is_synthesized) {
    Found all = find_all(evidence, name);
    if (all.kind != Found::Kind::nothing) return all;
  }
  if (is_synthesized || (cname == nullptr && exact == nullptr && dname != nullptr))
    return {Found::Kind::dname, {dname}};
  if (exact != nullptr && (cname == nullptr || may_be_beside_cname(type)))
    return {Found::Kind::rrsets, {exact}};
  if (cname != nullptr) return {Found::Kind::cname, {cname}, exact != nullptr};
  return {};
}

bool speaks_about(const Evidence& evidence, NameView name, RRType type) {
  if (evidence.question.name.view() == name) return true;
  if (find_answer(evidence, name, type).kind != Found::Kind::nothing) return true;
  return std::any_of(evidence.authority.begin(), evidence.authority.end(),
                     [&](const SignedRRset& each) {
                       return each.rrset.type() == RRType::SOA && !each.rrset.empty() &&
                              name.is_at_or_below(each.rrset.owner());
                     });
}

std::vector<const SignedRRset*> find_signatures(const Evidence& evidence, NameView name) {
  std::vector<const SignedRRset*> found;
  for (const SignedRRset& each : evidence.answer) {
    if (!each.signatures.empty() && each.signatures.owner().view() == name) found.push_back(&each);
  }
  return found;
}

}  // namespace vouch::machine
