#include "vouch/validate/machine/run.hpp"

#include <algorithm>

#include "vouch/rr/typed/zone.hpp"

namespace vouch::machine {
namespace {

// Records of proofs may serve several hops.
void add_once(std::vector<CheckedRRset>& rrsets, CheckedRRset rrset) {
  const bool is_there = rrset.section == Section::authority &&
                        std::any_of(rrsets.begin(), rrsets.end(), [&](const CheckedRRset& each) {
                          return each.section == rrset.section &&
                                 each.rrset.rrset.type() == rrset.rrset.rrset.type() &&
                                 each.rrset.rrset.owner() == rrset.rrset.rrset.owner();
                        });
  if (!is_there) rrsets.push_back(std::move(rrset));
}

}  // namespace

Run::Run(const Question& question, Work& work, Fetches& fetches, CutCandidates excluded_anchors)
    : question_(question),
      work_(work),
      fetches_(fetches),
      walk_(work, fetches, denials_, question.rrclass, std::move(excluded_anchors)),
      answers_(work, walk_, denials_),
      negatives_(work, walk_, denials_),
      name_(question.name),
      source_(question) {}

Progress<Verdict> Run::run() {
  for (;;) {
    VOUCH_AWAIT(HopResult hop, check_hop());
    const Status status = hop.conclusion.status();
    const std::optional<Name> next = hop.next;
    accept(std::move(hop));
    if (status == Status::bogus || status == Status::failed || !next) return finish();
    if (auto why = why_not_to_follow(*next)) {
      accept({std::move(*why)});
      return finish();
    }
    name_ = *next;
  }
}

std::optional<Conclusion> Run::why_not_to_follow(const Name& next) const {
  const VerdictPlace place{Name(), next, question_.type};
  if (std::find(names_.begin(), names_.end(), next) != names_.end())
    return conclude(Reason::chain_loops, place);
  if (names_.size() > work_.limits().chain_hops)
    return conclude(Reason::chain_too_long, place,
                    "more than " + std::to_string(work_.limits().chain_hops) + " aliases");
  return std::nullopt;
}

// The response that speaks about the name: the one before, or one for the name itself.
Progress<const Evidence*> Run::find_source() {
  VOUCH_AWAIT(const Evidence* evidence, fetches_.get(source_, Name()));
  const bool speaks =
      evidence->failure != FetchFailure::none || speaks_about(*evidence, name_, question_.type);
  if (speaks) return evidence;
  source_.name = name_;
  return fetches_.get(source_, Name());
}

Progress<Run::HopResult> Run::check_hop() {
  VOUCH_AWAIT(const Evidence* evidence, find_source());
  const VerdictPlace place{Name(), name_, question_.type, {}, evidence->server};
  if (const Conclusion* standing = fetches_.standing(source_)) return HopResult{*standing};
  if (evidence->failure != FetchFailure::none)
    return HopResult{conclude(Reason::answer_failed, place, std::string(text(evidence->failure)))};
  VOUCH_AWAIT(HopResult hop, examine(*evidence));
  if (hop.conclusion.status() != Status::bogus) return hop;
  // What stands beside an alias may be about a zone that the server has no signatures of: the
  // target is asked for itself then.
  if (!(source_.name == name_)) {
    source_.name = name_;
    return check_hop();
  }
  VOUCH_AWAIT(hop.conclusion, fetches_.dispute(source_, Name(), std::move(hop.conclusion)));
  return hop;
}

Progress<Run::HopResult> Run::examine(const Evidence& evidence) {
  if (question_.type == RRType::RRSIG && !find_signatures(evidence, name_).empty())
    return take_signatures(evidence);
  const Found found = find_answer(evidence, name_, question_.type);
  if (found.kind == Found::Kind::nothing) return check_denial(evidence);
  if (found.kind == Found::Kind::dname) return check_dname(*found.rrsets.front(), evidence);
  return check_rrsets(found, evidence);
}

// RRSIG records have no signatures of their own (RFC 4035 section 2.2).
Run::HopResult Run::take_signatures(const Evidence& evidence) const {
  HopResult hop;
  hop.conclusion =
      conclude(Reason::signatures_not_signed, {Name(), name_, RRType::RRSIG, {}, evidence.server});
  for (const SignedRRset* each : find_signatures(evidence, name_)) {
    hop.rrsets.push_back({{RRset(), each->signatures},
                          Section::answer,
                          Status::insecure,
                          Reason::signatures_not_signed,
                          each->signatures.ttl()});
  }
  return hop;
}

void Run::add(HopResult& hop, AnswerCheck check) const {
  const bool is_first = hop.rrsets.empty();
  hop.rrsets.push_back(std::move(check.checked));
  if (check.proof != nullptr)
    hop.rrsets.insert(hop.rrsets.end(), check.proof->begin(), check.proof->end());
  if (is_first || hop.conclusion.status() < check.conclusion.status())
    hop.conclusion = std::move(check.conclusion);
}

Progress<Run::HopResult> Run::check_rrsets(const Found& found, const Evidence& evidence) {
  HopResult hop;
  if (found.rrsets.size() > work_.limits().rrsets_per_answer) {
    hop.conclusion =
        conclude(Reason::too_many_rrsets, {Name(), name_, question_.type, {}, evidence.server});
    return hop;
  }
  for (const SignedRRset* each : found.rrsets) {
    VOUCH_AWAIT(AnswerCheck check, answers_.check(*each, evidence));
    add(hop, std::move(check));
    if (hop.conclusion.status() == Status::bogus) return hop;
  }
  if (found.kind == Found::Kind::cname) {
    const auto target = rr::read_target(found.rrsets.front()->rrset.rdatas().front());
    if (target.ok()) hop.next = Name(*target);
  }
  note_contradictions(hop, found, evidence);
  return hop;
}

// What can't be true of signed data although every signature holds.
void Run::note_contradictions(HopResult& hop, const Found& found, const Evidence& evidence) const {
  if (hop.conclusion.status() != Status::secure) return;
  if (found.is_conflict ||
      (found.kind == Found::Kind::cname && found.rrsets.front()->rrset.size() > 1)) {
    hop.conclusion.reason = Reason::cname_beside_others;
  } else if (found.kind == Found::Kind::rrsets && evidence.rcode == Rcode::NXDOMAIN) {
    hop.conclusion.reason = Reason::answer_contradicts_rcode;
  }
}

Progress<Run::HopResult> Run::check_dname(const SignedRRset& dname, const Evidence& evidence) {
  HopResult hop;
  VOUCH_AWAIT(AnswerCheck check, answers_.check(dname, evidence));
  const Ttl ttl = check.checked.ttl;
  add(hop, std::move(check));
  if (hop.conclusion.status() != Status::bogus) synthesize(hop, dname, ttl);
  return hop;
}

// The CNAME is made here whatever the response says, so that nobody else can (RFC 6672
// section 5.3.1).
void Run::synthesize(HopResult& hop, const SignedRRset& dname, Ttl ttl) const {
  const auto to = rr::read_target(dname.rrset.rdatas().front());
  if (!to.ok()) return;
  auto target = Name::substitute(name_, dname.rrset.owner(), *to);
  if (!target.ok()) {
    hop.kind = AnswerKind::name_too_long;
    return;
  }
  RRset cname(name_, RRType::CNAME, dname.rrset.rrclass(), ttl);
  cname.add(target->wire());
  hop.rrsets.push_back({{std::move(cname), RRset()},
                        Section::answer,
                        hop.conclusion.status(),
                        hop.conclusion.reason,
                        ttl});
  hop.rrsets.back().is_synthesized = true;
  const bool is_asked_for = question_.type == RRType::CNAME || question_.type == RRType::ANY;
  if (!is_asked_for) hop.next = std::move(*target);
}

Progress<Run::HopResult> Run::check_denial(const Evidence& evidence) {
  VOUCH_AWAIT(NegativeCheck check,
              negatives_.check({name_, question_.type, question_.rrclass}, evidence));
  HopResult hop;
  hop.conclusion = std::move(check.conclusion);
  hop.kind = check.kind;
  hop.nxname = check.nxname;
  hop.negative_ttl = check.ttl;
  hop.rrsets = std::move(check.rrsets);
  return hop;
}

void Run::accept(HopResult hop) {
  names_.push_back(name_);
  verdict_.kind = hop.kind;
  verdict_.nxname = hop.nxname;
  verdict_.negative_ttl = hop.negative_ttl;
  verdict_.final_name = name_;
  for (CheckedRRset& each : hop.rrsets) add_once(verdict_.rrsets, std::move(each));
  if (!has_conclusion_) {
    has_conclusion_ = true;
    verdict_.conclusion = std::move(hop.conclusion);
  } else if (verdict_.conclusion.status() < hop.conclusion.status()) {
    std::swap(verdict_.conclusion, hop.conclusion);
    if (hop.conclusion.status() != Status::secure)
      verdict_.others.push_back(std::move(hop.conclusion));
  } else if (hop.conclusion.status() != Status::secure) {
    verdict_.others.push_back(std::move(hop.conclusion));
  } else if (verdict_.is_secure() && verdict_.conclusion.detail.empty()) {
    // One that says more: of a wildcard.
    if (!hop.conclusion.detail.empty()) verdict_.conclusion = std::move(hop.conclusion);
  }
}

Verdict Run::finish() {
  const Status status = verdict_.status();
  switch (verdict_.kind) {
    case AnswerKind::no_name: verdict_.rcode = Rcode::NXDOMAIN; break;
    case AnswerKind::name_too_long: verdict_.rcode = Rcode::YXDOMAIN; break;
    case AnswerKind::positive:
    case AnswerKind::no_type: verdict_.rcode = Rcode::NOERROR; break;
  }
  if (status == Status::bogus || status == Status::failed) {
    verdict_.rcode = Rcode::SERVFAIL;
    if (fetches_.is_out_of_budget()) verdict_.conclusion.reason = Reason::too_many_fetches;
  }
  verdict_.trace = work_.trace;
  return std::move(verdict_);
}

}  // namespace vouch::machine
