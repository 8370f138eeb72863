// Presentation form of RDATA, both ways, by the fields of the type's row; and the generic form of
// RFC 3597 section 5.
#include <vector>

#include "vouch/base/encoding.hpp"
#include "vouch/rr/field/row.hpp"

namespace vouch {
namespace {

using rr::FieldCursor;
using rr::FieldParser;
using rr::FieldPrinter;
using rr::RowField;
using rr::RowForm;

constexpr std::string_view generic_mark = "\\#";

bool begins_line(rr::Layout layout) {
  return layout == rr::Layout::line || layout == rr::Layout::crypto;
}
bool opens(rr::Layout layout) {
  return layout == rr::Layout::open || layout == rr::Layout::open_crypto;
}

// The blank or break is put before it is known whether the field prints anything; an empty field
// takes it back.
void print_field(FieldPrinter& printer, const RowField& row, bool first) {
  const std::size_t size = printer.text.size();
  const bool parentheses = printer.parentheses;
  const bool in_comment = printer.in_comment;
  printer.label = row.label;
  printer.layout = row.layout;
  if (begins_line(row.layout)) {
    printer.break_line();
  } else if (!first) {
    printer.text += ' ';
  }
  if (opens(row.layout)) printer.open();
  const std::size_t before = printer.text.size();
  row.field->print(printer);
  if (printer.text.size() != before) return;
  printer.text.resize(size);
  printer.parentheses = parentheses;
  printer.in_comment = in_comment;
}

void close(FieldPrinter& printer) {
  if (!printer.comment.empty() || printer.in_comment) {
    printer.break_line();
    if (printer.parentheses) printer.text += ')';
    printer.text += printer.comment;
  } else if (printer.parentheses) {
    printer.text += printer.closing;
  }
}

void append_generic_text(std::string& to, OctetView rdata, const RdataStyle& style) {
  to += generic_mark;
  to += ' ';
  to += std::to_string(rdata.size());
  if (rdata.empty()) return;
  to += ' ';
  FieldCursor cursor{rdata};
  FieldPrinter printer{cursor, to, style};
  printer.open();
  printer.append_split(base16_text(rdata));
  close(printer);
}

Result<void> parse_generic(FieldParser& parser, RRType type, RRClass rrclass) {
  parser.at = 1;
  VOUCH_TRY(const std::uint64_t length,
            parser.take_number("the length after \\#", max_rdata_octets));
  while (parser.left() > 0) {
    VOUCH_TRY(const Token token, parser.take("RDATA"));
    auto octets = base16_octets(token.text);
    if (!octets.ok()) return parser.place(std::move(octets).error());
    append_octets(parser.out, *octets);
    if (parser.out.size() - parser.start > length) break;
  }
  const std::size_t given = parser.out.size() - parser.start;
  if (given != length) {
    return parser.error(ErrorCode::bad_rdata,
                        "the length after \\# is " + std::to_string(length) + ", but " +
                            (given > length ? "more" : std::to_string(given)) + " octets follow");
  }
  auto checked = check_rdata(type, rrclass, OctetView(parser.out).subspan(parser.start));
  if (!checked.ok()) return parser.place(std::move(checked).error());
  return {};
}

Result<void> parse_fields(FieldParser& parser, const RowForm& form) {
  for (const RowField& row : form.fields) {
    parser.label = row.label;
    VOUCH_CHECK(row.field->parse(parser));
  }
  if (parser.left() > 0) {
    const std::string extra(parser.tokens[parser.at++].text.substr(0, 40));
    return parser.error(ErrorCode::bad_rdata, "'" + extra + "' is more than the type's RDATA has");
  }
  if (parser.out.size() - parser.start > max_rdata_octets) {
    return parser.error(ErrorCode::too_long, "the RDATA has more than 65535 octets");
  }
  return {};
}

Result<void> parse_tokens(FieldParser& parser, RRType type, RRClass rrclass) {
  const bool generic =
      !parser.tokens.empty() && !parser.tokens[0].quoted && parser.tokens[0].text == generic_mark;
  if (generic) return parse_generic(parser, type, rrclass);
  const RowForm* const form = rr::form_of(type, rrclass);
  if (form != nullptr) return parse_fields(parser, *form);
  return parser.error(ErrorCode::bad_rdata, "RDATA of " + text(type) + " in class " +
                                                text(rrclass) +
                                                " has no text form; write it as \\# LENGTH HEX");
}

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Moves `at` to the end of the token that begins there: a blank, or for quoted text the closing
// quote. Quotes inside of a token are of SVCB's parameters (key="value").
Result<void> find_token_end(std::string_view text, std::size_t& at, bool quoted) {
  bool inside = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      if (quoted) return {};
      inside = !inside;
    } else if (!quoted && !inside && is_blank(text[at])) {
      return {};
    }
  }
  if (quoted || inside) return fail(ErrorCode::bad_text, "a quote is not closed");
  if (at > text.size()) return fail(ErrorCode::bad_text, "a backslash stands at the end");
  return {};
}

Result<std::vector<Token>> split_tokens(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at >= text.size()) return tokens;
    const bool quoted = text[at] == '"';
    if (quoted) ++at;
    const std::size_t start = at;
    VOUCH_CHECK(find_token_end(text, at, quoted));
    tokens.push_back(
        {text.substr(start, at - start), quoted, 1, static_cast<std::uint32_t>(start + 1)});
    if (quoted) ++at;
  }
}

}  // namespace

void append_rdata_text(std::string& to, RRType type, RRClass rrclass, OctetView rdata,
                       const RdataStyle& style) {
  const RowForm* const form = rr::form_of(type, rrclass);
  // Without RDATA the record is of an update, or of a type whose RDATA may be empty.
  const bool of_update = rdata.empty() && (rrclass == RRClass::ANY || rrclass == RRClass::NONE);
  const bool is_malformed = is_carried_malformed(type) && !check_rdata(type, rrclass, rdata).ok();
  if (form == nullptr || style.generic || of_update || is_malformed) {
    append_generic_text(to, rdata, style);
    return;
  }
  FieldCursor cursor{rdata};
  FieldPrinter printer{cursor, to, style};
  const std::size_t start = to.size();
  for (const RowField& row : form->fields) print_field(printer, row, to.size() == start);
  if (printer.needs_generic) {
    to.resize(start);
    append_generic_text(to, rdata, style);
  } else {
    close(printer);
  }
}

std::string rdata_text(RRType type, RRClass rrclass, OctetView rdata, const RdataStyle& style) {
  std::string text;
  append_rdata_text(text, type, rrclass, rdata, style);
  return text;
}

Result<void> parse_rdata(RRType type, RRClass rrclass, std::span<const Token> tokens,
                         NameView origin, Octets& to) {
  FieldParser parser{tokens, 0, origin, to, to.size()};
  auto parsed = parse_tokens(parser, type, rrclass);
  if (!parsed.ok()) to.resize(parser.start);
  return parsed;
}

PlainRdata::PlainRdata(RRType type, RRClass rrclass) : form_(rr::form_of(type, rrclass)) {
  if (form_ != nullptr && !form_->plain) form_ = nullptr;
}

std::optional<std::size_t> PlainRdata::parse(std::span<const Token> tokens, NameView origin,
                                             std::span<std::uint8_t> out, Kernel kernel) const {
  if (form_ == nullptr) return std::nullopt;
  rr::PlainParser parser{tokens, origin, kernel, out.data(), out.data() + out.size()};
  for (const RowField& row : form_->fields) {
    if (!row.field->plain(parser)) return std::nullopt;
  }
  const auto size = static_cast<std::size_t>(parser.out - out.data());
  if (parser.left() > 0 || size > max_rdata_octets) return std::nullopt;
  return size;
}

Result<Octets> parse_rdata_text(RRType type, RRClass rrclass, std::string_view text,
                                NameView origin) {
  VOUCH_TRY(const std::vector<Token> tokens, split_tokens(text));
  Octets octets;
  VOUCH_CHECK(parse_rdata(type, rrclass, tokens, origin, octets));
  return octets;
}

}  // namespace vouch
