#include "vouch/rr/field/field.hpp"

#include <charconv>

namespace vouch::rr {

// --- reading

OctetView FieldReader::before() const {
  if (to_ != nullptr) return OctetView(*to_).subspan(start_);
  return in_.whole().subspan(begin_, in_.offset() - begin_);
}

void FieldReader::take(std::size_t count) {
  if (to_ != nullptr) append_octets(*to_, in_.whole().subspan(in_.offset(), count));
  in_.seek(in_.offset() + count);
}

Result<void> FieldReader::copy(std::size_t count) {
  if (left() < count) return truncated(count);
  take(count);
  return {};
}

Result<void> FieldReader::copy_name() {
  WireReader within(in_.whole().first(end_), in_.offset());
  VOUCH_TRY(const NameView name, NameView::read(within));
  take(name.size());
  return {};
}

Result<void> FieldReader::expand_name() {
  if (to_ == nullptr) return copy_name();
  const std::size_t at = in_.offset();
  const std::size_t size = to_->size();
  VOUCH_CHECK(append_compressed_name(*to_, in_));
  if (in_.offset() <= end_) return {};
  to_->resize(size);
  in_.seek(at);
  return truncated(end_ - at + 1);
}

Error FieldReader::error(std::string detail) const {
  Error error = fail(ErrorCode::bad_rdata, std::move(detail));
  error.where.offset = in_.offset();
  return error;
}

Error FieldReader::truncated(std::size_t wanted) const {
  Error error = fail(ErrorCode::truncated, "the RDATA ends too early: " + std::to_string(wanted) +
                                               " octets are expected, " + std::to_string(left()) +
                                               " are left");
  error.where.offset = in_.offset();
  return error;
}

NameView FieldCursor::name() {
  std::size_t end = at;
  while (rdata[end] != 0) end += rdata[end] + 1U;
  return NameView::trusted(take(end + 1 - at));
}

// --- parsing

Result<Token> FieldParser::take(std::string_view what) {
  if (left() == 0) return error(ErrorCode::bad_rdata, std::string(what) + " is missing");
  return tokens[at++];
}

Result<std::uint64_t> FieldParser::take_number(std::string_view what, std::uint64_t max) {
  VOUCH_TRY(const Token token, take(what));
  std::uint64_t number = 0;
  const char* const end = token.text.data() + token.text.size();
  const auto [stop, failure] = std::from_chars(token.text.data(), end, number);
  if (token.quoted || stop != end || failure != std::errc() || number > max) {
    return error(ErrorCode::bad_number,
                 std::string(what) + " is no number from 0 to " + std::to_string(max));
  }
  return number;
}

Result<void> FieldParser::take_name(std::string_view what) {
  VOUCH_TRY(const Token token, take(what));
  if (token.quoted)
    return error(ErrorCode::bad_name, std::string(what) + " is a name, written without quotes");
  auto appended = append_parsed_name(out, token.text, origin);
  if (!appended.ok()) return place(std::move(appended).error());
  return {};
}

Error FieldParser::error(ErrorCode code, std::string detail) const {
  return place(fail(code, std::move(detail)));
}

Error FieldParser::place(Error error) const {
  if (tokens.empty()) return error;
  const Token& token = tokens[at == 0 ? 0 : at - 1];
  return std::move(error).at({}, token.line, token.column);
}

bool PlainParser::take_number(std::uint64_t max, std::uint64_t& number) {
  const Token* const token = take_word();
  if (token == nullptr || token->text.size() > 10) return false;
  number = 0;
  for (const char c : token->text) {
    const auto digit = static_cast<std::uint64_t>(static_cast<unsigned char>(c)) - '0';
    if (digit > 9) return false;
    number = number * 10 + digit;
  }
  return number <= max;
}

// --- printing

void FieldPrinter::break_line() {
  if (!style.multiline) {
    text += ' ';
    return;
  }
  if (!parentheses) text += text.size() == start ? "(" : " (";
  parentheses = true;
  in_comment = false;
  text += '\n';
  text.append(style.indent, '\t');
}

void FieldPrinter::open() {
  if (!style.multiline || parentheses) return;
  text += "( ";
  parentheses = true;
}

void FieldPrinter::append_split(std::string_view encoded) {
  constexpr std::size_t dig_line = 44;
  const std::size_t width = style.split == 0 && style.multiline ? dig_line : style.split;
  while (width != 0 && encoded.size() > width) {
    text += encoded.substr(0, width);
    break_line();
    encoded.remove_prefix(width);
  }
  text += encoded;
}

// --- drawing

void FieldRandom::name() {
  std::size_t room = NameView::max_octets - 1;
  for (std::uint32_t labels = below(5); labels > 0; --labels) {
    const std::size_t size = 1 + (below(40) == 0 ? below(63) : below(8));
    if (size + 1 > room) break;
    room -= size + 1;
    out.push_back(static_cast<std::uint8_t>(size));
    for (std::size_t i = 0; i < size; ++i) {
      out.push_back(
          static_cast<std::uint8_t>(below(4) == 0 ? below(256) : 'a' + below(3) - 32 * below(2)));
    }
  }
  out.push_back(0);
}

}  // namespace vouch::rr
