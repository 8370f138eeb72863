#include "vouch/base/octets.hpp"

#include <algorithm>
#include <cstring>

namespace vouch {

int compare_octets(OctetView left, OctetView right) {
  const std::size_t shared = std::min(left.size(), right.size());
  const int order = shared == 0 ? 0 : std::memcmp(left.data(), right.data(), shared);
  if (order != 0) return order;
  if (left.size() == right.size()) return 0;
  return left.size() < right.size() ? -1 : 1;
}

}  // namespace vouch
