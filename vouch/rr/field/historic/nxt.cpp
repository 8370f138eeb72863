// NXT: the bitmap of the types below 128 that exist at a name (RFC 2535 section 5.2). Bit zero
// would say that the bitmap has another form, which was never defined.
#include <algorithm>

#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

constexpr std::size_t max_octets = 16;

bool has_known_form(OctetView map) { return (map[0] & 0x80) == 0; }

Result<void> read(FieldReader& reader) {
  if (reader.left() == 0) return reader.error("the type bitmap is empty");
  if (has_known_form(reader.rest()) && reader.left() > max_octets) {
    return reader.error("a type bitmap of more than 16 octets");
  }
  reader.copy_rest();
  return {};
}

// A mnemonic, TYPE<n>, or a bare number, as BIND writes types that it doesn't know.
Result<std::size_t> take_type(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  if (const auto type = token.quoted ? std::nullopt : parse_type(token.text); type) {
    return static_cast<std::size_t>(*type);
  }
  --parser.at;
  VOUCH_TRY(const std::uint64_t number, parser.take_number("an RR type", 0xffff));
  return static_cast<std::size_t>(number);
}

Result<void> parse(FieldParser& parser) {
  const std::size_t map = parser.out.size();
  if (parser.left() == 0) {
    return parser.error(ErrorCode::bad_rdata, "the list of types is missing");
  }
  while (parser.left() > 0) {
    VOUCH_TRY(const std::size_t code, take_type(parser));
    if (code == 0 || code >= max_octets * 8) {
      return parser.error(ErrorCode::bad_type, "an RR type is not from 1 to 127");
    }
    parser.out.resize(std::max(parser.out.size(), map + code / 8 + 1));
    parser.out[map + code / 8] |= static_cast<std::uint8_t>(0x80 >> code % 8);
  }
  return {};
}

void print(FieldPrinter& printer) {
  const OctetView map = printer.cursor.take_rest();
  printer.needs_generic |= !has_known_form(map) || map.back() == 0;
  bool first = true;
  for (std::size_t code = 1; code < map.size() * 8 && !printer.needs_generic; ++code) {
    if ((map[code / 8] & 0x80 >> code % 8) == 0) continue;
    if (!first) printer.text += ' ';
    first = false;
    const TypeRow* const row = row_of(static_cast<RRType>(code));
    printer.text += row != nullptr ? std::string(row->mnemonic) : std::to_string(code);
  }
}

void random(FieldRandom& random) {
  const std::size_t map = random.out.size();
  random.octets(1 + random.below(max_octets));
  random.out[map] &= 0x7f;
}

void skip(FieldCursor& cursor) { cursor.take_rest(); }

}  // namespace

constexpr Field nxt_bitmap = {.kind = "nxt_bitmap",
                              .read = read,
                              .parse = parse,
                              .print = print,
                              .random = random,
                              .skip = skip,
                              .form = FieldForm::list};

}  // namespace vouch::rr
