// Character strings: a length octet, then that many octets (RFC 1035 section 3.3).
#include <algorithm>
#include <cstring>

#include "vouch/rr/field/escape.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_decimal_escape(std::string& to, std::uint8_t octet) {
  const char escape[] = {'\\', static_cast<char>('0' + octet / 100),
                         static_cast<char>('0' + octet / 10 % 10),
                         static_cast<char>('0' + octet % 10)};
  to.append(escape, sizeof escape);
}

Result<void> read_one(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  return reader.copy(1U + reader.peek());
}

Result<void> parse_one(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  const std::size_t start = parser.out.size();
  parser.out.push_back(0);
  auto appended = append_unescaped(parser.out, token.text);
  if (!appended.ok()) return parser.place(std::move(appended).error());
  const std::size_t size = parser.out.size() - start - 1;
  if (size > 255) {
    return parser.error(ErrorCode::too_long, "a character string has " + std::to_string(size) +
                                                 " octets; write it as several of up to 255");
  }
  parser.out[start] = static_cast<std::uint8_t>(size);
  return {};
}

// In quotes or not; without escapes the octets are those of the text.
bool plain_one(PlainParser& parser) {
  if (parser.left() == 0 || !parser.tokens[parser.at].plain) return false;
  const std::string_view text = parser.tokens[parser.at++].text;
  if (text.size() > 255 || !parser.has_room(1 + text.size())) return false;
  parser.put(static_cast<std::uint8_t>(text.size()));
  std::memcpy(parser.out, text.data(), text.size());
  parser.out += text.size();
  return true;
}

void print_one(FieldPrinter& printer) { append_quoted(printer.text, printer.cursor.counted_u8()); }

void random_one(FieldRandom& random) {
  const std::uint32_t size = random.below(50) == 0 ? 255 : random.below(12);
  random.out.push_back(static_cast<std::uint8_t>(size));
  random.octets(size);
}

void skip_one(FieldCursor& cursor) { cursor.counted_u8(); }

Result<void> read_optional(FieldReader& reader) {
  if (reader.left() == 0) return {};
  return read_one(reader);
}

Result<void> parse_optional(FieldParser& parser) {
  if (parser.left() == 0) return {};
  return parse_one(parser);
}

void print_optional(FieldPrinter& printer) {
  if (printer.cursor.left() > 0) print_one(printer);
}

void random_optional(FieldRandom& random) {
  if (random.below(2) == 0) random_one(random);
}

void skip_all(FieldCursor& cursor) { cursor.take_rest(); }

Result<void> read_all(FieldReader& reader) {
  VOUCH_CHECK(read_one(reader));
  while (reader.left() > 0) VOUCH_CHECK(read_one(reader));
  return {};
}

Result<void> parse_all(FieldParser& parser) {
  VOUCH_CHECK(parse_one(parser));
  while (parser.left() > 0) VOUCH_CHECK(parse_one(parser));
  return {};
}

bool plain_all(PlainParser& parser) {
  do {
    if (!plain_one(parser)) return false;
  } while (parser.left() > 0);
  return true;
}

void print_all(FieldPrinter& printer) {
  print_one(printer);
  while (printer.cursor.left() > 0) {
    printer.text += ' ';
    print_one(printer);
  }
}

void random_all(FieldRandom& random) {
  for (std::uint32_t count = 1 + random.below(3); count > 0; --count) random_one(random);
}

}  // namespace

Result<void> append_unescaped(Octets& to, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      const std::size_t end = std::min(text.find('\\', at), text.size());
      append_octets(to, octets_of(text.substr(at, end - at)));
      at = end;
      continue;
    }
    if (at + 1 >= text.size()) return fail(ErrorCode::bad_text, "a backslash stands at the end");
    if (!is_digit(text[at + 1])) {
      to.push_back(static_cast<std::uint8_t>(text[at + 1]));
      at += 2;
      continue;
    }
    const bool three = at + 3 < text.size() && is_digit(text[at + 2]) && is_digit(text[at + 3]);
    const int value =
        three ? (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 + (text[at + 3] - '0') : 256;
    if (value > 255)
      return fail(ErrorCode::bad_text, "a malformed escape; write \\X or \\DDD (0 to 255)");
    to.push_back(static_cast<std::uint8_t>(value));
    at += 4;
  }
  return {};
}

void append_quoted(std::string& to, OctetView octets) {
  to += '"';
  for (const std::uint8_t octet : octets) {
    if (octet < 0x20 || octet >= 0x7f) {
      append_decimal_escape(to, octet);
      continue;
    }
    if (octet == '"' || octet == '\\') to += '\\';
    to += static_cast<char>(octet);
  }
  to += '"';
}

constexpr Field string = {.kind = "string",
                          .read = read_one,
                          .parse = parse_one,
                          .print = print_one,
                          .random = random_one,
                          .skip = skip_one,
                          .form = FieldForm::string,
                          .plain = plain_one};
constexpr Field string_optional = {.kind = "string_optional",
                                   .read = read_optional,
                                   .parse = parse_optional,
                                   .print = print_optional,
                                   .random = random_optional,
                                   .skip = skip_all,
                                   .form = FieldForm::string};
constexpr Field strings = {.kind = "strings",
                           .read = read_all,
                           .parse = parse_all,
                           .print = print_all,
                           .random = random_all,
                           .skip = skip_all,
                           .form = FieldForm::strings,
                           .plain = plain_all};

}  // namespace vouch::rr
