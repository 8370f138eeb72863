#include "vouch/zonefile/type_cache.hpp"

namespace vouch::zonefile {

std::optional<RRType> TypeCache::find_anew(Slot& slot, std::uint64_t key,
                                           std::string_view mnemonic) {
  const auto type = parse_type(mnemonic);
  if (type && key != 0) slot = {key, *type};
  return type;
}

}  // namespace vouch::zonefile
