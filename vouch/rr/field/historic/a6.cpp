// A6: a prefix length, the bits after the prefix as the fewest octets, and the name that has the
// prefix (RFC 2874 section 3.1; made historic by RFC 6563).
#include "vouch/rr/field/address.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

constexpr std::size_t address_bits = 128;

std::size_t suffix_octets(std::size_t prefix) { return (address_bits - prefix + 7) / 8; }

// Bits of the first octet of the suffix that belong to the prefix.
std::uint8_t padding(std::size_t prefix) {
  return static_cast<std::uint8_t>(~(0xff >> prefix % 8));
}

Result<void> read(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  const std::size_t prefix = reader.peek();
  if (prefix > address_bits) return reader.error("a prefix of more than 128 bits");
  const std::size_t suffix = suffix_octets(prefix);
  if (reader.left() > 1 && suffix > 0 && (reader.rest()[1] & padding(prefix)) != 0) {
    return reader.error("bits of the prefix are set in the suffix");
  }
  VOUCH_CHECK(reader.copy(1 + suffix));
  if (prefix > 0) return reader.copy_name();
  return {};
}

Result<void> parse(FieldParser& parser) {
  VOUCH_TRY(const std::uint64_t prefix, parser.take_number("the prefix length", address_bits));
  parser.out.push_back(static_cast<std::uint8_t>(prefix));
  if (const std::size_t suffix = suffix_octets(prefix); suffix > 0) {
    VOUCH_TRY(const Token token, parser.take("the address suffix"));
    std::uint8_t address[16];
    if (token.quoted || !parse_ipv6(token.text, address)) {
      return parser.error(ErrorCode::bad_address, "the address suffix is no IPv6 address");
    }
    for (std::size_t bit = 0; bit < prefix; ++bit) {
      if ((address[bit / 8] & 0x80 >> bit % 8) == 0) continue;
      return parser.error(ErrorCode::bad_address,
                          "the address suffix has bits of the prefix; set them to zero");
    }
    append_octets(parser.out, OctetView(address).last(suffix));
  }
  if (prefix > 0) return parser.take_name("the prefix name");
  return {};
}

void print(FieldPrinter& printer) {
  const std::size_t prefix = printer.cursor.u8();
  append_number(printer.text, prefix);
  if (const std::size_t suffix = suffix_octets(prefix); suffix > 0) {
    std::uint8_t address[16] = {};
    std::size_t at = sizeof address - suffix;
    for (const std::uint8_t octet : printer.cursor.take(suffix)) address[at++] = octet;
    printer.text += ' ';
    append_ipv6_text(printer.text, address);
  }
  if (prefix == 0) return;
  printer.text += ' ';
  printer.cursor.name().append_text(printer.text);
}

void random(FieldRandom& random) {
  const std::size_t prefix = random.below(address_bits + 1);
  random.out.push_back(static_cast<std::uint8_t>(prefix));
  const std::size_t suffix = suffix_octets(prefix);
  const std::size_t at = random.out.size();
  random.octets(suffix);
  if (suffix > 0) random.out[at] &= static_cast<std::uint8_t>(~padding(prefix));
  if (prefix > 0) random.name();
}

void names(FieldCursor& cursor, void (*visit)(void*, std::size_t, NameView), void* context) {
  const std::size_t prefix = cursor.u8();
  cursor.take(suffix_octets(prefix));
  if (prefix == 0) return;
  const std::size_t offset = cursor.at;
  visit(context, offset, cursor.name());
}

void skip(FieldCursor& cursor) { cursor.take_rest(); }

}  // namespace

constexpr Field a6 = {.kind = "a6",
                      .read = read,
                      .parse = parse,
                      .print = print,
                      .random = random,
                      .skip = skip,
                      .names = names,
                      .lower = true};

}  // namespace vouch::rr
