#include "resolver/engine/memory/memory.hpp"

namespace vouch::resolver {
namespace {

// Keys and what is around them, about.
std::size_t octets_of(const CutFact& fact) {
  return 300 + (fact.keys ? fact.keys->keys().size() * 400 : 0);
}

}  // namespace

std::optional<CutFact> FactCache::find(NameView name, Timestamp now) {
  const CutFact* found = facts_.find(Name(name), static_cast<std::uint64_t>(now.seconds) * 1000);
  if (found == nullptr) return std::nullopt;
  return *found;
}

void FactCache::store(NameView name, const CutFact& fact) {
  facts_.store(Name(name), fact, static_cast<std::uint64_t>(fact.expires.seconds) * 1000,
               octets_of(fact));
}

}  // namespace vouch::resolver
