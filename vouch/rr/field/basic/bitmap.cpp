// Type bitmaps of NSEC, NSEC3 and CSYNC (RFC 4034 section 4.1.2).
#include <algorithm>
#include <cstring>

#include "vouch/rr/field/kinds.hpp"
#include "vouch/rr/type_bitmap.hpp"

namespace vouch::rr {
namespace {

template <std::size_t least>
Result<void> read(FieldReader& reader) {
  if (reader.left() == 0 && least > 0) return reader.error("the type bitmap is empty");
  auto bitmap = TypeBitmap::read(reader.rest());
  if (!bitmap.ok()) return std::move(bitmap).error();
  reader.copy_rest();
  return {};
}

template <std::size_t least>
Result<void> parse(FieldParser& parser) {
  if (parser.left() < least)
    return parser.error(ErrorCode::bad_rdata, "the list of types is missing");
  std::vector<RRType> types;
  types.reserve(parser.left());
  while (parser.left() > 0) {
    VOUCH_TRY(const Token token, parser.take(parser.label));
    const auto type = token.quoted ? std::nullopt : parse_type(token.text);
    if (!type) {
      return parser.error(ErrorCode::bad_type,
                          "'" + std::string(token.text.substr(0, 40)) + "' is no RR type");
    }
    types.push_back(*type);
  }
  TypeBitmap::append(parser.out, types);
  return {};
}

// Types below 256, which are of one window (RFC 4034 section 4.1.2).
template <std::size_t least>
bool plain(PlainParser& parser) {
  if (parser.left() < least || !parser.has_room(2 + 32)) return false;
  if (parser.left() == 0) return true;
  std::uint8_t* const window = parser.out;
  std::memset(window, 0, 2 + 32);
  std::size_t octets = 0;
  while (parser.left() > 0) {
    const Token* const token = parser.take_word();
    const auto type = token == nullptr ? std::nullopt : parse_type(token->text);
    const auto code = type ? static_cast<std::size_t>(*type) : 256;
    if (code > 255) return false;
    octets = std::max(octets, code / 8 + 1);
    window[2 + code / 8] |= static_cast<std::uint8_t>(0x80 >> code % 8);
  }
  window[1] = static_cast<std::uint8_t>(octets);
  parser.out += 2 + octets;
  return true;
}

// A field that has its own lines has one for each window.
void print(FieldPrinter& printer) {
  if (printer.layout != Layout::line || !printer.style.multiline) {
    TypeBitmap::trusted(printer.cursor.take_rest()).append_text(printer.text);
    return;
  }
  bool first = true;
  while (printer.cursor.left() > 0) {
    if (!first) printer.break_line();
    first = false;
    const std::size_t window = 2U + printer.cursor.rest()[1];
    TypeBitmap::trusted(printer.cursor.take(window)).append_text(printer.text);
  }
}

template <std::size_t least>
void random(FieldRandom& random) {
  std::vector<RRType> types;
  for (std::size_t count = least + random.below(8); count > 0; --count) {
    types.push_back(
        static_cast<RRType>(1 + (random.below(8) == 0 ? random.below(0xffff) : random.below(70))));
  }
  TypeBitmap::append(random.out, types);
}

void skip(FieldCursor& cursor) { cursor.take_rest(); }

template <std::size_t least>
constexpr Field bitmap_kind(std::string_view kind) {
  return {.kind = kind,
          .read = read<least>,
          .parse = parse<least>,
          .print = print,
          .random = random<least>,
          .skip = skip,
          .form = FieldForm::list,
          .plain = plain<least>};
}

}  // namespace

constexpr Field type_bitmap = bitmap_kind<1>("type_bitmap");
constexpr Field type_bitmap_or_none = bitmap_kind<0>("type_bitmap_or_none");

}  // namespace vouch::rr
