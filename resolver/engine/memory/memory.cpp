#include "resolver/engine/memory/memory.hpp"

#include <algorithm>
#include <cstring>
#include <set>
#include <tuple>

namespace vouch::resolver {
namespace {

// The names whose anchors are not the same in both.
std::set<Name, NameLess> changed_anchors(const Memory& one, const Memory& other) {
  std::set<Name, NameLess> names;
  for (const Memory* each : {&one, &other}) {
    for (const TrustAnchor& anchor : each->anchors.all()) {
      if (!std::ranges::equal(one.anchors.at(anchor.zone), other.anchors.at(anchor.zone)))
        names.insert(anchor.zone);
    }
    const Memory& counterpart = each == &one ? other : one;
    for (const NegativeAnchor& negative : each->negative_anchors.all()) {
      const auto& there = counterpart.negative_anchors.all();
      const bool is_there = std::any_of(
          there.begin(), there.end(),
          [&](const NegativeAnchor& candidate) { return candidate.name == negative.name; });
      if (!is_there) names.insert(negative.name);
    }
  }
  return names;
}

}  // namespace

std::optional<CutFact> FactCache::find(NameView name, Timestamp now) {
  const CutFact* found = facts_.find(Name(name), static_cast<std::uint64_t>(now.seconds) * 1000);
  if (found == nullptr) return std::nullopt;
  return *found;
}

void FactCache::store(NameView name, const CutFact& fact) {
  facts_.store(Name(name), fact, static_cast<std::uint64_t>(fact.expires.seconds) * 1000,
               held(fact));
}

void FactCache::forget_below(NameView name) {
  facts_.erase_if([&](const Name& each, const CutFact&) { return each.is_at_or_below(name); });
}

bool Memory::has_same_sources(const Memory& other) const {
  return settings.forwarders == other.settings.forwarders &&
         settings.query_port == other.settings.query_port &&
         settings.local_names == other.settings.local_names && hints == other.hints;
}

bool Memory::has_same_rules(const Memory& other) const {
  const auto policy_of = [](const Memory& memory) {
    const auto& [rule, no_sha1_signatures, no_sha1_ds, skew, hidden_cuts] = memory.settings.policy;
    return std::tuple(rule, no_sha1_signatures, no_sha1_ds, skew, hidden_cuts);
  };
  static_assert(std::has_unique_object_representations_v<Limits>);
  return policy_of(*this) == policy_of(other) &&
         std::memcmp(&settings.validation, &other.settings.validation, sizeof(Limits)) == 0;
}

void Memory::take_over(Memory& before, bool other_clock) {
  if (!has_same_sources(before)) return;
  delegations.take(before.delegations);
  evidence.take(before.evidence);
  unchecked.take(before.unchecked);
  servers = std::move(before.servers);
  bearings.take(before.bearings);
  if (other_clock || !has_same_rules(before)) return;
  take_verdicts(before);
  // Resolutions of before go on with theirs.
  signatures = before.signatures;
  for (const Name& name : changed_anchors(*this, before)) forget_verdicts_below(name);
}

void Memory::take_verdicts(Memory& before) {
  answers.take(before.answers);
  absent.take(before.absent);
  failures.take(before.failures);
  facts.take(before.facts);
  denials.take(before.denials);
  aliases.take(before.aliases);
}

void Memory::forget_verdicts_below(NameView name) {
  const auto is_below = [&](const auto& key, const auto&) { return key.is_at_or_below(name); };
  answers.erase_if([&](const QuestionKey& key, const KnownAnswer& known) {
    return known.verdict->concerns(name, key.name);
  });
  absent.erase_if([&](const Name& key, const KnownAnswer& known) {
    return known.verdict->concerns(name, key);
  });
  failures.clear();
  facts.forget_below(name);
  denials.forget_below(name);
  aliases.erase_if(is_below);
}

std::size_t Memory::octets() const {
  return delegations.octets() + evidence.octets() + answers.octets() + unchecked.octets() +
         absent.octets() + failures.octets() + facts.octets() + denials.octets() +
         aliases.octets() + bearings.octets();
}

}  // namespace vouch::resolver
