#include "vouch/zonefile/type_cache.hpp"

#include <cstring>

namespace vouch::zonefile {
namespace {

// Up to eight octets as one number; letters that differ in case only may have two slots.
std::uint64_t key_of(std::string_view mnemonic) {
  std::uint64_t key = 0;
  std::memcpy(&key, mnemonic.data(), mnemonic.size());
  return key;
}

}  // namespace

std::optional<RRType> TypeCache::find(std::string_view mnemonic) {
  if (mnemonic.empty() || mnemonic.size() > sizeof(std::uint64_t)) return parse_type(mnemonic);
  const std::uint64_t key = key_of(mnemonic);
  Slot& slot = slots_[(key * 0x9e3779b97f4a7c15U) >> 58];
  if (slot.key == key) return slot.type;
  const auto type = parse_type(mnemonic);
  if (type && key != 0) slot = {key, *type};
  return type;
}

}  // namespace vouch::zonefile
