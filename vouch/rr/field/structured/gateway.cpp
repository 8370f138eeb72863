// Gateways whose form depends on a type: IPSECKEY's (RFC 4025 section 2.5) and AMTRELAY's relay
// (RFC 8777 section 4.2): 0 none, 1 IPv4, 2 IPv6, 3 a name that is never compressed.
#include "vouch/rr/field/address.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

enum GatewayType : std::uint8_t { none = 0, ipv4_address = 1, ipv6_address = 2, by_name = 3 };

Result<void> read_gateway(FieldReader& reader, std::uint8_t type) {
  switch (type) {
    case none: return {};
    case ipv4_address: return reader.copy(4);
    case ipv6_address: return reader.copy(16);
    case by_name: return reader.copy_name();
    default: return reader.error("a gateway type other than 0 to 3");
  }
}

Result<void> parse_address(FieldParser& parser, std::uint8_t type) {
  VOUCH_TRY(const Token token, parser.take("the gateway"));
  std::uint8_t address[16];
  const bool good =
      type == ipv4_address ? parse_ipv4(token.text, address) : parse_ipv6(token.text, address);
  if (token.quoted || !good) {
    return parser.error(ErrorCode::bad_address, type == ipv4_address
                                                    ? "a gateway of type 1 is an IPv4 address"
                                                    : "a gateway of type 2 is an IPv6 address");
  }
  append_octets(parser.out, {address, type == ipv4_address ? 4U : 16U});
  return {};
}

Result<void> parse_gateway(FieldParser& parser, std::uint8_t type) {
  if (type == ipv4_address || type == ipv6_address) return parse_address(parser, type);
  if (type == by_name) return parser.take_name("the gateway");
  if (type != none) {
    --parser.at;  // the algorithm stands between
    return parser.error(ErrorCode::bad_rdata, "a gateway type is 0, 1, 2 or 3");
  }
  VOUCH_TRY(const Token token, parser.take("the gateway"));
  if (token.text != ".")
    return parser.error(ErrorCode::bad_rdata, "a gateway of type 0 is written '.'");
  return {};
}

void print_gateway(FieldPrinter& printer, std::uint8_t type) {
  switch (type) {
    case ipv4_address: append_ipv4_text(printer.text, printer.cursor.take(4).data()); break;
    case ipv6_address: append_ipv6_text(printer.text, printer.cursor.take(16).data()); break;
    case by_name: printer.cursor.name().append_text(printer.text); break;
    default: printer.text += '.'; break;
  }
}

void random_gateway(FieldRandom& random, std::uint8_t type) {
  if (type == ipv4_address) random.octets(4);
  if (type == ipv6_address) random.octets(16);
  if (type == by_name) random.name();
}

void skip_gateway(FieldCursor& cursor, std::uint8_t type) {
  if (type == ipv4_address) cursor.take(4);
  if (type == ipv6_address) cursor.take(16);
  if (type == by_name) cursor.name();
}

void visit_gateway(FieldCursor& cursor, std::uint8_t type,
                   void (*visit)(void*, std::size_t, NameView), void* context) {
  if (type != by_name) return skip_gateway(cursor, type);
  const std::size_t offset = cursor.at;
  visit(context, offset, cursor.name());
}

// --- IPSECKEY: precedence, gateway type and algorithm stand before

Result<void> read_ipseckey(FieldReader& reader) { return read_gateway(reader, reader.before()[1]); }
Result<void> parse_ipseckey(FieldParser& parser) {
  return parse_gateway(parser, parser.before()[1]);
}
void print_ipseckey(FieldPrinter& printer) { print_gateway(printer, printer.cursor.before()[1]); }
void skip_ipseckey(FieldCursor& cursor) { skip_gateway(cursor, cursor.before()[1]); }
void visit_ipseckey(FieldCursor& cursor, void (*visit)(void*, std::size_t, NameView),
                    void* context) {
  visit_gateway(cursor, cursor.before()[1], visit, context);
}
// The type before was drawn from all octets; only four of them are legal.
void random_ipseckey(FieldRandom& random) {
  std::uint8_t& type = random.out[random.start + 1];
  type &= 3;
  random_gateway(random, type);
}

// --- AMTRELAY: the precedence stands before; the discovery bit and the type share an octet of this
// field; relays of types that are not assigned are carried as they are

constexpr std::uint8_t type_bits = 0x7f;
constexpr std::uint8_t discovery_bit = 0x80;

Result<void> read_relay(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  const std::uint8_t type = reader.peek() & type_bits;
  VOUCH_CHECK(reader.copy(1));
  if (type <= by_name) return read_gateway(reader, type);
  reader.copy_rest();
  return {};
}

Result<void> parse_relay(FieldParser& parser) {
  VOUCH_TRY(const std::uint64_t discovery, parser.take_number("the discovery bit", 1));
  VOUCH_TRY(const std::uint64_t type, parser.take_number("the relay type", 3));
  parser.out.push_back(static_cast<std::uint8_t>(type | (discovery != 0 ? discovery_bit : 0U)));
  return parse_gateway(parser, static_cast<std::uint8_t>(type));
}

void print_relay(FieldPrinter& printer) {
  const std::uint8_t head = printer.cursor.u8();
  if ((head & type_bits) > by_name) {
    printer.cursor.take_rest();
    printer.needs_generic = true;
    return;
  }
  printer.text += (head & discovery_bit) != 0 ? "1 " : "0 ";
  append_number(printer.text, head & type_bits);
  printer.text += ' ';
  print_gateway(printer, head & type_bits);
}

void random_relay(FieldRandom& random) {
  const auto type = static_cast<std::uint8_t>(random.below(4));
  random.out.push_back(static_cast<std::uint8_t>(type | random.below(2) << 7));
  random_gateway(random, type);
}

void skip_relay(FieldCursor& cursor) {
  const std::uint8_t type = cursor.u8() & type_bits;
  skip_gateway(cursor, type);
  if (type > by_name) cursor.take_rest();
}
void visit_relay(FieldCursor& cursor, void (*visit)(void*, std::size_t, NameView), void* context) {
  const std::uint8_t type = cursor.u8() & type_bits;
  visit_gateway(cursor, type, visit, context);
  if (type > by_name) cursor.take_rest();
}

}  // namespace

constexpr Field ipseckey_gateway = {.kind = "ipseckey_gateway",
                                    .read = read_ipseckey,
                                    .parse = parse_ipseckey,
                                    .print = print_ipseckey,
                                    .random = random_ipseckey,
                                    .skip = skip_ipseckey,
                                    .names = visit_ipseckey};
constexpr Field amtrelay_gateway = {.kind = "amtrelay_gateway",
                                    .read = read_relay,
                                    .parse = parse_relay,
                                    .print = print_relay,
                                    .random = random_relay,
                                    .skip = skip_relay,
                                    .names = visit_relay,
                                    .form = FieldForm::list};

}  // namespace vouch::rr
