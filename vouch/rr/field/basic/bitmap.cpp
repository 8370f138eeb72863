// Type bitmaps of NSEC, NSEC3 and CSYNC (RFC 4034 section 4.1.2).
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
          .form = FieldForm::list};
}

}  // namespace

constexpr Field type_bitmap = bitmap_kind<1>("type_bitmap");
constexpr Field type_bitmap_or_none = bitmap_kind<0>("type_bitmap_or_none");

}  // namespace vouch::rr
