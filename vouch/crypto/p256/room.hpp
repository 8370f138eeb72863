// Room: octets that are aligned to a line of the cache and kept from one use to the next; and how
// much of it sums take. For vouch/crypto/p256 only.
#pragma once

#include <vector>

#include "vouch/crypto/p256/table.hpp"

namespace vouch::p256 {

class Room {
 public:
  void* of(std::size_t octets) {
    if (this->octets() < octets)
      lines_ = std::vector<Entry>((octets + sizeof(Entry) - 1) / sizeof(Entry));
    return lines_.data();
  }
  void* begin() { return lines_.data(); }
  std::size_t octets() const { return lines_.size() * sizeof(Entry); }

 private:
  std::vector<Entry> lines_;
};

/// More sums at once would not be quicker.
inline constexpr std::size_t most_sums_at_once = 1024;

/// How many neighbouring terms of a sum are added up side by side: so many that the vectors in work
/// share an inversion with enough others, and do not leave the cache.
constexpr std::size_t accumulators_for(std::size_t groups) {
  constexpr std::size_t slots_at_once = 128;
  constexpr std::size_t most = 32;
  std::size_t accumulators = 1;
  while (accumulators < most && 2 * accumulators * groups <= slots_at_once) accumulators *= 2;
  return accumulators;
}

}  // namespace vouch::p256
