#include "vouch/validate/machine/signature_check.hpp"

#include <algorithm>

#include "vouch/dnssec/rrsig.hpp"

namespace vouch::machine {
namespace {

// How much a reason tells when several signatures fail for different ones: the further a signature
// came, the more.
int telling(Reason reason) {
  switch (reason) {
    case Reason::signatures_over_budget: return 13;
    case Reason::signature_wrong: return 12;
    case Reason::signing_key_malformed: return 11;
    case Reason::signature_expired: return 10;
    case Reason::signature_not_yet: return 9;
    case Reason::signature_inverted: return 8;
    case Reason::signing_key_revoked: return 7;
    case Reason::signing_key_not_zone_key: return 6;
    case Reason::signature_algorithm_unsupported: return 5;
    case Reason::signing_key_missing: return 4;
    case Reason::wildcard_not_allowed: return 3;
    case Reason::labels_below_signer: return 3;
    case Reason::too_many_labels: return 3;
    case Reason::signer_is_not_the_zone: return 2;
    case Reason::signer_not_ancestor: return 2;
    case Reason::signature_malformed: return 1;
    default: return 0;
  }
}

Reason reason_of(KeyUse use) {
  switch (use) {
    case KeyUse::not_zone_key: return Reason::signing_key_not_zone_key;
    case KeyUse::revoked: return Reason::signing_key_revoked;
    case KeyUse::unsupported: return Reason::signature_algorithm_unsupported;
    case KeyUse::wrong_protocol: return Reason::signing_key_malformed;
    case KeyUse::malformed: return Reason::signing_key_malformed;
    case KeyUse::usable: break;
  }
  return Reason::chain_holds;
}

class Checker {
 public:
  Checker(const SignedRRset& rrset, const SigningKeys& keys, Work& work)
      : rrset_(rrset), keys_(keys), work_(work) {}

  SignatureCheck run();
  RRsetTrace take_trace(const std::string& server);

 private:
  Reason look(const rr::Rrsig& rrsig) const;
  Reason look_at_form(const rr::Rrsig& rrsig) const;
  Reason look_at_time(const rr::Rrsig& rrsig) const;
  Reason try_keys(const rr::Rrsig& rrsig, unsigned& checks);
  Reason try_key(const rr::Rrsig& rrsig, const ZoneKey& key, unsigned& checks);
  void note(const rr::Rrsig& rrsig, Reason reason, unsigned checks);
  std::string detail_of(const rr::Rrsig& rrsig, Reason reason) const;
  Ttl ttl_under(const rr::Rrsig& rrsig) const;

  const SignedRRset& rrset_;
  const SigningKeys& keys_;
  Work& work_;
  SignatureCheck check_;
  std::vector<SignatureTrial> trials_;
  unsigned checks_ = 0;
  unsigned wrong_ = 0;
};

// What can be seen without cryptography.
Reason Checker::look(const rr::Rrsig& rrsig) const {
  const Reason form = look_at_form(rrsig);
  if (form != Reason::chain_holds) return form;
  if (!work_.policy().accepts(rrsig.algorithm)) return Reason::signature_algorithm_unsupported;
  const bool has_key = std::any_of(keys_.keys.begin(), keys_.keys.end(), [&](const ZoneKey* key) {
    return key->tag == rrsig.key_tag && key->algorithm == rrsig.algorithm;
  });
  return has_key ? look_at_time(rrsig) : Reason::signing_key_missing;
}

Reason Checker::look_at_form(const rr::Rrsig& rrsig) const {
  switch (check_form(rrsig, rrset_.rrset)) {
    case FormCheck::fits: break;
    case FormCheck::wrong_owner_labels: return Reason::too_many_labels;
    case FormCheck::labels_below_signer: return Reason::labels_below_signer;
    case FormCheck::signer_not_ancestor: return Reason::signer_not_ancestor;
    case FormCheck::wrong_type_covered: return Reason::signature_malformed;
  }
  // Not worth a check (RFC 4034 section 3.1.8 names no least length).
  if (rrsig.signature.empty()) return Reason::signature_malformed;
  if (rrsig.signer != keys_.zone.view()) return Reason::signer_is_not_the_zone;
  if (is_wildcard_expansion(rrsig, rrset_.rrset.owner()) && !may_be_expanded(rrset_.rrset.type()))
    return Reason::wildcard_not_allowed;
  return Reason::chain_holds;
}

Reason Checker::look_at_time(const rr::Rrsig& rrsig) const {
  const std::int64_t skew = work_.policy().skew;
  switch (check_time(rrsig, work_.now)) {
    case TimeCheck::within: break;
    case TimeCheck::inverted: return Reason::signature_inverted;
    case TimeCheck::expired:
      if (check_time(rrsig, work_.now.plus(-skew)) == TimeCheck::expired)
        return Reason::signature_expired;
      break;
    case TimeCheck::not_yet:
      if (check_time(rrsig, work_.now.plus(skew)) == TimeCheck::not_yet)
        return Reason::signature_not_yet;
      break;
  }
  return Reason::chain_holds;
}

Reason Checker::try_keys(const rr::Rrsig& rrsig, unsigned& checks) {
  Reason best = Reason::signing_key_missing;
  unsigned keys_tried = 0;
  for (const ZoneKey* key : keys_.keys) {
    if (key->tag != rrsig.key_tag || key->algorithm != rrsig.algorithm) continue;
    if (++keys_tried > work_.limits().keys_per_tag) return Reason::signatures_over_budget;
    const Reason reason = try_key(rrsig, *key, checks);
    if (reason == Reason::chain_holds || reason == Reason::signatures_over_budget) return reason;
    if (telling(reason) > telling(best)) best = reason;
    if (wrong_ > work_.limits().wrong_signatures_per_rrset) break;
  }
  return best;
}

Reason Checker::try_key(const rr::Rrsig& rrsig, const ZoneKey& key, unsigned& checks) {
  if (key.use != KeyUse::usable) {
    if (key.use == KeyUse::malformed) ++wrong_;
    return reason_of(key.use);
  }
  Octets& octets = work_.scratch;
  octets.clear();
  if (!append_signed_octets(octets, rrsig, rrset_.rrset).ok()) return Reason::too_many_labels;
  SignatureMemory* const memory = work_.trace ? nullptr : work_.options.signatures;
  SignatureMemory::Digest digest{};
  if (memory != nullptr) {
    digest = SignatureMemory::digest_of(key.rdata, octets, rrsig.signature);
    if (memory->holds(digest)) return Reason::chain_holds;
  }
  if (checks_ >= work_.limits().signature_checks_per_rrset || !work_.budget.spend_signature_check())
    return Reason::signatures_over_budget;
  ++checks_;
  ++checks;
  if (key.key->verify(octets, rrsig.signature)) {
    if (memory != nullptr) memory->remember(digest);
    return Reason::chain_holds;
  }
  ++wrong_;
  return Reason::signature_wrong;
}

SignatureCheck Checker::run() {
  check_.ttl = rrset_.rrset.ttl();
  if (rrset_.has_malformed_signature) check_.reason = Reason::signature_malformed;
  for (const OctetView rdata : rrset_.signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (!rrsig.ok()) {
      if (telling(check_.reason) == 0) check_.reason = Reason::signature_malformed;
      continue;
    }
    unsigned checks = 0;
    Reason reason = look(*rrsig);
    if (reason == Reason::chain_holds) reason = try_keys(*rrsig, checks);
    note(*rrsig, reason, checks);
    if (check_.holds() || reason == Reason::signatures_over_budget ||
        wrong_ > work_.limits().wrong_signatures_per_rrset)
      break;
  }
  return check_;
}

void Checker::note(const rr::Rrsig& rrsig, Reason reason, unsigned checks) {
  if (work_.trace) {
    trials_.push_back({rrsig.key_tag, rrsig.algorithm, Name(rrsig.signer), rrsig.labels,
                       rrsig.inception, rrsig.expiration, reason, checks});
  }
  const bool holds = reason == Reason::chain_holds;
  if (!holds && telling(reason) <= telling(check_.reason)) return;
  check_.reason = reason;
  check_.key_tag = rrsig.key_tag;
  check_.labels = rrsig.labels;
  check_.detail = holds ? std::string() : detail_of(rrsig, reason);
  if (holds) check_.ttl = ttl_under(rrsig);
}

std::string Checker::detail_of(const rr::Rrsig& rrsig, Reason reason) const {
  const auto time = [&](std::uint32_t wire) { return Timestamp::from_wire(wire, work_.now).iso(); };
  std::string detail = "RRSIG with key tag " + std::to_string(rrsig.key_tag) + ", algorithm " +
                       text(rrsig.algorithm) + ", signer " + rrsig.signer.text();
  if (reason == Reason::signature_expired || reason == Reason::signature_inverted)
    detail += ", expiration " + time(rrsig.expiration);
  if (reason == Reason::signature_not_yet || reason == Reason::signature_inverted)
    detail += ", inception " + time(rrsig.inception);
  if (reason == Reason::signatures_over_budget)
    detail += ", after " + std::to_string(work_.budget.signature_checks_done) + " checks";
  return detail;
}

Ttl Checker::ttl_under(const rr::Rrsig& rrsig) const {
  // Within the skew there is no time left; a little is given so that the answer can be used.
  constexpr std::uint32_t ttl_within_skew = 60;
  const Ttl ttl = std::min(rrset_.rrset.ttl(), rrsig.original_ttl);
  if (check_time(rrsig, work_.now) != TimeCheck::within) return std::min(ttl, Ttl{ttl_within_skew});
  return std::min(ttl, Ttl{rrsig.expiration - work_.now.to_wire()});
}

RRsetTrace Checker::take_trace(const std::string& server) {
  return {rrset_.rrset.owner(), rrset_.rrset.type(), keys_.zone,
          check_.reason,        std::move(trials_),  server};
}

}  // namespace

SigningKeys SigningKeys::all_of(const ZoneKeys& keys) {
  SigningKeys all{keys.zone(), {}};
  all.keys.reserve(keys.keys().size());
  for (const ZoneKey& key : keys.keys()) all.keys.push_back(&key);
  return all;
}

SignatureCheck check_signatures(const SignedRRset& rrset, const SigningKeys& keys, Work& work,
                                const std::string& server) {
  Checker checker(rrset, keys, work);
  SignatureCheck check = checker.run();
  if (work.trace) work.trace->rrsets.push_back(checker.take_trace(server));
  return check;
}

bool may_be_expanded(RRType type) {
  switch (type) {
    case RRType::DNAME:
    case RRType::DNSKEY:
    case RRType::DS:
    case RRType::NS:
    case RRType::NSEC3:
    case RRType::SOA: return false;
    default: return true;
  }
}

}  // namespace vouch::machine
