// Names inside RDATA. The kinds differ in what messages and canonical form may do with them.
#include "vouch/name/plain_name.hpp"
#include "vouch/rr/field/kinds.hpp"

namespace vouch::rr {
namespace {

Result<void> read_expanded(FieldReader& reader) { return reader.expand_name(); }
Result<void> read_plain(FieldReader& reader) { return reader.copy_name(); }
Result<void> parse_one(FieldParser& parser) { return parser.take_name(parser.label); }

bool plain_one(PlainParser& parser) {
  const Token* const token = parser.take_word();
  if (token == nullptr || !parser.has_room(NameView::max_octets + plain_name_slack)) return false;
  const std::size_t size = read_plain_name(parser.out, token->text, parser.origin, parser.kernel);
  parser.out += size;
  return size != 0;
}

void print_one(FieldPrinter& printer) { printer.cursor.name().append_text(printer.text); }
void random_one(FieldRandom& random) { random.name(); }
void skip_one(FieldCursor& cursor) { cursor.name(); }

void visit_one(FieldCursor& cursor, void (*visit)(void*, std::size_t, NameView), void* context) {
  const std::size_t offset = cursor.at;
  visit(context, offset, cursor.name());
}

struct NameRules {
  bool compress = false;
  bool expand = false;
  bool lower = false;
};

constexpr Field name_kind(std::string_view kind, NameRules rules) {
  return {.kind = kind,
          .read = rules.expand ? read_expanded : read_plain,
          .parse = parse_one,
          .print = print_one,
          .random = random_one,
          .skip = skip_one,
          .names = visit_one,
          .compress = rules.compress,
          .expand = rules.expand,
          .lower = rules.lower,
          .form = FieldForm::name,
          .plain = plain_one};
}

Result<void> read_all(FieldReader& reader) {
  while (reader.left() > 0) VOUCH_CHECK(reader.copy_name());
  return {};
}

Result<void> parse_all(FieldParser& parser) {
  while (parser.left() > 0) VOUCH_CHECK(parser.take_name(parser.label));
  return {};
}

void print_all(FieldPrinter& printer) {
  bool first = true;
  while (printer.cursor.left() > 0) {
    if (!first) printer.break_line();
    first = false;
    printer.cursor.name().append_text(printer.text);
  }
}

void random_all(FieldRandom& random) {
  for (std::uint32_t count = random.below(3); count > 0; --count) random.name();
}

void skip_all(FieldCursor& cursor) { cursor.take_rest(); }

void visit_all(FieldCursor& cursor, void (*visit)(void*, std::size_t, NameView), void* context) {
  while (cursor.left() > 0) visit_one(cursor, visit, context);
}

}  // namespace

constexpr Field name_compressed =
    name_kind("name_compressed", {.compress = true, .expand = true, .lower = true});
constexpr Field name_expanded = name_kind("name_expanded", {.expand = true, .lower = true});
constexpr Field name_lowered = name_kind("name_lowered", {.lower = true});
constexpr Field name_opaque = name_kind("name_opaque", {});
constexpr Field names_opaque = {.kind = "names_opaque",
                                .read = read_all,
                                .parse = parse_all,
                                .print = print_all,
                                .random = random_all,
                                .skip = skip_all,
                                .names = visit_all,
                                .form = FieldForm::list};

}  // namespace vouch::rr
