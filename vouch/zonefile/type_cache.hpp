// TypeCache: the RR types of mnemonics seen before, so that a large zone looks each one up in the
// registry once.
#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <string_view>

#include "vouch/rr/type.hpp"

namespace vouch::zonefile {

/// One thread at a time.
class TypeCache {
 public:
  /// As parse_type(). Behind a mnemonic of up to 8 octets must be as many that may be read.
  std::optional<RRType> find(std::string_view mnemonic) {
    if (mnemonic.empty() || mnemonic.size() > sizeof(std::uint64_t)) return parse_type(mnemonic);
    // Up to eight octets as one number; letters that differ in case only may have two slots.
    std::uint64_t key = 0;
    std::memcpy(&key, mnemonic.data(), sizeof key);
    if constexpr (std::endian::native == std::endian::little) {
      key &= ~std::uint64_t{0} >> (64 - 8 * mnemonic.size());
    } else {
      key &= ~std::uint64_t{0} << (64 - 8 * mnemonic.size());
    }
    Slot& slot = slots_[(key * 0x9e3779b97f4a7c15U) >> 58];
    return slot.key == key ? slot.type : find_anew(slot, key, mnemonic);
  }

 private:
  static constexpr std::size_t slots = 64;  ///< power of two

  struct Slot {
    std::uint64_t key = 0;  ///< 0 where empty: no mnemonic is
    RRType type = RRType{0};
  };

  static std::optional<RRType> find_anew(Slot& slot, std::uint64_t key, std::string_view mnemonic);

  std::array<Slot, slots> slots_{};
};

}  // namespace vouch::zonefile
