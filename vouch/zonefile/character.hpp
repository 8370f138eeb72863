// What an octet of a zone file means to the scanner: one table look-up an octet (docs/zonefile.md,
// "Tokens").
#pragma once

#include <array>
#include <cstdint>

namespace vouch::zonefile {

enum class CharacterKind : std::uint8_t {
  ordinary,   ///< part of an unquoted token
  blank,      ///< space, tab, carriage return
  line_end,   ///< line feed
  comment,    ///< `;`
  quote,      ///< `"`
  open,       ///< `(`
  close,      ///< `)`
  backslash,  ///< begins an escape
  nul,        ///< the end of the text, or a stray NUL
};

constexpr std::array<CharacterKind, 256> make_character_kinds() {
  std::array<CharacterKind, 256> kinds{};
  kinds[0] = CharacterKind::nul;
  kinds[' '] = kinds['\t'] = kinds['\r'] = CharacterKind::blank;
  kinds['\n'] = CharacterKind::line_end;
  kinds[';'] = CharacterKind::comment;
  kinds['"'] = CharacterKind::quote;
  kinds['('] = CharacterKind::open;
  kinds[')'] = CharacterKind::close;
  kinds['\\'] = CharacterKind::backslash;
  return kinds;
}

inline constexpr std::array<CharacterKind, 256> character_kinds = make_character_kinds();

constexpr CharacterKind kind_of(char c) { return character_kinds[static_cast<unsigned char>(c)]; }

/// Whether a token can begin with the octet.
constexpr bool is_ordinary(char c) { return kind_of(c) == CharacterKind::ordinary; }

/// Whether the octet stands for itself between quotes.
constexpr bool is_plain_in_quotes(char c) {
  return c != '"' && c != '\\' && c != '\n' && c != '\0';
}

}  // namespace vouch::zonefile
