// TypeCache: the RR types of mnemonics seen before, so that a large zone looks each one up in the
// registry once.
#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#include "vouch/rr/rdata.hpp"

namespace vouch::zonefile {

/// A type of records in class IN, with the quick way of reading its RDATA.
struct KnownType {
  RRType type = RRType{0};
  PlainRdata rdata;
};

/// One thread at a time.
class TypeCache {
 public:
  /// The type of a mnemonic of up to 8 octets, behind which must be as many that may be read. Null
  /// for other words, for longer ones, and for types that stand in messages only.
  const KnownType* find(std::string_view mnemonic) {
    if (mnemonic.empty() || mnemonic.size() > sizeof(std::uint64_t)) return nullptr;
    // Up to eight octets as one number; letters that differ in case only may have two slots.
    std::uint64_t key = 0;
    std::memcpy(&key, mnemonic.data(), sizeof key);
    if constexpr (std::endian::native == std::endian::little) {
      key &= ~std::uint64_t{0} >> (64 - 8 * mnemonic.size());
    } else {
      key &= ~std::uint64_t{0} << (64 - 8 * mnemonic.size());
    }
    Slot& slot = slots_[(key * 0x9e3779b97f4a7c15U) >> 58];
    return slot.key == key ? &slot.known : find_anew(slot, key, mnemonic);
  }

 private:
  static constexpr std::size_t slots = 64;  ///< power of two

  struct Slot {
    std::uint64_t key = 0;  ///< 0 where empty: no mnemonic is
    KnownType known;
  };

  static const KnownType* find_anew(Slot& slot, std::uint64_t key, std::string_view mnemonic);

  std::array<Slot, slots> slots_{};
};

}  // namespace vouch::zonefile
