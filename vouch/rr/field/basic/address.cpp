// Addresses and identifiers of fixed size.
#include "vouch/rr/field/address.hpp"

#include <cstring>

#include "vouch/base/encoding.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// The value of a hexadecimal digit, or -1.
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Reads one to four hexadecimal digits at `at`; the number, or -1.
int take_group(std::string_view text, std::size_t& at) {
  int number = -1;
  for (std::size_t digits = 0; digits < 4 && at < text.size(); ++digits, ++at) {
    const int value = hex_value(text[at]);
    if (value < 0) break;
    number = (number < 0 ? 0 : number * 16) + value;
  }
  return number;
}

void append_group(std::string& to, unsigned group, bool all_digits) {
  for (int shift = 12; shift >= 0; shift -= 4) {
    if (all_digits || group >> shift != 0 || shift == 0) to += hex_digits[group >> shift & 15];
  }
}

// The longest run of two or more groups of zero; the first of equally long ones (RFC 5952
// section 4.2.3).
struct ZeroRun {
  std::size_t begin = 8;
  std::size_t size = 0;

  explicit ZeroRun(const unsigned (&groups)[8]) {
    for (std::size_t i = 0; i < 8;) {
      std::size_t end = i;
      while (end < 8 && groups[end] == 0) ++end;
      if (end - i >= 2 && end - i > size) {
        begin = i;
        size = end - i;
      }
      i = end == i ? i + 1 : end;
    }
  }
};

template <std::size_t count, bool (*parse)(std::string_view, std::uint8_t*)>
Result<void> parse_address(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  std::uint8_t octets[count];
  if (token.quoted || !parse(token.text, octets)) {
    return parser.error(ErrorCode::bad_address, "'" + std::string(token.text.substr(0, 48)) +
                                                    "' is no " + (count == 4 ? "IPv4" : "IPv6") +
                                                    " address");
  }
  append_octets(parser.out, octets);
  return {};
}

template <std::size_t count, bool (*parse)(std::string_view, std::uint8_t*)>
bool plain_address(PlainParser& parser) {
  const Token* const token = parser.take_word();
  if (token == nullptr || !parser.has_room(count) || !parse(token->text, parser.out)) return false;
  parser.out += count;
  return true;
}

void print_ipv4(FieldPrinter& printer) {
  append_ipv4_text(printer.text, printer.cursor.take(4).data());
}

void print_ipv6(FieldPrinter& printer) {
  append_ipv6_text(printer.text, printer.cursor.take(16).data(), printer.style.expand_addresses);
}

// `00-00-5e-00-53-2a` (RFC 7043 section 3.2).
template <std::size_t count>
Result<void> parse_eui(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  const std::string_view text = token.text;
  bool good = !token.quoted && text.size() == count * 3 - 1;
  for (std::size_t i = 0; good && i < text.size(); ++i) {
    good = i % 3 == 2 ? text[i] == '-' : hex_value(text[i]) >= 0;
  }
  if (!good) {
    return parser.error(ErrorCode::bad_address,
                        "an EUI of " + std::to_string(count) +
                            " octets is written as pairs of hexadecimal digits with '-'");
  }
  for (std::size_t i = 0; i < text.size(); i += 3) {
    parser.out.push_back(
        static_cast<std::uint8_t>(hex_value(text[i]) << 4 | hex_value(text[i + 1])));
  }
  return {};
}

template <std::size_t count>
void print_eui(FieldPrinter& printer) {
  bool first = true;
  for (const std::uint8_t octet : printer.cursor.take(count)) {
    if (!first) printer.text += '-';
    first = false;
    printer.text += hex_digits[octet >> 4];
    printer.text += hex_digits[octet & 15];
  }
}

// `0014:4fff:ff20:ee64`: always four groups (RFC 6742 section 2.1.2). The RFC's examples have all
// the digits, and Knot wants them; dig leaves out leading zeros.
Result<void> parse_locator(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  std::size_t at = 0;
  for (int i = 0; i < 4; ++i) {
    const int group = take_group(token.text, at);
    const bool separated =
        i == 3 ? at == token.text.size() : at < token.text.size() && token.text[at] == ':';
    if (token.quoted || group < 0 || !separated) {
      return parser.error(ErrorCode::bad_address,
                          "64 bits are written as four groups of hexadecimal digits with ':'");
    }
    ++at;
    parser.out.push_back(static_cast<std::uint8_t>(group >> 8));
    parser.out.push_back(static_cast<std::uint8_t>(group));
  }
  return {};
}

void print_locator(FieldPrinter& printer) {
  for (int i = 0; i < 4; ++i) {
    if (i > 0) printer.text += ':';
    append_group(printer.text, printer.cursor.u16(), true);
  }
}

template <std::size_t count>
constexpr Field address_kind(std::string_view kind, Result<void> (*parse)(FieldParser&),
                             void (*print)(FieldPrinter&)) {
  return {.kind = kind,
          .read = read_fixed<count>,
          .parse = parse,
          .print = print,
          .random = random_fixed<count>,
          .skip = skip_fixed<count>,
          .octets = count};
}

// Random addresses with runs of zeros, for the sake of their text.
void random_ipv6(FieldRandom& random) {
  for (int i = 0; i < 8; ++i) {
    const std::uint32_t group = random.below(2) == 0 ? 0 : random.draw() >> 8;
    random.out.push_back(static_cast<std::uint8_t>(group >> 8));
    random.out.push_back(static_cast<std::uint8_t>(group));
  }
}

constexpr Field ipv6_kind() {
  Field field = address_kind<16>("ipv6", parse_address<16, parse_ipv6>, print_ipv6);
  field.random = random_ipv6;
  field.plain = plain_address<16, parse_ipv6>;
  return field;
}

constexpr Field ipv4_kind() {
  Field field = address_kind<4>("ipv4", parse_address<4, parse_ipv4>, print_ipv4);
  field.plain = plain_address<4, parse_ipv4>;
  return field;
}

}  // namespace

bool parse_ipv4(std::string_view text, std::uint8_t* octets) {
  std::size_t at = 0;
  for (int i = 0; i < 4; ++i) {
    const std::size_t start = at;
    unsigned number = 0;
    while (at < text.size() && at - start < 3 && text[at] >= '0' && text[at] <= '9') {
      number = number * 10 + static_cast<unsigned>(text[at++] - '0');
    }
    const std::size_t digits = at - start;
    if (digits == 0 || number > 255 || (digits > 1 && text[start] == '0')) return false;
    octets[i] = static_cast<std::uint8_t>(number);
    if (i == 3) return at == text.size();
    if (at >= text.size() || text[at++] != '.') return false;
  }
  return false;
}

bool parse_ipv6(std::string_view text, std::uint8_t* octets) {
  std::uint8_t before[16];
  std::size_t size = 0;
  std::size_t gap = 17;  // where `::` stands, in octets
  std::size_t at = 0;
  if (text.substr(0, 2) == "::") gap = 0;
  if (gap == 0) at = 2;
  while (at < text.size()) {
    const std::size_t start = at;
    const int group = take_group(text, at);
    if (group < 0 || size + 2 > 16) return false;
    if (at < text.size() && text[at] == '.') {
      if (size + 4 > 16 || !parse_ipv4(text.substr(start), before + size)) return false;
      size += 4;
      break;
    }
    before[size++] = static_cast<std::uint8_t>(group >> 8);
    before[size++] = static_cast<std::uint8_t>(group);
    if (at == text.size()) break;
    if (text[at++] != ':' || at == text.size()) return false;
    if (text[at] != ':') continue;
    if (gap <= 16) return false;
    gap = size;
    ++at;
  }
  if (gap > 16) {
    if (size != 16) return false;
    gap = 16;
  } else if (size > 14) {
    return false;
  }
  std::memset(octets, 0, 16);
  std::memcpy(octets, before, gap);
  std::memcpy(octets + 16 - (size - gap), before + gap, size - gap);
  return true;
}

char* put_ipv4_text(char* out, const std::uint8_t* octets) {
  for (int i = 0; i < 4; ++i) {
    const unsigned number = octets[i];
    if (i > 0) *out++ = '.';
    if (number >= 100) *out++ = static_cast<char>('0' + number / 100);
    if (number >= 10) *out++ = static_cast<char>('0' + number / 10 % 10);
    *out++ = static_cast<char>('0' + number % 10);
  }
  return out;
}

void append_ipv4_text(std::string& to, const std::uint8_t* octets) {
  char text[16];
  to.append(text, put_ipv4_text(text, octets));
}

void append_ipv6_text(std::string& to, const std::uint8_t* octets, bool expand) {
  unsigned groups[8];
  for (std::size_t i = 0; i < 8; ++i)
    groups[i] = static_cast<unsigned>(octets[2 * i] << 8 | octets[2 * i + 1]);
  const ZeroRun zeros(groups);
  const bool mapped =
      zeros.begin == 0 && (zeros.size == 6 || (zeros.size == 5 && groups[5] == 0xffff));
  for (std::size_t i = 0; i < 8; ++i) {
    if (!expand && i == zeros.begin) {
      to += "::";
      i += zeros.size - 1;
      continue;
    }
    if (i > 0 && (expand || i != zeros.begin + zeros.size)) to += ':';
    if (!expand && mapped && i == 6) {
      append_ipv4_text(to, octets + 12);
      return;
    }
    append_group(to, groups[i], expand);
  }
}

constexpr Field ipv4 = ipv4_kind();
constexpr Field ipv6 = ipv6_kind();
constexpr Field eui48 = address_kind<6>("eui48", parse_eui<6>, print_eui<6>);
constexpr Field eui64 = address_kind<8>("eui64", parse_eui<8>, print_eui<8>);
constexpr Field locator64 = address_kind<8>("locator64", parse_locator, print_locator);

}  // namespace vouch::rr
