#include "resolver/engine/memory/memory.hpp"

#include <algorithm>

namespace vouch::resolver {
namespace {

// Keys and what is around them, about.
std::size_t octets_of(const CutFact& fact) {
  return 300 + (fact.keys ? fact.keys->keys().size() * 400 : 0);
}

}  // namespace

std::optional<CutFact> FactCache::find(NameView name, Timestamp) {
  const CutFact* found = facts_.find(Name(name), now_.ms);
  if (found == nullptr) return std::nullopt;
  return *found;
}

void FactCache::store(NameView name, const CutFact& fact) {
  const std::int64_t seconds =
      std::clamp<std::int64_t>(fact.expires.seconds - now_.wall.seconds, 0, 86400);
  facts_.store(Name(name), fact, now_.ms + static_cast<std::uint64_t>(seconds) * 1000,
               octets_of(fact));
}

}  // namespace vouch::resolver
