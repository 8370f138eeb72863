// ASCII letter case as the DNS defines it (RFC 4343): A-Z and a-z are equal, other octets are
// themselves.
#pragma once

#include <cstdint>
#include <string_view>

#include "vouch/base/octets.hpp"

namespace vouch {

constexpr std::uint8_t lower_ascii(std::uint8_t octet) {
  return octet >= 'A' && octet <= 'Z' ? static_cast<std::uint8_t>(octet + 32) : octet;
}

inline bool equal_ignoring_case(OctetView left, OctetView right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] != right[i] && lower_ascii(left[i]) != lower_ascii(right[i])) return false;
  }
  return true;
}

inline bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return equal_ignoring_case(octets_of(left), octets_of(right));
}

}  // namespace vouch
