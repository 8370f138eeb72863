#include "vouch/rr/type.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "vouch/base/ascii.hpp"

namespace vouch {
namespace {

// The words of the column rrclass.
constexpr std::optional<RRClass> any = std::nullopt;
constexpr std::optional<RRClass> IN = RRClass::IN;
constexpr std::optional<RRClass> ANY = RRClass::ANY;

constexpr TypeRow rows[] = {
#define VOUCH_RR(id, mnemonic, code, rrclass, category, reference, ...) \
  {RRType::id, mnemonic, rrclass, TypeCategory::category, reference},
#include "vouch/rr/types.def"
#undef VOUCH_RR
};

constexpr bool sorted_by_code() {
  for (std::size_t i = 1; i < std::size(rows); ++i) {
    if (rows[i - 1].type >= rows[i].type) return false;
  }
  return true;
}
static_assert(sorted_by_code(), "types.def is to be in the order of codes");

// Codes below this are found by index, the few above by search.
constexpr std::size_t direct_codes = 300;
constexpr std::uint8_t no_row = 0xff;
static_assert(std::size(rows) < no_row);

constexpr auto direct_rows = [] {
  std::array<std::uint8_t, direct_codes> indices{};
  for (auto& index : indices) index = no_row;
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    const auto code = static_cast<std::size_t>(rows[i].type);
    if (code < direct_codes) indices[code] = static_cast<std::uint8_t>(i);
  }
  return indices;
}();

// Of the size and three octets, which tell nearly all mnemonics apart.
constexpr std::size_t hash_of(std::string_view mnemonic) {
  if (mnemonic.empty()) return 0;
  std::uint32_t hash = static_cast<std::uint32_t>(mnemonic.size());
  for (const char c : {mnemonic.front(), mnemonic[mnemonic.size() / 2], mnemonic.back()})
    hash = hash << 8 | lower_ascii(static_cast<std::uint8_t>(c));
  return hash * 2654435769U >> 20;
}

// Rows by the hash of their mnemonic, open addressing.
constexpr std::size_t slots = 256;
constexpr auto rows_by_mnemonic = [] {
  std::array<std::uint8_t, slots> table{};
  for (auto& slot : table) slot = no_row;
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    std::size_t at = hash_of(rows[i].mnemonic) % slots;
    while (table[at] != no_row) at = (at + 1) % slots;
    table[at] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

constexpr std::string_view generic_prefix = "TYPE";

std::optional<RRType> parse_generic(std::string_view text) {
  if (text.size() <= generic_prefix.size()) return std::nullopt;
  if (!equal_ignoring_case(text.substr(0, generic_prefix.size()), generic_prefix))
    return std::nullopt;
  std::uint16_t code = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + generic_prefix.size(), end, code);
  if (error != std::errc() || stop != end) return std::nullopt;
  return RRType{code};
}

}  // namespace

const TypeRow* row_of(RRType type) {
  const auto code = static_cast<std::size_t>(type);
  if (code < direct_codes) {
    const std::uint8_t index = direct_rows[code];
    return index == no_row ? nullptr : &rows[index];
  }
  const auto* const row =
      std::lower_bound(std::begin(rows), std::end(rows), type,
                       [](const TypeRow& left, RRType right) { return left.type < right; });
  return row != std::end(rows) && row->type == type ? row : nullptr;
}

std::span<const TypeRow> all_type_rows() { return rows; }

std::string text(RRType type) {
  const TypeRow* const row = row_of(type);
  if (row != nullptr) return std::string(row->mnemonic);
  return std::string(generic_prefix) + std::to_string(static_cast<unsigned>(type));
}

std::optional<RRType> parse_type(std::string_view text) {
  for (std::size_t at = hash_of(text) % slots; rows_by_mnemonic[at] != no_row;
       at = (at + 1) % slots) {
    const TypeRow& row = rows[rows_by_mnemonic[at]];
    if (equal_ignoring_case(row.mnemonic, text)) return row.type;
  }
  return parse_generic(text);
}

bool is_meta(RRType type) {
  const TypeRow* const row = row_of(type);
  return row != nullptr && row->category != TypeCategory::data;
}

}  // namespace vouch
