#include "vouch/validate/machine/negative_check.hpp"

#include <algorithm>

#include "vouch/rr/typed/zone.hpp"

namespace vouch::machine {
namespace {

AnswerKind kind_by_rcode(const Evidence& evidence) {
  return evidence.rcode == Rcode::NXDOMAIN ? AnswerKind::no_name : AnswerKind::no_type;
}

std::optional<Ttl> negative_ttl(RRsetView soa, Ttl ttl) {
  if (soa.empty()) return std::nullopt;
  const auto read = rr::Soa::read(soa.rdatas.front());
  if (!read.ok()) return std::nullopt;
  return std::min(ttl, Ttl::from_wire(read->minimum));
}

// What the response code says must not contradict what is proven about wildcards: a wildcard that
// matches makes an answer or NODATA, never NXDOMAIN.
Reason contradiction(const DenialProof& proof, RRType type, Rcode rcode) {
  if (rcode != Rcode::NXDOMAIN) return Reason::chain_holds;
  if (proof.shown == Shown::wildcard_type_absent) return Reason::wildcard_exists;
  if (proof.shown == Shown::hidden && type != RRType::DS) return Reason::wildcard_not_denied;
  return Reason::chain_holds;
}

// A zone that denies nothing does not deny DS either: then it is the answer that is to be told of,
// not the search for zone cuts that it set off.
bool hides_its_own_denial(const Conclusion& why, const Evidence& evidence) {
  const bool is_of_cut = why.place.type == RRType::DS && (why.reason == Reason::ds_not_denied ||
                                                          why.reason == Reason::denial_unsigned);
  const bool has_signed_denial = std::any_of(
      evidence.authority.begin(), evidence.authority.end(), [](const SignedRRset& each) {
        const RRType type = each.rrset.type();
        return (type == RRType::NSEC || type == RRType::NSEC3) && !each.signatures.empty();
      });
  const bool has_signed_soa = std::any_of(
      evidence.authority.begin(), evidence.authority.end(), [&](const SignedRRset& each) {
        return each.rrset.type() == RRType::SOA && !each.signatures.empty() &&
               each.rrset.owner() == why.place.zone;
      });
  return is_of_cut && has_signed_soa && !has_signed_denial;
}

const SignedRRset* find_soa(const Evidence& evidence, NameView zone) {
  const SignedRRset* any = nullptr;
  for (const SignedRRset& each : evidence.authority) {
    if (each.rrset.type() != RRType::SOA || each.rrset.empty()) continue;
    if (each.rrset.owner().view() == zone) return &each;
    any = &each;
  }
  return any;
}

}  // namespace

Progress<NegativeCheck> NegativeChecks::check(const Question& question, const Evidence& evidence) {
  const Name place = place_of(question.name, question.type);
  const auto [found, is_new] = memories_.try_emplace({&evidence, question.name});
  Memory& memory = found->second;
  if (is_new) {
    add_authority_signers(memory.candidates, evidence, place);
    for (const Name& zone : evidence.zones) {
      if (place.is_at_or_below(zone)) memory.candidates.insert(zone);
    }
  }
  for (;;) {
    VOUCH_AWAIT(const Standing standing, walk_.find(place, memory.candidates, memory.search));
    if (!standing.is_secure() && hides_its_own_denial(standing.why, evidence))
      return undenied(question, evidence, standing.why);
    if (!standing.is_secure()) return unproven(question, evidence, standing.why);
    const VerifiedDenial& denial = denials_.verified(evidence, *standing.keys, work_);
    const bool is_final =
        memory.search == ChainWalk::Search::every_label || denial.has_records_of_zone();
    if (!is_final) {
      memory.search = ChainWalk::Search::every_label;
      continue;
    }
    NegativeCheck check = prove(question, evidence, denial);
    if (check.conclusion.status() == Status::bogus) return check;
    SoaCheck soa = check_soa(evidence, *standing.keys);
    if (soa.conclusion.status() == Status::bogus) {
      check.conclusion = std::move(soa.conclusion);
      return check;
    }
    if (soa.soa) check.rrsets.insert(check.rrsets.begin(), std::move(*soa.soa));
    if (soa.ttl) check.ttl = std::min(*soa.ttl, denial.ttl());
    return check;
  }
}

NegativeCheck NegativeChecks::undenied(const Question& question, const Evidence& evidence,
                                       const Conclusion& why) const {
  const bool is_any_there = std::any_of(
      evidence.authority.begin(), evidence.authority.end(), [](const SignedRRset& each) {
        return each.rrset.type() == RRType::NSEC || each.rrset.type() == RRType::NSEC3;
      });
  NegativeCheck check;
  check.kind = kind_by_rcode(evidence);
  check.conclusion = conclude(is_any_there ? Reason::denial_unsigned : Reason::denial_missing,
                              {why.place.zone, question.name, question.type, {}, evidence.server});
  return check;
}

// The negative answer of a zone without a chain of trust, taken as it is.
NegativeCheck NegativeChecks::unproven(const Question& question, const Evidence& evidence,
                                       const Conclusion& why) const {
  NegativeCheck check;
  check.conclusion = why;
  check.kind = kind_by_rcode(evidence);
  for (const SignedRRset& each : evidence.authority) {
    const RRType type = each.rrset.type();
    const bool belongs = type == RRType::SOA || type == RRType::NSEC || type == RRType::NSEC3;
    if (!belongs || each.rrset.empty()) continue;
    if (type == RRType::SOA) {
      if (!question.name.is_at_or_below(each.rrset.owner())) continue;
      check.ttl = negative_ttl(each.rrset, each.rrset.ttl());
    }
    check.rrsets.push_back({each, Section::authority, why.status(), why.reason, each.rrset.ttl()});
  }
  return check;
}

NegativeCheck NegativeChecks::prove(const Question& question, const Evidence& evidence,
                                    const VerifiedDenial& denial) {
  const DenialProof proof =
      prove_denial(question.name, question.type, denial.set(), work_.budget.nsec3);
  NegativeCheck check;
  check.conclusion = denial.judge(proof, question.name, question.type);
  const Reason contradicted = contradiction(proof, question.type, evidence.rcode);
  if (!proof.fails() && contradicted != Reason::chain_holds) check.conclusion.reason = contradicted;
  if (check.conclusion.reason == Reason::denial_unsigned && question.type == RRType::DS) {
    CutCandidates signers;
    add_authority_signers(signers, evidence, question.name);
    if (signers.count(question.name) != 0) check.conclusion.reason = Reason::denied_by_child;
  }
  trace_denial(work_, check.conclusion);
  check.rrsets = denial.records();
  check.nxname = proof.nxname;
  check.kind = kind_by_rcode(evidence);
  if (proof.holds())
    check.kind = proof.shown == Shown::name_absent ? AnswerKind::no_name : AnswerKind::no_type;
  return check;
}

NegativeChecks::SoaCheck NegativeChecks::check_soa(const Evidence& evidence, const ZoneKeys& keys) {
  SoaCheck check;
  const SignedRRset* soa = find_soa(evidence, keys.zone());
  if (soa == nullptr) return check;
  check.conclusion.place = {keys.zone(), soa->rrset.owner(), RRType::SOA, {}, evidence.server};
  if (!(soa->rrset.owner() == keys.zone())) {
    check.conclusion.reason = Reason::soa_of_another_zone;
    return check;
  }
  const SignatureCheck signature =
      check_signatures(*soa, SigningKeys::all_of(keys), work_, evidence.server);
  if (!signature.holds()) {
    check.conclusion.reason = signature.reason;
    if (signature.reason == Reason::signature_missing)
      check.conclusion.reason = Reason::soa_unsigned;
    if (signature.reason == Reason::signature_wrong) check.conclusion.reason = Reason::soa_bogus;
    check.conclusion.place.key_tag = signature.key_tag;
    check.conclusion.detail = signature.detail;
    return check;
  }
  check.soa =
      CheckedRRset{*soa, Section::authority, Status::secure, Reason::chain_holds, signature.ttl};
  check.ttl = negative_ttl(soa->rrset, signature.ttl);
  return check;
}

}  // namespace vouch::machine
