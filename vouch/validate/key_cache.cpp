#include "vouch/validate/key_cache.hpp"

#include <algorithm>

namespace vouch {

std::optional<CutFact> MapKeyCache::find(NameView name, Timestamp now) {
  const auto found = facts_.find(name);
  if (found == facts_.end()) return std::nullopt;
  if (now < found->second.expires) return found->second;
  facts_.erase(found);
  return std::nullopt;
}

void MapKeyCache::store(NameView name, const CutFact& fact) {
  if (max_facts_ == 0) return;
  const auto known = facts_.find(name);
  if (known != facts_.end()) {
    known->second = fact;
    return;
  }
  if (facts_.size() >= max_facts_) {
    facts_.erase(std::min_element(facts_.begin(), facts_.end(), [](const auto& l, const auto& r) {
      return l.second.expires < r.second.expires;
    }));
  }
  facts_.emplace(Name(name), fact);
}

// In canonical order what is below a name follows it at once.
void MapKeyCache::forget_below(NameView name) {
  const auto first = facts_.lower_bound(name);
  const auto last = std::find_if(
      first, facts_.end(), [&](const auto& each) { return !each.first.is_at_or_below(name); });
  facts_.erase(first, last);
}

}  // namespace vouch
