// HIP: the lengths of the host identity tag and of the public key, its algorithm, then both (RFC
// 8005 section 5).
#include "vouch/base/encoding.hpp"
#include "vouch/rr/field/fixed.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

constexpr std::size_t head_octets = 4;

struct Sizes {
  std::size_t tag;
  std::size_t key;
};

Sizes sizes_of(OctetView head) {
  return {head[0], static_cast<std::size_t>(head[2] << 8 | head[3])};
}

Result<void> read(FieldReader& reader) {
  if (reader.left() < head_octets) return reader.truncated(head_octets);
  const Sizes sizes = sizes_of(reader.rest());
  if (sizes.tag == 0) return reader.error("a host identity tag of no octets");
  if (sizes.key == 0) return reader.error("a public key of no octets");
  return reader.copy(head_octets + sizes.tag + sizes.key);
}

Result<void> parse(FieldParser& parser) {
  VOUCH_TRY(const std::uint64_t algorithm, parser.take_number("the public key algorithm", 255));
  VOUCH_TRY(const Token tag_text, parser.take("the host identity tag"));
  auto tag = base16_octets(tag_text.text);
  if (!tag.ok()) return parser.place(std::move(tag).error());
  if (tag->empty() || tag->size() > 255) {
    return parser.error(ErrorCode::bad_rdata, "a host identity tag has 1 to 255 octets");
  }
  VOUCH_TRY(const Token key_text, parser.take("the public key"));
  auto key = base64_octets(key_text.text);
  if (!key.ok()) return parser.place(std::move(key).error());
  if (key->empty() || key->size() > 0xffff) {
    return parser.error(ErrorCode::bad_rdata, "a public key has 1 to 65535 octets");
  }
  parser.out.push_back(static_cast<std::uint8_t>(tag->size()));
  parser.out.push_back(static_cast<std::uint8_t>(algorithm));
  parser.out.push_back(static_cast<std::uint8_t>(key->size() >> 8));
  parser.out.push_back(static_cast<std::uint8_t>(key->size()));
  append_octets(parser.out, *tag);
  append_octets(parser.out, *key);
  return {};
}

// The tag and the key are one word each, since only their number of words tells where the servers
// begin.
void print(FieldPrinter& printer) {
  const OctetView head = printer.cursor.take(head_octets);
  const Sizes sizes = sizes_of(head);
  append_number(printer.text, head[1]);
  printer.text += ' ';
  printer.text += base16_text(printer.cursor.take(sizes.tag));
  printer.break_line();
  printer.text += base64_text(printer.cursor.take(sizes.key));
}

void random(FieldRandom& random) {
  const std::uint32_t tag = 1 + random.below(20);
  const std::uint32_t key = 1 + random.below(60);
  random.out.push_back(static_cast<std::uint8_t>(tag));
  random.octets(1);
  random.out.push_back(0);
  random.out.push_back(static_cast<std::uint8_t>(key));
  random.octets(tag + key);
}

void skip(FieldCursor& cursor) {
  const Sizes sizes = sizes_of(cursor.take(head_octets));
  cursor.take(sizes.tag + sizes.key);
}

}  // namespace

constexpr Field hip = {.kind = "hip",
                       .read = read,
                       .parse = parse,
                       .print = print,
                       .random = random,
                       .skip = skip,
                       .form = FieldForm::list};

}  // namespace vouch::rr
