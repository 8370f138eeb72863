// The callbacks of kinds that have always the same number of octets, any of which are legal.
#pragma once

#include "vouch/rr/field/field.hpp"

namespace vouch::rr {

template <std::size_t count>
Result<void> read_fixed(FieldReader& reader) {
  return reader.copy(count);
}

template <std::size_t count>
void random_fixed(FieldRandom& random) {
  random.octets(count);
}

template <std::size_t count>
void skip_fixed(FieldCursor& cursor) {
  cursor.at += count;
}

/// Appends the number in decimal.
void append_number(std::string& to, std::uint64_t number);

}  // namespace vouch::rr
