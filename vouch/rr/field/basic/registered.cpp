// Numbers of registries, with their mnemonics.
#include "vouch/base/ascii.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

struct Mnemonic {
  std::uint16_t number;
  std::string_view text;
};

// RFC 4398 section 2.1.
constexpr Mnemonic cert_types[] = {{1, "PKIX"},  {2, "SPKI"}, {3, "PGP"},    {4, "IPKIX"},
                                   {5, "ISPKI"}, {6, "IPGP"}, {7, "ACPKIX"}, {8, "IACPKIX"},
                                   {253, "URI"}, {254, "OID"}};

// RFC 9859 section 2.1.
constexpr Mnemonic dsync_schemes[] = {{1, "NOTIFY"}};

// RFC 8945 section 3, RFC 2930 section 2.6.
constexpr Mnemonic tsig_errors[] = {
    {0, "NOERROR"},  {1, "FORMERR"}, {2, "SERVFAIL"}, {3, "NXDOMAIN"}, {4, "NOTIMP"},
    {5, "REFUSED"},  {16, "BADSIG"}, {17, "BADKEY"},  {18, "BADTIME"}, {19, "BADMODE"},
    {20, "BADNAME"}, {21, "BADALG"}, {22, "BADTRUNC"}};

// Appends the number that the token names, in `count` octets: a mnemonic of the table, or a decimal
// number.
template <std::size_t count, const auto& table>
Result<void> parse_mnemonic(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  std::uint64_t number = 0;
  bool known = false;
  for (const Mnemonic& row : table) {
    if (token.quoted || !equal_ignoring_case(row.text, token.text)) continue;
    number = row.number;
    known = true;
  }
  if (!known) {
    --parser.at;
    VOUCH_TRY(number, parser.take_number(parser.label, count == 1 ? 0xff : 0xffff));
  }
  if (count == 2) parser.out.push_back(static_cast<std::uint8_t>(number >> 8));
  parser.out.push_back(static_cast<std::uint8_t>(number));
  return {};
}

template <std::size_t count, const auto& table>
void print_mnemonic(FieldPrinter& printer) {
  const std::uint16_t number = count == 1 ? printer.cursor.u8() : printer.cursor.u16();
  for (const Mnemonic& row : table) {
    if (row.number != number) continue;
    printer.text += row.text;
    return;
  }
  append_number(printer.text, number);
}

// What is written as a number.
bool plain_octet(PlainParser& parser) {
  std::uint64_t number = 0;
  if (!parser.has_room(1) || !parser.take_number(0xff, number)) return false;
  parser.put_number<1>(number);
  return true;
}

bool plain_rr_type(PlainParser& parser) {
  const Token* const token = parser.take_word();
  if (token == nullptr || !parser.has_room(2)) return false;
  const auto type = parse_type(token->text);
  if (!type) return false;
  parser.put_number<2>(static_cast<std::uint16_t>(*type));
  return true;
}

template <std::size_t count>
constexpr Field registered(std::string_view kind, Result<void> (*parse)(FieldParser&),
                           void (*print)(FieldPrinter&), FieldForm form = FieldForm::text) {
  return {.kind = kind,
          .read = read_fixed<count>,
          .parse = parse,
          .print = print,
          .random = random_fixed<count>,
          .skip = skip_fixed<count>,
          .form = form,
          .plain = count == 1 ? plain_octet : nullptr,
          .octets = count};
}

// RFC 4034 section 3.2 has a mnemonic or TYPE<n>; RFC 2535 section 7.2 has a bare number too.
Result<void> parse_rr_type(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  if (const auto type = token.quoted ? std::nullopt : parse_type(token.text); type) {
    WireWriter(parser.out).u16(static_cast<std::uint16_t>(*type));
    return {};
  }
  --parser.at;
  const auto number = parser.take_number(parser.label, 0xffff);
  if (!number.ok()) {
    return parser.error(ErrorCode::bad_type,
                        "'" + std::string(token.text.substr(0, 40)) + "' is no RR type");
  }
  WireWriter(parser.out).u16(static_cast<std::uint16_t>(*number));
  return {};
}

void print_rr_type(FieldPrinter& printer) { printer.text += text(RRType{printer.cursor.u16()}); }

// A type of the table as often as not.
void random_rr_type(FieldRandom& random) {
  const std::span<const TypeRow> rows = all_type_rows();
  const auto known = static_cast<std::uint16_t>(rows[random.below(rows.size())].type);
  const auto any = static_cast<std::uint16_t>(random.draw());
  WireWriter(random.out).u16(random.below(2) == 0 ? known : any);
}

constexpr Field rr_type_kind() {
  Field field = registered<2>("rr_type", parse_rr_type, print_rr_type);
  field.random = random_rr_type;
  field.plain = plain_rr_type;
  return field;
}

template <typename Number, std::optional<Number> (*parse)(std::string_view)>
Result<void> parse_octet(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  const auto number = token.quoted ? std::nullopt : parse(token.text);
  if (!number) {
    return parser.error(ErrorCode::bad_number, "'" + std::string(token.text.substr(0, 40)) +
                                                   "' is no " + std::string(parser.label) +
                                                   "; write its number");
  }
  parser.out.push_back(static_cast<std::uint8_t>(*number));
  return {};
}

// Without the words of the registry for numbers that are no algorithms.
void print_algorithm_mnemonic(FieldPrinter& printer) {
  const std::uint8_t number = printer.cursor.u8();
  printer.text += number == 0 ? "0" : text(Algorithm{number});
}

void print_octet(FieldPrinter& printer) { append_number(printer.text, printer.cursor.u8()); }

}  // namespace

constexpr Field rr_type = rr_type_kind();
constexpr Field algorithm = registered<1>("algorithm", parse_octet<Algorithm, parse_algorithm>,
                                          print_octet, FieldForm::number);
constexpr Field algorithm_mnemonic = registered<1>(
    "algorithm_mnemonic", parse_octet<Algorithm, parse_algorithm>, print_algorithm_mnemonic);
constexpr Field digest_type = registered<1>(
    "digest_type", parse_octet<DigestType, parse_digest_type>, print_octet, FieldForm::number);
constexpr Field cert_type =
    registered<2>("cert_type", parse_mnemonic<2, cert_types>, print_mnemonic<2, cert_types>);
constexpr Field dsync_scheme = registered<1>("dsync_scheme", parse_mnemonic<1, dsync_schemes>,
                                             print_mnemonic<1, dsync_schemes>);
constexpr Field tsig_error =
    registered<2>("tsig_error", parse_mnemonic<2, tsig_errors>, print_mnemonic<2, tsig_errors>);

}  // namespace vouch::rr
