// LOC: a place on Earth: version 0, size and precisions as base and power of ten in centimetres,
// latitude, longitude and altitude (RFC 1876 sections 2 and 3).
#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

constexpr std::size_t loc_octets = 16;
constexpr std::uint32_t equator = 0x80000000U;              // and the prime meridian
constexpr std::uint32_t milliseconds_per_degree = 3600000;  // thousandths of a second of arc
constexpr std::int64_t reference_altitude = 10000000;       // centimetres below the spheroid
constexpr std::uint64_t max_precision = 9000000000ULL;      // centimetres: 9 x 10^9

bool is_precision(std::uint8_t octet) { return octet >> 4 <= 9 && (octet & 15) <= 9; }

bool is_angle(std::uint32_t angle, std::uint32_t max_degrees) {
  const std::uint32_t distance = angle > equator ? angle - equator : equator - angle;
  return distance <= max_degrees * milliseconds_per_degree;
}

std::uint32_t u32_at(OctetView octets, std::size_t at) {
  return static_cast<std::uint32_t>(octets[at]) << 24 |
         static_cast<std::uint32_t>(octets[at + 1]) << 16 |
         static_cast<std::uint32_t>(octets[at + 2]) << 8 | octets[at + 3];
}

// Other versions have another form, which is carried as it is.
Result<void> read(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  if (reader.peek() != 0) {
    reader.copy_rest();
    return {};
  }
  if (reader.left() < loc_octets) return reader.truncated(loc_octets);
  const OctetView rest = reader.rest();
  if (!is_precision(rest[1]) || !is_precision(rest[2]) || !is_precision(rest[3])) {
    return reader.error("a size or precision with a base or power over 9");
  }
  if (!is_angle(u32_at(rest, 4), 90)) return reader.error("a latitude of more than 90 degrees");
  if (!is_angle(u32_at(rest, 8), 180)) return reader.error("a longitude of more than 180 degrees");
  return reader.copy(loc_octets);
}

// --- parsing

// Reads `12`, `12.345` as thousandths or `12.34` as hundredths; false where it is something else or
// over `max`.
bool parse_fixed(std::string_view text, unsigned decimals, std::uint64_t max,
                 std::uint64_t& value) {
  value = 0;
  unsigned seen = 0;
  bool point = false;
  bool digits = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || (point && ++seen > decimals)) return false;
    digits = true;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (value > 1000000000000ULL) return false;
  }
  for (; seen < decimals; ++seen) value *= 10;
  return digits && value <= max;
}

bool is_direction(std::string_view text, char positive, char negative) {
  return text.size() == 1 && ((text[0] & ~0x20) == positive || (text[0] & ~0x20) == negative);
}

Result<std::uint32_t> parse_angle(FieldParser& parser, unsigned max_degrees, char positive,
                                  char negative) {
  VOUCH_TRY(const std::uint64_t degrees, parser.take_number("the degrees", max_degrees));
  std::uint64_t angle = degrees * milliseconds_per_degree;
  const std::uint64_t most[] = {59, 59999};
  const unsigned decimals[] = {0, 3};
  const std::uint64_t unit[] = {60000, 1};
  Token token;
  for (int part = 0;; ++part) {
    VOUCH_TRY(token, parser.take("the direction"));
    if (is_direction(token.text, positive, negative)) break;
    std::uint64_t value = 0;
    if (part == 2 || !parse_fixed(token.text, decimals[part], most[part], value)) {
      return parser.error(
          ErrorCode::bad_rdata,
          std::string("an angle is written d [m [s.fff]] and ") + positive + " or " + negative);
    }
    angle += value * unit[part];
  }
  if (angle > static_cast<std::uint64_t>(max_degrees) * milliseconds_per_degree) {
    return parser.error(ErrorCode::bad_rdata,
                        "an angle of more than " + std::to_string(max_degrees) + " degrees");
  }
  const auto distance = static_cast<std::uint32_t>(angle);
  return (token.text[0] & ~0x20) == positive ? equator + distance : equator - distance;
}

std::string_view without_unit(std::string_view text) {
  if (!text.empty() && (text.back() == 'm' || text.back() == 'M')) text.remove_suffix(1);
  return text;
}

Result<std::uint32_t> parse_altitude(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take("the altitude"));
  std::string_view text = without_unit(token.text);
  const bool below = !text.empty() && text[0] == '-';
  if (below) text.remove_prefix(1);
  std::uint64_t centimetres = 0;
  if (!parse_fixed(text, 2, 4284967295ULL, centimetres) ||
      (below && centimetres > static_cast<std::uint64_t>(reference_altitude))) {
    return parser.error(ErrorCode::bad_rdata, "an altitude is -100000.00m to 42849672.95m");
  }
  const auto signed_altitude = static_cast<std::int64_t>(centimetres) * (below ? -1 : 1);
  return static_cast<std::uint32_t>(signed_altitude + reference_altitude);
}

// The nearest base and power that are not above the value, as the field can't say more.
std::uint8_t precision_of(std::uint64_t centimetres) {
  std::uint8_t power = 0;
  while (centimetres > 9) {
    centimetres /= 10;
    ++power;
  }
  return static_cast<std::uint8_t>(centimetres << 4 | power);
}

Result<void> parse(FieldParser& parser) {
  VOUCH_TRY(const std::uint32_t latitude, parse_angle(parser, 90, 'N', 'S'));
  VOUCH_TRY(const std::uint32_t longitude, parse_angle(parser, 180, 'E', 'W'));
  VOUCH_TRY(const std::uint32_t altitude, parse_altitude(parser));
  // Size 1 m, horizontal precision 10 km, vertical precision 10 m unless told (RFC 1876 section 3).
  std::uint8_t precisions[3] = {0x12, 0x16, 0x13};
  for (std::uint8_t& precision : precisions) {
    if (parser.left() == 0) break;
    VOUCH_TRY(const Token token, parser.take("a size or precision"));
    std::uint64_t centimetres = 0;
    if (!parse_fixed(without_unit(token.text), 2, max_precision, centimetres)) {
      return parser.error(ErrorCode::bad_rdata, "a size or precision is 0m to 90000000m");
    }
    precision = precision_of(centimetres);
  }
  WireWriter writer(parser.out);
  writer.u8(0);
  writer.octets(precisions);
  writer.u32(latitude);
  writer.u32(longitude);
  writer.u32(altitude);
  return {};
}

// --- printing

void append_digits(std::string& to, std::uint64_t value, unsigned digits) {
  const std::string text = std::to_string(value);
  if (text.size() < digits) to.append(digits - text.size(), '0');
  to += text;
}

void append_angle(std::string& to, std::uint32_t angle, char positive, char negative) {
  const std::uint32_t distance = angle >= equator ? angle - equator : equator - angle;
  append_number(to, distance / milliseconds_per_degree);
  to += ' ';
  append_number(to, distance / 60000 % 60);
  to += ' ';
  append_number(to, distance / 1000 % 60);
  to += '.';
  append_digits(to, distance % 1000, 3);
  to += ' ';
  to += angle >= equator ? positive : negative;
}

void append_metres(std::string& to, std::uint64_t centimetres) {
  append_number(to, centimetres / 100);
  to += '.';
  append_digits(to, centimetres % 100, 2);
  to += 'm';
}

// Powers of whole metres are written without decimals, as the peers do for size and precisions.
void append_precision(std::string& to, std::uint8_t precision) {
  std::uint64_t centimetres = precision >> 4;
  for (int power = precision & 15; power > 0; --power) centimetres *= 10;
  to += ' ';
  if ((precision & 15) < 2) return append_metres(to, centimetres);
  append_number(to, centimetres / 100);
  to += 'm';
}

void print(FieldPrinter& printer) {
  if (printer.cursor.rest()[0] != 0) {
    printer.cursor.take_rest();
    printer.needs_generic = true;
    return;
  }
  const OctetView octets = printer.cursor.take(loc_octets);
  append_angle(printer.text, u32_at(octets, 4), 'N', 'S');
  printer.text += ' ';
  append_angle(printer.text, u32_at(octets, 8), 'E', 'W');
  printer.text += ' ';
  const std::int64_t altitude = static_cast<std::int64_t>(u32_at(octets, 12)) - reference_altitude;
  if (altitude < 0) printer.text += '-';
  append_metres(printer.text, static_cast<std::uint64_t>(altitude < 0 ? -altitude : altitude));
  for (std::size_t i = 1; i <= 3; ++i) {
    // A base of zero with a power, or the like, has no text that reads back to the same octet.
    if (octets[i] >> 4 == 0 && octets[i] != 0) printer.needs_generic = true;
    append_precision(printer.text, octets[i]);
  }
}

void random(FieldRandom& random) {
  WireWriter writer(random.out);
  writer.u8(0);
  for (int i = 0; i < 3; ++i)
    writer.u8(static_cast<std::uint8_t>(random.below(10) << 4 | random.below(10)));
  writer.u32(equator + random.below(2 * 90 * milliseconds_per_degree + 1) -
             90 * milliseconds_per_degree);
  writer.u32(equator + random.below(2 * 180 * milliseconds_per_degree + 1) -
             180 * milliseconds_per_degree);
  random.octets(4);
}

void skip(FieldCursor& cursor) { cursor.take_rest(); }

}  // namespace

constexpr Field loc = {.kind = "loc",
                       .read = read,
                       .parse = parse,
                       .print = print,
                       .random = random,
                       .skip = skip,
                       .form = FieldForm::list};

}  // namespace vouch::rr
