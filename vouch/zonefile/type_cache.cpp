#include "vouch/zonefile/type_cache.hpp"

namespace vouch::zonefile {

const KnownType* TypeCache::find_anew(Slot& slot, std::uint64_t key, std::string_view mnemonic) {
  const auto type = parse_type(mnemonic);
  if (!type || *type == RRType{0} || is_meta(*type) || key == 0) return nullptr;
  slot = {key, {*type, PlainRdata(*type, RRClass::IN)}};
  return &slot.known;
}

}  // namespace vouch::zonefile
