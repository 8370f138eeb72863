// The octets of a name's NameKey below an apex, as numbers: names in a zone compare by the first of
// them, and in full only where those are the same. For vouch/zone only.
#pragma once

#include <compare>
#include <cstdint>

#include "vouch/name/name_view.hpp"

namespace vouch {

/// 16 octets of a NameKey. Padded with zeros behind its end; no label begins with a zero octet of a
/// key, so that two zeros are the end.
struct NameWords {
  std::uint64_t first = 0;
  std::uint64_t second = 0;

  static constexpr std::size_t octets = 16;

  /// Whether the key has no octets behind these.
  bool is_last() const { return (second & 0xffff) == 0; }

  /// Whether the first words of a key are of the apex: it has none below itself.
  bool is_apex() const { return first == 0; }

  friend auto operator<=>(const NameWords&, const NameWords&) = default;
};

/// Those behind the first `skipped` octets, for a name at or below an apex of so many octets.
/// Numbers never contradict the canonical order (RFC 4034 section 6.1), and names are the same
/// where all numbers are.
NameWords name_words(NameView name, std::size_t apex_octets, std::size_t skipped = 0);

/// The first word of name_words().
std::uint64_t name_order(NameView name, std::size_t apex_octets);

}  // namespace vouch
