// The rows of types.def as the walkers use them: the fields of a type's RDATA in wire order.
//
// For vouch/rr only; others use rdata.hpp and type.hpp.
#pragma once

#include "vouch/rr/field/field.hpp"

namespace vouch::rr {

/// One field of a row: its name in JSON (snake_case), its kind, its place when printed on several
/// lines.
struct RowField {
  constexpr RowField() = default;
  constexpr RowField(std::string_view json_label, const Field& kind, Layout place = Layout::same)
      : label(json_label), field(&kind), layout(place) {}

  std::string_view label;
  const Field* field = nullptr;
  Layout layout = Layout::same;
};

/// The form of one type's RDATA in one class.
struct RowForm {
  std::span<const RowField> fields;
  bool compress = false;     ///< has a name that the compressor of a message is to see
  bool lower = false;        ///< has a name that canonical form lower-cases
  bool names = false;        ///< has a field with names
  bool plain = false;        ///< every field has a quick way of parsing
  std::uint16_t octets = 0;  ///< where every RDATA has so many and any are legal; 0 for other forms
};

/// The form, or null where the RDATA is carried as it is in the generic form of RFC 3597: types
/// without a row, types that have their form in another class only, and types of questions.
const RowForm* form_of(RRType type, RRClass rrclass);

}  // namespace vouch::rr
