// Octets that values hold on the heap, beside their own size, as the allocator gives them out: what
// caches are bounded by.
//
// Counts what a copy holds, whose strings and vectors have no room to spare; octets that several
// values share are counted for each.
#pragma once

#include <type_traits>

#include "vouch/validate/evidence.hpp"
#include "vouch/validate/key_cache.hpp"

namespace vouch::resolver {

/// What an allocation takes: a head beside the octets, in steps of 16, 32 at least; 0 for nothing.
constexpr std::size_t allocated(std::size_t octets) {
  constexpr std::size_t head = 8;
  constexpr std::size_t step = 16;
  constexpr std::size_t least = 32;
  if (octets == 0) return 0;
  const std::size_t taken = (octets + head + step - 1) / step * step;
  return taken < least ? least : taken;
}

std::size_t held(const std::string& text);
std::size_t held(const Name& name);
std::size_t held(const RRset& rrset);
std::size_t held(const SignedRRset& rrset);
std::size_t held(const CheckedRRset& checked);
std::size_t held(const Conclusion& conclusion);
/// With the Evidence itself, as a shared pointer holds it.
std::size_t held(const std::shared_ptr<const Evidence>& evidence);
/// With the zone's keys, which other facts may share.
std::size_t held(const CutFact& fact);

template <typename T>
requires std::is_trivially_copyable_v<T>
constexpr std::size_t held(const T&) { return 0; }

template <typename T>
std::size_t held(const std::vector<T>& values) {
  std::size_t octets = allocated(values.size() * sizeof(T));
  for (const T& each : values) octets += held(each);
  return octets;
}

}  // namespace vouch::resolver
