// The first octets of a name's NameKey below an apex, as a number: names in a zone compare by it
// first, and in full only where it is the same. For vouch/zone only.
#pragma once

#include <cstdint>

#include "vouch/name/name_view.hpp"

namespace vouch {

/// For a name at or below an apex of so many labels. Numbers never contradict the canonical order
/// (RFC 4034 section 6.1).
std::uint64_t name_order(NameView name, std::size_t apex_labels);

}  // namespace vouch
