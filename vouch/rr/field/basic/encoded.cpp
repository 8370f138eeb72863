// Octets in base64, base32hex and hexadecimal.
#include "vouch/base/encoding.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch::rr {
namespace {

using Append = Result<void> (*)(Octets& to, std::string_view text, Kernel kernel);
using Decode = std::size_t (*)(std::uint8_t* out, std::string_view text, Kernel kernel);
using AppendText = void (*)(std::string& to, OctetView octets);

void append_hex_text(std::string& to, OctetView octets) { append_base16_text(to, octets); }
void append_64_text(std::string& to, OctetView octets) { append_base64_text(to, octets); }

// --- what is left of the RDATA

template <std::size_t least>
Result<void> read_rest(FieldReader& reader) {
  if (reader.left() < least) return reader.truncated(least);
  reader.copy_rest();
  return {};
}

// The first token with a character that no text of the kind has, or the last. Of padding it is only
// known that it ends the text.
std::size_t culprit(const FieldParser& parser, std::size_t first, Append append) {
  Octets scratch;
  for (std::size_t i = first; i < parser.at; ++i) {
    for (const char c : parser.tokens[i].text) {
      const bool is_foreign = c != '=' && !append(scratch, std::string(4, c), Kernel::scalar).ok();
      if (is_foreign) return i;
    }
    scratch.clear();
  }
  return parser.at - 1;
}

// Blanks are allowed inside base64 and hex (RFC 4034 section 2.2), even in the midst of a group.
Result<void> parse_encoded_rest(FieldParser& parser, Append append) {
  if (parser.left() == 0) return {};
  const std::size_t first = parser.at;
  VOUCH_TRY(Token token, parser.take(parser.label));
  std::string joined;
  if (parser.left() > 0) {
    joined = token.text;
    while (parser.left() > 0) joined += parser.tokens[parser.at++].text;
    token.text = joined;
  }
  auto appended = append(parser.out, token.text, Kernel::best);
  if (appended.ok()) return {};
  parser.at = culprit(parser, first, append) + 1;
  return parser.place(std::move(appended).error());
}

// Writes what the text decodes to, which is at least one octet.
bool put_decoded(PlainParser& parser, std::string_view text, Decode decode) {
  if (!parser.has_room(text.size())) return false;
  const std::size_t size = decode(parser.out, text, parser.kernel);
  if (size == undecodable || size == 0) return false;
  parser.out += size;
  return true;
}

// Pieces of whole groups are decoded one by one.
template <Decode decode, std::size_t group>
bool plain_rest(PlainParser& parser) {
  do {
    const Token* const token = parser.take_word();
    if (token == nullptr) return false;
    const bool has_next = parser.left() > 0;
    if (has_next && (token->text.size() % group != 0 || token->text.back() == '=')) return false;
    if (!put_decoded(parser, token->text, decode)) return false;
  } while (parser.left() > 0);
  return true;
}

template <std::size_t least, Append append>
Result<void> parse_rest(FieldParser& parser) {
  const std::size_t start = parser.out.size();
  VOUCH_CHECK(parse_encoded_rest(parser, append));
  if (parser.out.size() - start < least)
    return parser.error(ErrorCode::bad_rdata, std::string(parser.label) + " is missing");
  return {};
}

template <AppendText append_text>
void print_encoded(FieldPrinter& printer, OctetView octets) {
  if (printer.hidden()) {
    printer.text += "[omitted]";
    return;
  }
  if (printer.style.split == 0 && !printer.style.multiline) {
    append_text(printer.text, octets);
    return;
  }
  std::string encoded;
  append_text(encoded, octets);
  printer.append_split(encoded);
}

template <AppendText append_text>
void print_rest(FieldPrinter& printer) {
  print_encoded<append_text>(printer, printer.cursor.take_rest());
}

template <std::size_t least>
void random_rest(FieldRandom& random) {
  random.octets(least + (random.below(20) == 0 ? random.below(300) : random.below(40)));
}

void skip_rest(FieldCursor& cursor) { cursor.take_rest(); }

// By specialisation: with -fsanitize=undefined g++ takes no comparison of functions for a constant.
template <Append append>
constexpr bool is_base64 = false;
template <>
constexpr bool is_base64<append_base64> = true;

template <std::size_t least, Append append, AppendText append_text>
constexpr Field rest_kind(std::string_view kind) {
  return {.kind = kind,
          .read = read_rest<least>,
          .parse = parse_rest<least, append>,
          .print = print_rest<append_text>,
          .random = random_rest<least>,
          .skip = skip_rest,
          .plain = is_base64<append> ? plain_rest<decode_base64, 4> : plain_rest<decode_base16, 2>};
}

// --- `-` where nothing is left

Result<void> parse_or_dash(FieldParser& parser) {
  if (parser.left() == 1 && parser.tokens[parser.at].text == "-") {
    ++parser.at;
    return {};
  }
  return parse_rest<1, append_base64>(parser);
}

void print_or_dash(FieldPrinter& printer) {
  if (printer.cursor.left() == 0) {
    printer.text += '-';
  } else {
    append_base64_text(printer.text, printer.cursor.take_rest());
  }
}

constexpr Field base64_or_dash_kind() {
  Field field = rest_kind<0, append_base64, append_64_text>("base64_or_dash");
  field.parse = parse_or_dash;
  field.print = print_or_dash;
  field.plain = nullptr;
  return field;
}

// --- signatures, for which RFC 4034 section 3.1.8 names no least length

void print_signature(FieldPrinter& printer) {
  printer.needs_generic = printer.cursor.left() == 0;
  print_rest<append_64_text>(printer);
}

constexpr Field signature_kind() {
  Field field = rest_kind<0, append_base64, append_64_text>("signature");
  field.parse = parse_rest<1, append_base64>;
  field.print = print_signature;
  return field;
}

// --- public keys

std::string algorithm_and_tag(OctetView rdata) {
  const auto algorithm = static_cast<Algorithm>(rdata[3]);
  const std::string named = rdata[3] == 0 ? "0" : text(algorithm);
  return "; alg = " + named + " ; key id = " + std::to_string(dnskey_tag(rdata));
}

// dig's words on the role of a key.
std::string_view role(OctetView rdata) {
  if ((rdata[1] & Dnskey::sep_flag) == 0) return " ; ZSK";
  return (rdata[1] & Dnskey::revoke_flag) != 0 ? " ; revoked KSK" : " ; KSK";
}

void print_key_octets(FieldPrinter& printer) {
  const OctetView rdata = printer.cursor.rdata;
  const OctetView key = printer.cursor.take_rest();
  if (key.empty()) return;
  if (printer.hidden()) {
    printer.text += "[key id = " + std::to_string(dnskey_tag(rdata)) + "]";
  } else {
    print_encoded<append_64_text>(printer, key);
  }
  if (printer.style.comments) printer.comment = algorithm_and_tag(rdata);
}

void print_public_key(FieldPrinter& printer) {
  print_key_octets(printer);
  if (printer.style.comments) printer.comment.insert(0, role(printer.cursor.rdata));
}

constexpr Field public_key_kind() {
  Field field = rest_kind<1, append_base64, append_64_text>("public_key");
  field.print = print_public_key;
  return field;
}

// A KEY says by two flags that it has no key (RFC 2535 section 3.1.2).
bool says_no_key(OctetView before) { return (before[0] & 0xc0) == 0xc0; }

Result<void> read_key_or_none(FieldReader& reader) {
  if (reader.left() == 0 && says_no_key(reader.before())) return {};
  return read_rest<1>(reader);
}

Result<void> parse_key_or_none(FieldParser& parser) {
  if (parser.left() == 0 && says_no_key(parser.before())) return {};
  return parse_rest<1, append_base64>(parser);
}

constexpr Field key_or_none_kind() {
  Field field = public_key_kind();
  field.kind = "key_or_none";
  field.print = print_key_octets;
  field.read = read_key_or_none;
  field.parse = parse_key_or_none;
  return field;
}

// --- DHCID: identifier type, digest type, digest (RFC 4701 section 3.1)

void print_dhcid(FieldPrinter& printer) {
  const OctetView rdata = printer.cursor.rdata;
  print_rest<append_64_text>(printer);
  if (!printer.style.multiline || rdata.size() < 3) return;
  printer.closing = {};
  printer.text += " ) ; " + std::to_string(rdata[0] << 8 | rdata[1]) + ' ' +
                  std::to_string(rdata[2]) + ' ' + std::to_string(rdata.size() - 3);
}

constexpr Field dhcid_kind() {
  Field field = rest_kind<1, append_base64, append_64_text>("dhcid");
  field.print = print_dhcid;
  return field;
}

// --- counted by one octet: salt and next hash of NSEC3

template <std::size_t least>
Result<void> read_counted_u8(FieldReader& reader) {
  if (reader.left() == 0) return reader.truncated(1);
  if (reader.peek() < least) return reader.error("the length octet of a hash is zero");
  return reader.copy(1U + reader.peek());
}

Result<void> parse_counted_u8(FieldParser& parser, std::string_view text, Append append) {
  const std::size_t start = parser.out.size();
  parser.out.push_back(0);
  auto appended = append(parser.out, text, Kernel::best);
  if (!appended.ok()) return parser.place(std::move(appended).error());
  const std::size_t size = parser.out.size() - start - 1;
  if (size > 255)
    return parser.error(ErrorCode::too_long,
                        std::string(parser.label) + " has more than 255 octets");
  parser.out[start] = static_cast<std::uint8_t>(size);
  return {};
}

// A length octet, then what the text decodes to.
bool put_counted(PlainParser& parser, std::string_view text, Decode decode) {
  std::uint8_t* const length = parser.out;
  if (text.size() > 510 || !parser.has_room(1)) return false;
  parser.put(0);
  if (!put_decoded(parser, text, decode)) return false;
  const auto size = static_cast<std::size_t>(parser.out - length) - 1;
  *length = static_cast<std::uint8_t>(size);
  return size <= 255;
}

bool plain_salt(PlainParser& parser) {
  const Token* const token = parser.take_word();
  if (token == nullptr || !parser.has_room(1)) return false;
  if (token->text != "-") return put_counted(parser, token->text, decode_base16);
  parser.put(0);
  return true;
}

bool plain_next_hash(PlainParser& parser) {
  const Token* const token = parser.take_word();
  return token != nullptr && put_counted(parser, token->text, decode_base32hex);
}

// RFC 5155 section 3.3: no blanks inside.
Result<void> parse_salt(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  if (token.text.empty()) return parser.error(ErrorCode::bad_rdata, "no salt is written '-'");
  return parse_counted_u8(parser, token.text == "-" ? std::string_view() : token.text,
                          append_base16);
}

void print_salt(FieldPrinter& printer) {
  const OctetView octets = printer.cursor.counted_u8();
  if (octets.empty()) {
    printer.text += '-';
  } else {
    append_base16_text(printer.text, octets);
  }
}

Result<void> parse_next_hash(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take(parser.label));
  if (token.text.empty())
    return parser.error(ErrorCode::bad_rdata, std::string(parser.label) + " is empty");
  return parse_counted_u8(parser, token.text, append_base32hex);
}

void print_next_hash(FieldPrinter& printer) {
  append_base32hex_text(printer.text, printer.cursor.counted_u8(), LetterCase::upper);
}

void random_salt(FieldRandom& random) {
  const std::uint32_t size = random.below(24);
  random.out.push_back(static_cast<std::uint8_t>(size));
  random.octets(size);
}

// Mostly of the size that SHA-1 gives.
void random_next_hash(FieldRandom& random) {
  const std::uint32_t size = random.below(4) == 0 ? 1 + random.below(24) : 20;
  random.out.push_back(static_cast<std::uint8_t>(size));
  random.octets(size);
}

void skip_counted_u8(FieldCursor& cursor) { cursor.counted_u8(); }

// --- counted by two octets: TKEY, TSIG

Result<void> read_counted_u16(FieldReader& reader) {
  if (reader.left() < 2) return reader.truncated(2);
  const OctetView rest = reader.rest();
  return reader.copy(2U + static_cast<std::size_t>(rest[0] << 8 | rest[1]));
}

Result<void> parse_counted_u16(FieldParser& parser) {
  VOUCH_TRY(const std::uint64_t size, parser.take_number(parser.label, 0xffff));
  WireWriter(parser.out).u16(static_cast<std::uint16_t>(size));
  if (size == 0) return {};
  const std::size_t start = parser.out.size();
  const std::size_t characters = (size + 2) / 3 * 4;
  std::string text;
  while (text.size() < characters) {
    VOUCH_TRY(const Token token, parser.take(parser.label));
    text += token.text;
  }
  auto appended = append_base64(parser.out, text);
  if (!appended.ok()) return parser.place(std::move(appended).error());
  if (parser.out.size() - start == size) return {};
  return parser.error(ErrorCode::bad_rdata, std::string(parser.label) + " has " +
                                                std::to_string(parser.out.size() - start) +
                                                " octets, not " + std::to_string(size));
}

void print_counted_u16(FieldPrinter& printer) {
  const OctetView octets = printer.cursor.counted_u16();
  append_number(printer.text, octets.size());
  if (octets.empty()) return;
  printer.break_line();
  print_encoded<append_64_text>(printer, octets);
}

void random_counted_u16(FieldRandom& random) {
  const std::uint32_t size = random.below(40);
  WireWriter(random.out).u16(static_cast<std::uint16_t>(size));
  random.octets(size);
}

void skip_counted_u16(FieldCursor& cursor) { cursor.counted_u16(); }

// --- octets without a text of their own

Result<void> parse_opaque(FieldParser& parser) {
  return parser.error(ErrorCode::bad_rdata,
                      std::string(parser.label) + " have no text; write them as \\# LENGTH HEX");
}

void print_opaque(FieldPrinter& printer) {
  printer.cursor.take_rest();
  printer.needs_generic = true;
}

constexpr Field opaque_kind() {
  Field field = rest_kind<0, append_base16, append_hex_text>("opaque");
  field.parse = parse_opaque;
  field.print = print_opaque;
  field.plain = nullptr;
  return field;
}

}  // namespace

constexpr Field base64 = rest_kind<1, append_base64, append_64_text>("base64");
constexpr Field base64_optional = rest_kind<0, append_base64, append_64_text>("base64_optional");
constexpr Field base64_or_dash = base64_or_dash_kind();
constexpr Field signature = signature_kind();
constexpr Field hex = rest_kind<1, append_base16, append_hex_text>("hex");
constexpr Field hex_or_none = rest_kind<0, append_base16, append_hex_text>("hex_or_none");
constexpr Field public_key = public_key_kind();
constexpr Field dhcid = dhcid_kind();
constexpr Field key_or_none = key_or_none_kind();
constexpr Field opaque = opaque_kind();
constexpr Field salt = {.kind = "salt",
                        .read = read_counted_u8<0>,
                        .parse = parse_salt,
                        .print = print_salt,
                        .random = random_salt,
                        .skip = skip_counted_u8,
                        .plain = plain_salt};
constexpr Field next_hash = {.kind = "next_hash",
                             .read = read_counted_u8<1>,
                             .parse = parse_next_hash,
                             .print = print_next_hash,
                             .random = random_next_hash,
                             .skip = skip_counted_u8,
                             .plain = plain_next_hash};
constexpr Field counted_base64 = {.kind = "counted_base64",
                                  .read = read_counted_u16,
                                  .parse = parse_counted_u16,
                                  .print = print_counted_u16,
                                  .random = random_counted_u16,
                                  .skip = skip_counted_u16};

}  // namespace vouch::rr
