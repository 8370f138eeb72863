#include "resolver/engine/memory/known_evidence.hpp"

#include <algorithm>

#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::resolver {
namespace {

constexpr std::uint64_t failure_seconds = 5;  ///< that a failed look-up for others is kept

/// Of what a referral says about DS: the largest RRsets of DS, or of NSEC3 with their signatures,
/// are far from it.
constexpr std::size_t largest_referral = 8192;

// Whether a record of the authority section proves something, or says for how long a denial may be
// kept.
bool is_of_use(RRType type, bool is_referral) {
  if (is_referral && type == RRType::DS) return true;
  return type == RRType::NSEC || type == RRType::NSEC3 || (!is_referral && type == RRType::SOA);
}

void drop_what_is_of_no_use(Evidence& evidence) {
  std::erase_if(evidence.authority, [&](const SignedRRset& each) {
    return !is_of_use(each.rrset.type(), evidence.is_referral);
  });
}

void age(std::vector<SignedRRset>& rrsets, std::uint32_t seconds) {
  for (SignedRRset& each : rrsets) {
    for (RRset* rrset : {&each.rrset, &each.signatures})
      rrset->set_ttl(Ttl{rrset->ttl().seconds - std::min(rrset->ttl().seconds, seconds)});
  }
}

// Seconds that an RRset may be kept: by its TTL, its signatures' TTL and, where it has some, the
// original TTL and the expiry that the best of them says (RFC 4035 section 5.3.3).
std::uint32_t seconds_of(const SignedRRset& each, const Policy& policy, Timestamp now) {
  if (each.rrset.empty()) return each.signatures.ttl().seconds;
  if (each.signatures.empty()) return each.rrset.ttl().seconds;
  std::uint32_t best = 0;
  for (const OctetView rdata : each.signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (!rrsig.ok()) continue;
    const Timestamp expires = Timestamp::from_wire(rrsig->expiration, now).plus(policy.skew);
    const auto left = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(expires.seconds - now.seconds, 0, Ttl::max_seconds));
    best = std::max(best, std::min(rrsig->original_ttl.seconds, left));
  }
  return std::min({each.rrset.ttl().seconds, each.signatures.ttl().seconds, best});
}

// Seconds that evidence may be kept; 0 where it may not.
std::uint64_t seconds_of(const Evidence& evidence, const Settings& settings, Timestamp now) {
  if (evidence.failure != FetchFailure::none) return failure_seconds;
  std::uint32_t seconds = settings.max_ttl;
  for (const SignedRRset& each : evidence.answer)
    seconds = std::min(seconds, seconds_of(each, settings.policy, now));
  if (!evidence.answer.empty()) return seconds;
  for (const SignedRRset& each : evidence.authority) {
    if (each.rrset.type() != RRType::SOA || each.rrset.empty()) continue;
    const auto soa = rr::Soa::read(each.rrset.rdatas().front());
    if (!soa.ok()) return 0;
    return std::min({each.rrset.ttl().seconds, soa->minimum, settings.max_negative_ttl});
  }
  return 0;
}

// The same for what a referral says about DS.
std::uint64_t seconds_of_referral(const Evidence& evidence, const Settings& settings,
                                  Timestamp now) {
  std::uint32_t seconds = settings.max_ttl;
  for (const SignedRRset& each : evidence.authority) {
    seconds = std::min(seconds, seconds_of(each, settings.policy, now));
    if (each.rrset.type() != RRType::DS) seconds = std::min(seconds, settings.max_negative_ttl);
  }
  return seconds;
}

void store(Memory& memory, const Evidence& evidence, std::uint64_t seconds, Moment now) {
  // A copy has no room to spare.
  auto kept = std::make_shared<const Evidence>(evidence);
  const std::size_t octets = held(kept);
  memory.evidence.store(QuestionKey(evidence.question), {std::move(kept), now.ms},
                        now.ms + seconds * 1000, octets);
}

Evidence from_memory(const Question& question) {
  Evidence evidence;
  evidence.question = question;
  evidence.server = "memory";
  return evidence;
}

void add_zones(Memory& memory, Evidence& evidence, Moment now) {
  if (!memory.settings.forwarders.empty()) return;
  const NameView name = evidence.question.name;
  const bool is_parents = evidence.question.type == RRType::DS;
  evidence.zones = memory.delegations.zones_above(is_parents ? name.parent() : name, now.ms);
}

// What was given as an answer, to be looked at again for another question.
std::optional<Evidence> evidence_of_answer(Memory& memory, const Question& question, Moment now) {
  const KnownAnswer* known = memory.answers.find(QuestionView(question), now.ms);
  if (known == nullptr || known->verdict->is_refused()) return std::nullopt;
  Evidence evidence = from_memory(question);
  evidence.rcode = known->verdict->rcode();
  std::size_t offset = 0;
  for (PackedRRset each; known->verdict->next(offset, each);) {
    auto& section = each.section == Section::answer ? evidence.answer : evidence.authority;
    SignedRRset rrset{each.rrset.empty() ? RRset() : RRset(each.rrset), RRset(each.signatures)};
    section.push_back(std::move(rrset));
  }
  const auto seconds = static_cast<std::uint32_t>((now.ms - known->stored_ms) / 1000);
  age(evidence.answer, seconds);
  age(evidence.authority, seconds);
  add_zones(memory, evidence, now);
  return evidence;
}

// A DNAME answers for every name below its own, whatever the type (RFC 6672 section 3.2).
std::optional<Evidence> evidence_of_alias(Memory& memory, const Question& question, Moment now) {
  for (NameView name = question.name; !name.is_root();) {
    name = name.parent();
    const KnownAlias* known = memory.aliases.find(name, now.ms);
    if (known == nullptr) continue;
    Evidence evidence = from_memory(question);
    evidence.answer.push_back(known->dname);
    age(evidence.answer, static_cast<std::uint32_t>((now.ms - known->stored_ms) / 1000));
    add_zones(memory, evidence, now);
    return evidence;
  }
  return std::nullopt;
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

std::optional<Evidence> find_evidence(Memory& memory, const Question& question, Moment now) {
  const KnownEvidence* known = memory.evidence.find(QuestionView(question), now.ms);
  if (known == nullptr) {
    auto evidence = evidence_of_answer(memory, question, now);
    return evidence ? evidence : evidence_of_alias(memory, question, now);
  }
  Evidence evidence = *known->evidence;
  evidence.question = question;
  const auto seconds = static_cast<std::uint32_t>((now.ms - known->stored_ms) / 1000);
  age(evidence.answer, seconds);
  age(evidence.authority, seconds);
  return evidence;
}

std::optional<Evidence> find_denial_evidence(Memory& memory, const Question& question, Moment now) {
  if (!memory.settings.aggressive_nsec || memory.is_unvalidated(question.name, now))
    return std::nullopt;
  auto denial = memory.denials.deny(question, now);
  if (!denial) return std::nullopt;
  Evidence evidence = from_memory(question);
  evidence.rcode = denial->rcode;
  for (CheckedRRset& each : denial->rrsets) {
    each.rrset.rrset.set_ttl(each.ttl);
    each.rrset.signatures.set_ttl(each.ttl);
    evidence.authority.push_back(std::move(each.rrset));
  }
  add_zones(memory, evidence, now);
  return evidence;
}

void keep_aliases(Memory& memory, const Verdict& verdict, std::uint64_t seconds, Moment now) {
  for (const CheckedRRset& each : verdict.rrsets) {
    const RRset& rrset = each.rrset.rrset;
    const bool is_one = each.section == Section::answer && rrset.type() == RRType::DNAME &&
                        !rrset.empty() && !each.wildcard;
    if (!is_one) continue;
    KnownAlias alias{each.rrset, now.ms};
    alias.dname.rrset.set_ttl(each.ttl);
    const std::size_t octets = held(alias.dname);
    const std::uint64_t kept = std::min<std::uint64_t>(seconds, each.ttl.seconds);
    memory.aliases.store(rrset.owner(), std::move(alias), now.ms + kept * 1000, octets);
  }
}

void keep_evidence(Memory& memory, Evidence evidence, Moment now) {
  drop_what_is_of_no_use(evidence);
  const std::uint64_t seconds = seconds_of(evidence, memory.settings, now.wall);
  const bool may_keep = seconds > 0 && evidence.failure != FetchFailure::declined;
  if (may_keep) store(memory, evidence, seconds, now);
}

void keep_referral(Memory& memory, Evidence evidence, NameView parent, Moment now) {
  std::erase_if(evidence.authority, [&](const SignedRRset& each) {
    return each.rrset.empty() || !each.rrset.owner().is_at_or_below(parent);
  });
  drop_what_is_of_no_use(evidence);
  const std::uint64_t seconds = seconds_of_referral(evidence, memory.settings, now.wall);
  const bool may_keep =
      seconds > 0 && !evidence.authority.empty() && held(evidence.authority) <= largest_referral;
  if (may_keep) store(memory, evidence, seconds, now);
}

}  // namespace vouch::resolver
