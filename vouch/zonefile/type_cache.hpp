// TypeCache: the RR types of mnemonics seen before, so that a large zone looks each one up in the
// registry once.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "vouch/rr/type.hpp"

namespace vouch::zonefile {

/// One thread at a time.
class TypeCache {
 public:
  /// As parse_type().
  std::optional<RRType> find(std::string_view mnemonic);

 private:
  static constexpr std::size_t slots = 64;  ///< power of two

  struct Slot {
    std::uint64_t key = 0;  ///< 0 where empty: no mnemonic is
    RRType type = RRType{0};
  };

  std::array<Slot, slots> slots_{};
};

}  // namespace vouch::zonefile
