#include "vouch/validate/machine/chain_walk.hpp"

#include <algorithm>

namespace vouch::machine {

void add_signers(CutCandidates& candidates, const SignedRRset& rrset, NameView place) {
  for (const OctetView rdata : rrset.signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (rrsig.ok() && place.is_at_or_below(rrsig->signer)) candidates.insert(Name(rrsig->signer));
  }
}

void add_authority_signers(CutCandidates& candidates, const Evidence& evidence, NameView place) {
  for (const SignedRRset& rrset : evidence.authority) {
    const RRType type = rrset.rrset.type();
    if (type == RRType::SOA || type == RRType::NSEC || type == RRType::NSEC3)
      add_signers(candidates, rrset, place);
  }
}

const SignedRRset* find_dname(const Evidence& evidence, NameView name) {
  const SignedRRset* nearest = nullptr;
  for (const SignedRRset& each : evidence.answer) {
    const RRset& rrset = each.rrset;
    if (rrset.type() != RRType::DNAME || rrset.empty() || !name.is_below(rrset.owner())) continue;
    if (nearest == nullptr || nearest->rrset.owner().size() < rrset.owner().size()) nearest = &each;
  }
  return nearest;
}

bool ChainWalk::uses_cache() const {
  return work_.options.cache != nullptr && excluded_anchors_.empty() && rrclass_ == RRClass::IN;
}

std::span<const TrustAnchor> ChainWalk::anchors_for(NameView place) const {
  for (NameView zone = place;; zone = zone.parent()) {
    const auto anchors = work_.options.anchors->at(zone);
    if (!anchors.empty() && excluded_anchors_.find(zone) == excluded_anchors_.end()) return anchors;
    if (zone.is_root()) return {};
  }
}

// What is decided before anything is looked at.
std::optional<Conclusion> ChainWalk::look_at_policy(const Name& place) const {
  const auto anchors = anchors_for(place);
  if (anchors.empty()) {
    const bool was_deleted = work_.options.anchors->was_deleted(place);
    return conclude(was_deleted ? Reason::trust_point_deleted : Reason::no_trust_anchor,
                    {Name(), place});
  }
  if (work_.options.negative_anchors == nullptr) return std::nullopt;
  const NegativeAnchor* negative = work_.options.negative_anchors->closest(place, work_.now);
  const bool applies =
      negative != nullptr && negative->name.label_count() >= anchors.front().zone.label_count();
  if (!applies) return std::nullopt;
  std::string detail = "until " + negative->expires.iso();
  if (!negative->why.empty()) detail += ", because: " + negative->why;
  return conclude(Reason::negative_trust_anchor, {negative->name, negative->name},
                  std::move(detail));
}

const ChainWalk::Cut* ChainWalk::known(const Name& name) {
  const auto found = cuts_.find(name);
  if (found != cuts_.end()) return &found->second;
  if (!uses_cache() || not_cached_.count(name) != 0) return nullptr;
  const std::optional<CutFact> fact = work_.options.cache->find(name, cache_time());
  if (!fact) {
    not_cached_.insert(name);
    return nullptr;
  }
  Cut cut;
  switch (fact->kind) {
    case CutFact::Kind::zone: cut = {Cut::Kind::zone, fact->keys}; break;
    case CutFact::Kind::insecure: cut = Cut::ended(fact->why); break;
    case CutFact::Kind::no_cut: cut = {Cut::Kind::no_cut}; break;
  }
  if (work_.trace && fact->kind == CutFact::Kind::zone)
    work_.trace->zones.push_back({name, ZoneTrace::Source::cache, Reason::chain_holds, {}, {}});
  return &remember(name, std::move(cut));
}

const ChainWalk::Cut& ChainWalk::remember(const Name& name, Cut cut) {
  return cuts_.insert_or_assign(name, std::move(cut)).first->second;
}

std::optional<CutFact> ChainWalk::fact_of(const Cut& cut, Timestamp now) {
  constexpr std::uint32_t longest = 86400;
  if (cut.proof == Cut::Proof::nothing) return std::nullopt;
  CutFact fact;
  switch (cut.kind) {
    case Cut::Kind::zone: fact.kind = CutFact::Kind::zone; break;
    case Cut::Kind::no_cut: fact.kind = CutFact::Kind::no_cut; break;
    case Cut::Kind::ended:
      if (cut.why.status() != Status::insecure) return std::nullopt;
      fact.kind = CutFact::Kind::insecure;
      break;
    case Cut::Kind::delegation:
    case Cut::Kind::absent:
    case Cut::Kind::unclear: return std::nullopt;
  }
  fact.expires = now.plus(std::min(cut.ttl.seconds, longest));
  fact.keys = cut.keys;
  fact.why = cut.why;
  return fact;
}

Timestamp ChainWalk::cache_time() const { return work_.options.cache_time.value_or(work_.now); }

// The only place where others are told: what was judged and is gone by.
const ChainWalk::Cut& ChainWalk::accept(const Name& name, Cut cut) {
  if (uses_cache()) {
    if (const auto fact = fact_of(cut, cache_time())) work_.options.cache->store(name, *fact);
  }
  return remember(name, std::move(cut));
}

void ChainWalk::trace_cut(const Name& name, const Name& parent, const Cut& cut) {
  if (!work_.trace) return;
  using Finding = CutTrace::Finding;
  Finding finding = Finding::delegation;
  if (cut.kind == Cut::Kind::no_cut) finding = Finding::no_cut;
  if (cut.kind == Cut::Kind::absent) finding = Finding::absent;
  if (cut.kind == Cut::Kind::ended) {
    const Status status = cut.why.status();
    finding = status == Status::bogus    ? Finding::bogus
              : status == Status::failed ? Finding::failed
                                         : Finding::insecure;
  }
  work_.trace->cuts.push_back({name, parent, finding, cut.why.reason});
}

// The deepest zone at or above the place that is known already, or else that of the trust anchor.
Progress<const ChainWalk::Cut*> ChainWalk::start(const Name& place) {
  const auto anchors = anchors_for(place);
  const Name& apex = anchors.front().zone;
  anchor_zone_ = apex;
  for (std::size_t labels = place.label_count() + 1; labels-- > apex.label_count();) {
    const Cut* cut = known(Name(place.view().suffix(labels)));
    if (cut != nullptr && (cut->kind == Cut::Kind::zone || cut->kind == Cut::Kind::ended))
      return cut;
  }
  const KeyPointers pointers = KeyPointers::from_anchors(anchors, work_);
  if (auto why = pointers.why_insecure()) return &remember(apex, Cut::ended(std::move(*why)));
  VOUCH_AWAIT(Cut cut, look_for_keys(apex, pointers, Ttl{Ttl::max_seconds}));
  return &accept(apex, std::move(cut));
}

Progress<Standing> ChainWalk::find(const Name& place, CutCandidates& candidates, Search search) {
  if (auto why = look_at_policy(place)) return Standing{nullptr, std::move(*why)};
  VOUCH_AWAIT(const Cut* at, start(place));
  if (at->kind == Cut::Kind::ended) return Standing{nullptr, at->why};
  ZoneKeysPtr zone = at->keys;
  // Labels up to here are all looked at.
  std::size_t thorough = search == Search::every_label ? place.label_count() : 0;
  bool skipped = false;
  for (std::size_t labels = zone->zone().label_count() + 1; labels <= place.label_count();
       ++labels) {
    const Name name(place.view().suffix(labels));
    const Cut* cut = known(name);
    if (cut == nullptr && labels > thorough && candidates.count(name) == 0) {
      skipped = true;
      continue;
    }
    if (cut == nullptr || cut->kind == Cut::Kind::delegation) {
      VOUCH_AWAIT(cut, step_to(name, zone, skipped));
    }
    if (cut->kind == Cut::Kind::ended) return Standing{nullptr, cut->why};
    if (cut->kind == Cut::Kind::absent) break;
    if (cut->kind == Cut::Kind::zone) {
      zone = cut->keys;
      skipped = false;
    }
    if (cut->kind == Cut::Kind::unclear) {
      if (!add_signers_of_ds(candidates, name, *zone)) thorough = labels;
      labels = zone->zone().label_count();
      skipped = false;
    }
  }
  return Standing{std::move(zone), {}};
}

}  // namespace vouch::machine
