#include "vouch/validate/machine/answer_check.hpp"

#include "vouch/dnssec/rrsig.hpp"

namespace vouch::machine {
namespace {

// Whether another zone than the one that was found may be the signer's.
bool may_be_of_another_zone(Reason reason) {
  return reason == Reason::signature_missing || reason == Reason::signature_malformed ||
         reason == Reason::signer_not_ancestor || reason == Reason::signer_is_not_the_zone ||
         reason == Reason::signing_key_missing;
}

}  // namespace

AnswerChecks::Memory& AnswerChecks::remember(const SignedRRset& rrset, const Evidence& evidence) {
  const auto [found, is_new] = memories_.try_emplace(&rrset);
  Memory& memory = found->second;
  if (!is_new) return memory;
  const Name place = place_of(rrset.rrset.owner(), rrset.rrset.type());
  add_signers(memory.candidates, rrset, place);
  for (const Name& zone : evidence.zones) {
    if (place.is_at_or_below(zone)) memory.candidates.insert(zone);
  }
  return memory;
}

Progress<AnswerCheck> AnswerChecks::check(const SignedRRset& rrset, const Evidence& evidence) {
  Memory& memory = remember(rrset, evidence);
  if (memory.done) return *memory.done;
  VOUCH_AWAIT(Conclusion conclusion, examine(rrset, evidence, memory));
  memory.done = finish(rrset, evidence, memory, std::move(conclusion));
  return *memory.done;
}

// The zone that the RRset is in, with the signature checked by its keys where it has some.
Progress<Standing> AnswerChecks::find_signer(const SignedRRset& rrset, const Evidence& evidence,
                                             Memory& memory) {
  const Name place = place_of(rrset.rrset.owner(), rrset.rrset.type());
  for (;;) {
    VOUCH_AWAIT(Standing standing, walk_.find(place, memory.candidates, memory.search));
    if (!standing.is_secure()) return standing;
    if (memory.keys != standing.keys) {
      memory.keys = standing.keys;
      memory.signature =
          check_signatures(rrset, SigningKeys::all_of(*memory.keys), work_, evidence.server);
    }
    const bool is_final = memory.search == ChainWalk::Search::every_label ||
                          memory.signature.holds() ||
                          !may_be_of_another_zone(memory.signature.reason);
    if (is_final) return standing;
    memory.search = ChainWalk::Search::every_label;
  }
}

Progress<Conclusion> AnswerChecks::examine(const SignedRRset& rrset, const Evidence& evidence,
                                           Memory& memory) {
  VOUCH_AWAIT(const Standing standing, find_signer(rrset, evidence, memory));
  const Name& owner = rrset.rrset.owner();
  // A CNAME without signature hides the DS of its own name as well; the answer is what is wrong.
  if (standing.why.reason == Reason::cname_for_ds_unsigned && standing.why.place.owner == owner &&
      rrset.signatures.empty())
    return conclude(Reason::signature_missing, standing.why.place);
  if (!standing.is_secure()) return standing.why;
  const VerdictPlace place{memory.keys->zone(), owner, rrset.rrset.type(), memory.signature.key_tag,
                           evidence.server};
  if (!memory.signature.holds())
    return conclude(memory.signature.reason, place, memory.signature.detail);
  if (memory.signature.labels < rrsig_labels(owner)) return judge_wildcard(rrset, evidence, memory);
  if (wants_hidden_cuts(rrset, evidence, memory)) {
    VOUCH_AWAIT(const std::optional<Standing> hidden, walk_.find_hidden_cut(owner, memory.keys));
    if (hidden && !hidden->is_secure() && hidden->why.status() == Status::insecure)
      return hidden->why;
    if (hidden)
      return conclude(Reason::signer_is_not_the_zone, place, "there is a signed zone below it");
  }
  return conclude(Reason::chain_holds, place);
}

bool AnswerChecks::wants_hidden_cuts(const SignedRRset& rrset, const Evidence& evidence,
                                     const Memory& memory) const {
  return work_.policy().look_for_hidden_cuts && evidence.zones.empty() &&
         rrset.rrset.type() != RRType::DS && memory.search == ChainWalk::Search::candidates &&
         rrset.rrset.owner().is_below(memory.keys->zone());
}

Conclusion AnswerChecks::judge_wildcard(const SignedRRset& rrset, const Evidence& evidence,
                                        const Memory& memory) {
  const Name& owner = rrset.rrset.owner();
  Conclusion why = judge_expansion(denials_.verified(evidence, *memory.keys, work_), owner,
                                   rrset.rrset.type(), memory.signature.labels, work_);
  const auto wildcard = Name::wildcard_of(owner.view().suffix(memory.signature.labels));
  if (why.status() == Status::secure && wildcard.ok())
    why.detail =
        "by the wildcard " + wildcard->text() + ", and the name itself is proven not to exist";
  return why;
}

AnswerCheck AnswerChecks::finish(const SignedRRset& rrset, const Evidence& evidence,
                                 const Memory& memory, Conclusion conclusion) {
  AnswerCheck check;
  check.checked.rrset = rrset;
  check.checked.status = conclusion.status();
  check.checked.reason = conclusion.reason;
  check.checked.ttl = rrset.rrset.ttl();
  if (memory.keys && memory.signature.holds()) {
    check.checked.ttl = memory.signature.ttl;
    const Name& owner = rrset.rrset.owner();
    if (memory.signature.labels < rrsig_labels(owner)) {
      auto wildcard = Name::wildcard_of(owner.view().suffix(memory.signature.labels));
      if (wildcard.ok()) check.checked.wildcard = std::move(*wildcard);
      check.proof = &denials_.verified(evidence, *memory.keys, work_).records();
    }
  }
  check.conclusion = std::move(conclusion);
  return check;
}

}  // namespace vouch::machine
