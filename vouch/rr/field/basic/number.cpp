// Numbers: plain ones, seconds, and times of signatures.
#include <charconv>

#include "vouch/base/timestamp.hpp"
#include "vouch/base/ttl.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

template <std::size_t count>
void append_big_endian(Octets& to, std::uint64_t number) {
  for (std::size_t i = count; i > 0; --i)
    to.push_back(static_cast<std::uint8_t>(number >> (i - 1) * 8));
}

template <std::size_t count>
std::uint64_t take_big_endian(FieldCursor& cursor) {
  std::uint64_t number = 0;
  for (const std::uint8_t octet : cursor.take(count)) number = number << 8 | octet;
  return number;
}

template <std::size_t count>
constexpr std::uint64_t largest = ~std::uint64_t{0} >> (64 - 8 * count);

template <std::size_t count>
Result<void> parse_decimal(FieldParser& parser) {
  VOUCH_TRY(const std::uint64_t number, parser.take_number(parser.label, largest<count>));
  append_big_endian<count>(parser.out, number);
  return {};
}

template <std::size_t count>
bool plain_decimal(PlainParser& parser) {
  std::uint64_t number = 0;
  if (!parser.has_room(count) || !parser.take_number(largest<count>, number)) return false;
  parser.put_number<count>(number);
  return true;
}

template <std::size_t count>
void print_decimal(FieldPrinter& printer) {
  append_number(printer.text, take_big_endian<count>(printer.cursor));
}

template <std::size_t count>
constexpr Field decimal(std::string_view kind) {
  return {.kind = kind,
          .read = read_fixed<count>,
          .parse = parse_decimal<count>,
          .print = print_decimal<count>,
          .random = random_fixed<count>,
          .skip = skip_fixed<count>,
          .form = FieldForm::number,
          .plain = plain_decimal<count>,
          .octets = count};
}

// A kind of 32 bits with a text of its own.
constexpr Field word(std::string_view kind, Result<void> (*parse)(FieldParser&),
                     void (*print)(FieldPrinter&), FieldForm form = FieldForm::number,
                     bool (*plain)(PlainParser&) = plain_decimal<4>) {
  return {.kind = kind,
          .read = read_fixed<4>,
          .parse = parse,
          .print = print,
          .random = random_fixed<4>,
          .skip = skip_fixed<4>,
          .form = form,
          .plain = plain,
          .octets = 4};
}

Result<void> parse_octal(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  std::uint16_t number = 0;
  const char* const end = token.text.data() + token.text.size();
  const auto [stop, failure] = std::from_chars(token.text.data(), end, number, 8);
  if (token.quoted || stop != end || failure != std::errc()) {
    return parser.error(ErrorCode::bad_number,
                        std::string(parser.label) + " is no octal number up to 177777");
  }
  WireWriter(parser.out).u16(number);
  return {};
}

void print_octal(FieldPrinter& printer) {
  char digits[8];
  const auto [end, failure] =
      std::to_chars(digits, digits + sizeof digits, printer.cursor.u16(), 8);
  (void)failure;  // six digits hold any number of 16 bits
  printer.text.append(digits, end);
}

Result<void> parse_seconds(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  auto seconds = parse_period(token.quoted ? std::string_view() : token.text);
  if (!seconds.ok()) return parser.place(std::move(seconds).error());
  WireWriter(parser.out).u32(*seconds);
  return {};
}

bool wants_comments(const FieldPrinter& printer) {
  return printer.style.multiline && printer.style.comments;
}

// `2 weeks 1 day`.
std::string words_of(std::uint32_t seconds) {
  static constexpr struct {
    std::uint32_t seconds;
    std::string_view word;
  } units[] = {{604800, "week"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
  if (seconds == 0) return "0 seconds";
  std::string text;
  for (const auto& unit : units) {
    const std::uint32_t count = seconds / unit.seconds;
    if (count == 0) continue;
    seconds %= unit.seconds;
    if (!text.empty()) text += ' ';
    text += std::to_string(count) + ' ';
    text += unit.word;
    if (count != 1) text += 's';
  }
  return text;
}

// Comments stand in one column, behind numbers of up to ten digits.
void print_with_comment(FieldPrinter& printer, const std::string& number,
                        const std::string& comment) {
  printer.text += number;
  if (number.size() < 10) printer.text.append(10 - number.size(), ' ');
  printer.text += " ; " + comment;
  printer.in_comment = true;
}

void print_serial(FieldPrinter& printer) {
  printer.closing = ")";
  const std::uint32_t serial = printer.cursor.u32();
  if (wants_comments(printer)) {
    print_with_comment(printer, std::to_string(serial), std::string(printer.label));
  } else {
    append_number(printer.text, serial);
  }
}

void print_period(FieldPrinter& printer) {
  const std::uint32_t seconds = printer.cursor.u32();
  if (wants_comments(printer)) {
    print_with_comment(printer, std::to_string(seconds),
                       std::string(printer.label) + " (" + words_of(seconds) + ")");
  } else if (printer.style.period_units) {
    printer.text += period_text(seconds);
  } else {
    append_number(printer.text, seconds);
  }
}

Result<void> parse_time(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  auto time = parse_rrsig_time(token.quoted ? std::string_view() : token.text);
  if (!time.ok()) return parser.place(std::move(time).error());
  WireWriter(parser.out).u32(*time);
  return {};
}

bool plain_time(PlainParser& parser) {
  const Token* const token = parser.take_word();
  if (token == nullptr || !parser.has_room(4)) return false;
  const auto time = parse_rrsig_time(token->text);
  if (!time.ok()) return false;
  parser.put_number<4>(*time);
  return true;
}

void print_time(FieldPrinter& printer) { printer.text += rrsig_time_text(printer.cursor.u32()); }

void random_ttl(FieldRandom& random) { WireWriter(random.out).u32(random.below(Ttl::max_seconds)); }

// Up to 2089: later ones are before 1970 to programs that print the moment nearest to now.
void random_time(FieldRandom& random) { WireWriter(random.out).u32(random.below(0xe0000000U)); }

constexpr Field ttl_kind() {
  Field field = word("ttl", parse_seconds, print_decimal<4>);
  field.random = random_ttl;
  return field;
}

constexpr Field rrsig_time_kind() {
  Field field = word("rrsig_time", parse_time, print_time, FieldForm::text, plain_time);
  field.random = random_time;
  return field;
}

}  // namespace

void append_number(std::string& to, std::uint64_t number) {
  char digits[20];
  const auto [end, failure] = std::to_chars(digits, digits + sizeof digits, number);
  (void)failure;  // twenty digits hold any number of 64 bits
  to.append(digits, end);
}

constexpr Field u8 = decimal<1>("u8");
constexpr Field u16 = decimal<2>("u16");
constexpr Field u32 = decimal<4>("u32");
constexpr Field u48 = decimal<6>("u48");
constexpr Field u64 = decimal<8>("u64");
constexpr Field soa_serial = word("soa_serial", parse_decimal<4>, print_serial);
constexpr Field period = word("period", parse_seconds, print_period);
constexpr Field ttl = ttl_kind();
constexpr Field rrsig_time = rrsig_time_kind();
constexpr Field octal_u16 = {.kind = "octal_u16",
                             .read = read_fixed<2>,
                             .parse = parse_octal,
                             .print = print_octal,
                             .random = random_fixed<2>,
                             .skip = skip_fixed<2>,
                             .form = FieldForm::text,
                             .octets = 2};

}  // namespace vouch::rr
