#include "resolver/engine/memory/denial_memory.hpp"

#include <algorithm>

#include "vouch/dnssec/denial.hpp"
#include "vouch/dnssec/rrsig.hpp"

namespace vouch::resolver {
namespace {

constexpr RRType nxname{128};

const CheckedRRset* find_soa(const Verdict& verdict) {
  for (const CheckedRRset& each : verdict.rrsets) {
    const bool is_soa = each.section == Section::authority &&
                        each.rrset.rrset.type() == RRType::SOA && each.status == Status::secure;
    if (is_soa) return &each;
  }
  return nullptr;
}

// Whether the zone, and nobody else, signed the RRset, under the owner as it stands: what came by
// expansion of a wildcard has another one (RFC 4035 section 5.3.4).
bool is_signed_by(const SignedRRset& rrset, const Name& zone) {
  if (rrset.signatures.empty()) return false;
  for (const OctetView rdata : rrset.signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    const bool fits = rrsig.ok() && rrsig->signer == zone.view() &&
                      rrsig->labels == rrsig_labels(rrset.rrset.owner());
    if (!fits) return false;
  }
  return true;
}

// Compact denials are made for one name, and say of it what they were asked for (RFC 9824).
bool is_compact(const RRset& nsec) {
  const auto read = rr::Nsec::read(nsec.rdatas().front());
  if (!read.ok() || read->types.contains(nxname)) return true;
  const std::uint8_t zero[] = {0};
  const auto next = Name::prepend(zero, nsec.owner());
  return next.ok() && read->next == next->view();
}

bool is_useful(const CheckedRRset& each, const Name& zone) {
  const RRset& rrset = each.rrset.rrset;
  return each.section == Section::authority && each.status == Status::secure &&
         rrset.type() == RRType::NSEC && rrset.size() == 1 && rrset.owner().is_at_or_below(zone) &&
         is_signed_by(each.rrset, zone) && !is_compact(rrset);
}

// With the TTL that is left.
CheckedRRset aged(CheckedRRset checked, std::uint64_t expires_ms, Moment now) {
  checked.ttl = Ttl{static_cast<std::uint32_t>((expires_ms - now.ms) / 1000)};
  return checked;
}

AnswerKind kind_of(Shown shown) {
  return shown == Shown::name_absent ? AnswerKind::no_name : AnswerKind::no_type;
}

}  // namespace

bool DenialMemory::PlaceLess::operator()(const Place& left, const Place& right) const {
  const int order = left.zone.view().compare(right.zone);
  return order != 0 ? order < 0 : left.owner.view().compare(right.owner) < 0;
}

void DenialMemory::keep(const Verdict& verdict, std::uint32_t longest, Moment now) {
  const CheckedRRset* soa = find_soa(verdict);
  if (!verdict.is_secure() || soa == nullptr || !verdict.negative_ttl) return;
  const Name& zone = soa->rrset.rrset.owner();
  const auto expires_ms = [&](const CheckedRRset& each) {
    const std::uint64_t seconds =
        std::min({each.ttl.seconds, verdict.negative_ttl->seconds, longest});
    return now.ms + seconds * 1000;
  };
  for (const CheckedRRset& each : verdict.rrsets) {
    if (!is_useful(each, zone)) continue;
    const std::uint64_t until = expires_ms(each);
    records_.store({zone, each.rrset.rrset.owner()}, {each, until}, until, held(each));
  }
  const std::uint64_t until = expires_ms(*soa);
  authorities_.store(zone, {*soa, until}, until, held(*soa));
}

void DenialMemory::take(DenialMemory& other) {
  records_.take(other.records_);
  authorities_.take(other.authorities_);
}

void DenialMemory::forget_below(NameView name) {
  records_.erase_if(
      [&](const Place& place, const Kept&) { return place.zone.is_at_or_below(name); });
  authorities_.erase_if([&](const Name& zone, const Kept&) { return zone.is_at_or_below(name); });
}

const DenialMemory::Kept* DenialMemory::find_span(const Name& zone, NameView name, Moment now) {
  const auto found = records_.find_at_or_before({zone, Name(name)}, now.ms);
  return found.second != nullptr && found.first->zone == zone ? found.second : nullptr;
}

std::optional<Verdict> DenialMemory::deny(const Question& question, Moment now) {
  if (is_meta(question.type) || question.type == RRType::RRSIG) return std::nullopt;
  const NameView name = question.name;
  // The zone above a name denies its DS (RFC 4035 section 4.2).
  for (NameView zone = question.type == RRType::DS ? name.parent() : name;; zone = zone.parent()) {
    const Name apex(zone);
    if (authorities_.find(apex, now.ms) != nullptr) {
      if (auto verdict = deny_in(apex, question, now)) return verdict;
    }
    if (zone.is_root()) return std::nullopt;
  }
}

std::optional<Verdict> DenialMemory::deny_in(const Name& zone, const Question& question,
                                             Moment now) {
  std::vector<Kept> spans;
  const auto add = [&](NameView name) {
    const Kept* span = find_span(zone, name, now);
    if (span != nullptr) spans.push_back(*span);
    return span != nullptr;
  };
  if (!add(question.name)) return std::nullopt;
  const RRset& nsec = spans.front().checked.rrset.rrset;
  const auto read = rr::Nsec::read(nsec.rdatas().front());
  if (!read.ok()) return std::nullopt;
  const NsecRecord record{nsec.owner(), zone, *read};
  // Whether a wildcard would have answered has to be known, too.
  if (relation(record, zone, question.name) == NsecRelation::covers) {
    const auto wildcard = Name::wildcard_of(closest_encloser(record, question.name));
    if (!wildcard.ok() || !add(*wildcard)) return std::nullopt;
  }
  if (spans.size() == 2 &&
      spans[0].checked.rrset.rrset.owner() == spans[1].checked.rrset.rrset.owner())
    spans.pop_back();
  DenialSet set(zone);
  for (const Kept& each : spans) {
    const RRset& rrset = each.checked.rrset.rrset;
    if (!set.add(rrset, rrset.owner(), zone)) return std::nullopt;
  }
  Nsec3Budget no_hashes;
  const DenialProof proof = prove_denial(question.name, question.type, set, no_hashes);
  if (!proof.holds() || proof.nxname) return std::nullopt;
  const Kept* soa = authorities_.find(zone, now.ms);
  if (soa == nullptr) return std::nullopt;

  Verdict verdict;
  verdict.conclusion.place = {zone, question.name, question.type, {}, {}};
  verdict.conclusion.evidence = explain(proof, set);
  verdict.kind = kind_of(proof.shown);
  verdict.rcode = verdict.kind == AnswerKind::no_name ? Rcode::NXDOMAIN : Rcode::NOERROR;
  verdict.final_name = question.name;
  verdict.rrsets.push_back(aged(soa->checked, soa->expires_ms, now));
  for (Kept& each : spans)
    verdict.rrsets.push_back(aged(std::move(each.checked), each.expires_ms, now));
  verdict.negative_ttl = verdict.ttl_cap();
  return verdict;
}

}  // namespace vouch::resolver
