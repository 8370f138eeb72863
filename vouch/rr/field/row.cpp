#include "vouch/rr/field/row.hpp"

#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

// The last entry of each is a blank, since types of questions have no fields and arrays have at
// least one.
#define VOUCH_RR(id, mnemonic, code, rrclass, category, reference, ...) \
  constexpr RowField id##_fields[] = {__VA_ARGS__ __VA_OPT__(, ) RowField()};
#define VOUCH_RR_FORM(id, rrclass, ...) \
  constexpr RowField id##_##rrclass##_fields[] = {__VA_ARGS__, RowField()};
#include "vouch/rr/types.def"
#undef VOUCH_RR

RowForm form_with(std::span<const RowField> fields) {
  RowForm form;
  form.fields = fields.first(fields.size() - 1);
  std::size_t octets = 0;
  bool fixed = true;
  form.plain = true;
  for (const RowField& row : form.fields) {
    form.compress |= row.field->compress || row.field->expand;
    form.lower |= row.field->lower;
    form.names |= row.field->names != nullptr;
    form.plain &= row.field->plain != nullptr;
    fixed &= row.field->octets != 0;
    octets += row.field->octets;
  }
  if (fixed) form.octets = static_cast<std::uint16_t>(octets);
  return form;
}

struct OtherForm {
  RRType type;
  RRClass rrclass;
  RowForm form;
};

struct Forms {
  // In the order of all_type_rows().
  const RowForm by_row[std::size({
#define VOUCH_RR(id, ...) RRType::id,
#include "vouch/rr/types.def"
#undef VOUCH_RR
  })] = {
#define VOUCH_RR(id, ...) form_with(id##_fields),
#include "vouch/rr/types.def"
#undef VOUCH_RR
  };

  // Of types whose RDATA looks different in another class.
  const OtherForm others[2] = {
#define VOUCH_RR(...)
#define VOUCH_RR_FORM(id, rrclass, ...) \
  {RRType::id, RRClass::rrclass, form_with(id##_##rrclass##_fields)},
#include "vouch/rr/types.def"
#undef VOUCH_RR
  };
};

const Forms& forms() {
  static const Forms all;
  return all;
}

const RowForm* other_form(RRType type, RRClass rrclass) {
  for (const OtherForm& other : forms().others) {
    if (other.type == type && other.rrclass == rrclass) return &other.form;
  }
  return nullptr;
}

}  // namespace

const RowForm* form_of(RRType type, RRClass rrclass) {
  const TypeRow* const row = row_of(type);
  if (row == nullptr) return nullptr;
  if (row->rrclass && *row->rrclass != rrclass) return other_form(type, rrclass);
  const RowForm& form = forms().by_row[row - all_type_rows().data()];
  return form.fields.empty() ? nullptr : &form;
}

}  // namespace vouch::rr
