// APL: a list of address prefixes, each with a family, a length, a negation and the address without
// trailing zero octets (RFC 3123 section 4).
#include <charconv>

#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/address.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

constexpr std::uint16_t family_ipv4 = 1;
constexpr std::uint16_t family_ipv6 = 2;

std::size_t family_octets(std::uint16_t family) {
  return family == family_ipv4 ? 4 : family == family_ipv6 ? 16 : 0;
}

// One item is two octets of family, a prefix length, N and length of the address, the address.
Result<void> read_item(FieldReader& reader) {
  if (reader.left() < 4) return reader.truncated(4);
  const OctetView rest = reader.rest();
  const auto family = static_cast<std::uint16_t>(rest[0] << 8 | rest[1]);
  const std::size_t octets = family_octets(family);
  const std::size_t size = rest[3] & 0x7f;
  if (octets == 0) return reader.error("an address family other than 1 (IPv4) and 2 (IPv6)");
  if (rest[2] > octets * 8)
    return reader.error("a prefix longer than its address family's addresses");
  if (size > octets) return reader.error("an address longer than those of its family");
  if (rest.size() < 4 + size) return reader.truncated(4 + size);
  if (size > 0 && rest[3 + size] == 0) return reader.error("an address with trailing zero octets");
  return reader.copy(4 + size);
}

Result<void> read(FieldReader& reader) {
  while (reader.left() > 0) VOUCH_CHECK(read_item(reader));
  return {};
}

Result<void> parse_item(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take("an address prefix"));
  std::string_view text = token.text;
  const auto malformed = [&] {
    return parser.error(ErrorCode::bad_rdata,
                        "an address prefix is written [!]1:192.0.2.0/24 or [!]2:2001:db8::/32");
  };
  const bool negated = !text.empty() && text[0] == '!';
  if (negated) text.remove_prefix(1);
  const bool has_family = text.size() > 2 && text[1] == ':' && (text[0] == '1' || text[0] == '2');
  const std::size_t slash = text.rfind('/');
  if (token.quoted || !has_family || slash == std::string_view::npos) return malformed();
  const auto family = static_cast<std::uint16_t>(text[0] - '0');
  const std::size_t octets = family_octets(family);
  unsigned prefix = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data() + slash + 1, end, prefix);
  if (failure != std::errc() || stop != end || prefix > octets * 8) return malformed();
  std::uint8_t address[16];
  const std::string_view host = text.substr(2, slash - 2);
  if (!(family == family_ipv4 ? parse_ipv4(host, address) : parse_ipv6(host, address)))
    return malformed();
  std::size_t size = octets;
  while (size > 0 && address[size - 1] == 0) --size;
  WireWriter writer(parser.out);
  writer.u16(family);
  writer.u8(static_cast<std::uint8_t>(prefix));
  writer.u8(static_cast<std::uint8_t>(size | (negated ? 0x80U : 0U)));
  writer.octets({address, size});
  return {};
}

Result<void> parse(FieldParser& parser) {
  while (parser.left() > 0) VOUCH_CHECK(parse_item(parser));
  return {};
}

void print(FieldPrinter& printer) {
  bool first = true;
  while (printer.cursor.left() > 0) {
    if (!first) printer.text += ' ';
    first = false;
    const std::uint16_t family = printer.cursor.u16();
    const std::uint8_t prefix = printer.cursor.u8();
    const std::uint8_t head = printer.cursor.u8();
    std::uint8_t address[16] = {};
    std::size_t at = 0;
    for (const std::uint8_t octet : printer.cursor.take(head & 0x7f)) address[at++] = octet;
    if ((head & 0x80) != 0) printer.text += '!';
    append_number(printer.text, family);
    printer.text += ':';
    if (family == family_ipv4) {
      append_ipv4_text(printer.text, address);
    } else {
      append_ipv6_text(printer.text, address);
    }
    printer.text += '/';
    append_number(printer.text, prefix);
  }
}

void random(FieldRandom& random) {
  WireWriter writer(random.out);
  for (std::uint32_t count = random.below(4); count > 0; --count) {
    const auto family = static_cast<std::uint16_t>(1 + random.below(2));
    const auto octets = static_cast<std::uint32_t>(family_octets(family));
    const std::uint32_t size = random.below(octets + 1);
    writer.u16(family);
    writer.u8(static_cast<std::uint8_t>(random.below(octets * 8 + 1)));
    writer.u8(static_cast<std::uint8_t>(size | random.below(2) << 7));
    if (size == 0) continue;
    random.octets(size);
    if (random.out.back() == 0) random.out.back() = 1;
  }
}

void skip(FieldCursor& cursor) { cursor.take_rest(); }

}  // namespace

constexpr Field apl = {.kind = "apl",
                       .read = read,
                       .parse = parse,
                       .print = print,
                       .random = random,
                       .skip = skip,
                       .form = FieldForm::list};

}  // namespace vouch::rr
