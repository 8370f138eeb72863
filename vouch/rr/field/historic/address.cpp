// Addresses of other networks: NSAP (RFC 1706), ATMA (ATM Forum AF-DANS-0152.000), X25 (RFC 1183).
#include "vouch/base/encoding.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

bool is_digit(std::uint8_t octet) { return octet >= '0' && octet <= '9'; }

bool all_digits(OctetView octets) {
  for (const std::uint8_t octet : octets) {
    if (!is_digit(octet)) return false;
  }
  return true;
}

void skip_rest(FieldCursor& cursor) { cursor.take_rest(); }

void random_digits(FieldRandom& random, std::uint32_t count) {
  for (; count > 0; --count)
    random.out.push_back(static_cast<std::uint8_t>('0' + random.below(10)));
}

// Hexadecimal digits; periods between them are for people.
Result<void> append_dotted_hex(FieldParser& parser, std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '.') digits += c;
  }
  auto appended = append_base16(parser.out, digits);
  if (!appended.ok()) return parser.place(std::move(appended).error());
  if (digits.empty()) return parser.error(ErrorCode::bad_address, "the address is empty");
  return {};
}

// --- NSAP: 0x and hex

Result<void> read_nsap(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  reader.copy_rest();
  return {};
}

Result<void> parse_nsap(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  const std::string_view mark = token.text.substr(0, 2);
  if (token.quoted || (mark != "0x" && mark != "0X")) {
    return parser.error(ErrorCode::bad_address,
                        "an NSAP address is written as 0x and hexadecimal digits");
  }
  return append_dotted_hex(parser, token.text.substr(2));
}

void print_nsap(FieldPrinter& printer) {
  printer.text += "0x";
  append_base16_text(printer.text, printer.cursor.take_rest(), LetterCase::lower);
}

void random_nsap(FieldRandom& random) { random.octets(1 + random.below(20)); }

// --- ATMA: a format octet, then an ATM end system address in binary (0) or an E.164 number in
// digits (1)

constexpr std::uint8_t end_system = 0;
constexpr std::uint8_t e164 = 1;

Result<void> read_atm(FieldReader& reader) {
  if (reader.left() < 2) return reader.truncated(2);
  if (reader.peek() == e164 && !all_digits(reader.rest().subspan(1))) {
    return reader.error("an E.164 number has an octet that is no digit");
  }
  reader.copy_rest();
  return {};
}

Result<void> parse_atm(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  if (token.quoted || token.text.empty() || token.text[0] != '+') {
    parser.out.push_back(end_system);
    return append_dotted_hex(parser, token.quoted ? std::string_view() : token.text);
  }
  parser.out.push_back(e164);
  const std::size_t number = parser.out.size();
  for (const char c : token.text.substr(1)) {
    if (c != '.') parser.out.push_back(static_cast<std::uint8_t>(c));
  }
  const OctetView digits = OctetView(parser.out).subspan(number);
  if (digits.empty() || !all_digits(digits)) {
    return parser.error(ErrorCode::bad_address, "an E.164 number is written as + and digits");
  }
  return {};
}

void print_atm(FieldPrinter& printer) {
  const std::uint8_t format = printer.cursor.u8();
  const OctetView address = printer.cursor.take_rest();
  printer.needs_generic |= format > e164;
  if (format == e164) {
    printer.text += '+';
    printer.text += text_of(address);
  } else {
    append_base16_text(printer.text, address, LetterCase::lower);
  }
}

void random_atm(FieldRandom& random) {
  const std::uint32_t format = random.below(3);
  random.out.push_back(static_cast<std::uint8_t>(format));
  if (format == e164) {
    random_digits(random, 1 + random.below(15));
  } else {
    random.octets(1 + random.below(20));
  }
}

// --- X25: a character string of four digits or more

constexpr std::uint8_t least_digits = 4;

Result<void> read_psdn(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  const std::size_t size = reader.peek();
  if (reader.left() - 1 < size) return reader.truncated(1 + size);
  if (size < least_digits || !all_digits(reader.rest().subspan(1, size))) {
    return reader.error("a PSDN address has four digits or more, and nothing else");
  }
  return reader.copy(1 + size);
}

Result<void> parse_psdn(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  const OctetView digits = octets_of(token.text);
  if (digits.size() < least_digits || digits.size() > 255 || !all_digits(digits)) {
    return parser.error(ErrorCode::bad_address,
                        "a PSDN address has 4 to 255 digits, and nothing else");
  }
  parser.out.push_back(static_cast<std::uint8_t>(digits.size()));
  append_octets(parser.out, digits);
  return {};
}

void print_psdn(FieldPrinter& printer) {
  printer.text += '"';
  printer.text += text_of(printer.cursor.counted_u8());
  printer.text += '"';
}

void random_psdn(FieldRandom& random) {
  const std::uint32_t size = least_digits + random.below(12);
  random.out.push_back(static_cast<std::uint8_t>(size));
  random_digits(random, size);
}

}  // namespace

constexpr Field nsap = {.kind = "nsap",
                        .read = read_nsap,
                        .parse = parse_nsap,
                        .print = print_nsap,
                        .random = random_nsap,
                        .skip = skip_rest};
constexpr Field atm_address = {.kind = "atm_address",
                               .read = read_atm,
                               .parse = parse_atm,
                               .print = print_atm,
                               .random = random_atm,
                               .skip = skip_rest};
constexpr Field psdn_address = {.kind = "psdn_address",
                                .read = read_psdn,
                                .parse = parse_psdn,
                                .print = print_psdn,
                                .random = random_psdn,
                                .skip = skip_rest,
                                .form = FieldForm::string};

}  // namespace vouch::rr
