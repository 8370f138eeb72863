// CAA's tag and value (RFC 8659 section 4.1), and URI's target (RFC 7553 section 4.3): the rest of
// the RDATA as text.
#include "vouch/rr/field/escape.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

bool is_alphanumeric(std::uint8_t octet) {
  return (octet >= '0' && octet <= '9') || (octet >= 'a' && octet <= 'z') ||
         (octet >= 'A' && octet <= 'Z');
}

bool is_tag(OctetView tag) {
  for (const std::uint8_t octet : tag) {
    if (!is_alphanumeric(octet)) return false;
  }
  return !tag.empty() && tag.size() <= 255;
}

constexpr std::string_view tag_rule = "a CAA tag has 1 to 255 letters and digits";

Result<void> read_tag(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  const std::size_t size = reader.peek();
  if (reader.left() < size + 1) return reader.truncated(size + 1);
  if (!is_tag(reader.rest().subspan(1, size))) return reader.error(std::string(tag_rule));
  return reader.copy(size + 1);
}

Result<void> parse_tag(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take("the tag"));
  if (!is_tag(octets_of(token.text)))
    return parser.error(ErrorCode::bad_rdata, std::string(tag_rule));
  parser.out.push_back(static_cast<std::uint8_t>(token.text.size()));
  append_octets(parser.out, octets_of(token.text));
  return {};
}

void print_tag(FieldPrinter& printer) { printer.text += text_of(printer.cursor.counted_u8()); }

void random_tag(FieldRandom& random) {
  const std::uint32_t size = 1 + random.below(15);
  random.out.push_back(static_cast<std::uint8_t>(size));
  for (std::uint32_t i = 0; i < size; ++i)
    random.out.push_back(static_cast<std::uint8_t>('a' + random.below(26)));
}

void skip_tag(FieldCursor& cursor) { cursor.counted_u8(); }

template <std::size_t least>
Result<void> read_text(FieldReader& reader) {
  if (reader.left() < least) return reader.truncated(least);
  reader.copy_rest();
  return {};
}

template <std::size_t least>
Result<void> parse_text(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  const std::size_t before = parser.out.size();
  auto appended = append_unescaped(parser.out, token.text);
  if (!appended.ok()) return parser.place(std::move(appended).error());
  if (parser.out.size() - before < least) {
    return parser.error(ErrorCode::bad_rdata, std::string(parser.label) + " must not be empty");
  }
  return {};
}

void print_text(FieldPrinter& printer) { append_quoted(printer.text, printer.cursor.take_rest()); }

template <std::size_t least>
void random_text(FieldRandom& random) {
  random.octets(least + random.below(40));
}

void skip_text(FieldCursor& cursor) { cursor.take_rest(); }

}  // namespace

constexpr Field caa_tag = {.kind = "caa_tag",
                           .read = read_tag,
                           .parse = parse_tag,
                           .print = print_tag,
                           .random = random_tag,
                           .skip = skip_tag};
constexpr Field caa_value = {.kind = "caa_value",
                             .read = read_text<0>,
                             .parse = parse_text<0>,
                             .print = print_text,
                             .random = random_text<0>,
                             .skip = skip_text,
                             .form = FieldForm::string};
constexpr Field uri_target = {.kind = "uri_target",
                              .read = read_text<1>,
                              .parse = parse_text<1>,
                              .print = print_text,
                              .random = random_text<1>,
                              .skip = skip_text,
                              .form = FieldForm::string};

}  // namespace vouch::rr
