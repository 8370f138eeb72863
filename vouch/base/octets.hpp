// Octets: owned and viewed runs of octets, the currency of every layer.
//
// Does not know what the octets mean; wire formats are read with WireReader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace vouch {

using Octets = std::vector<std::uint8_t>;
using OctetView = std::span<const std::uint8_t>;

/// The octets of a text, without copying. The text must outlive the view.
inline OctetView octets_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The octets read as text, without copying. The octets must outlive the view.
inline std::string_view text_of(OctetView octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

/// Compares as unsigned octets, left to right; a prefix sorts first (RFC 4034 section 6.3).
int compare_octets(OctetView left, OctetView right);

inline bool equal_octets(OctetView left, OctetView right) {
  return left.size() == right.size() && compare_octets(left, right) == 0;
}

inline void append_octets(Octets& to, OctetView from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace vouch
