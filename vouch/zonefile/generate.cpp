#include "vouch/zonefile/generate.hpp"

#include <charconv>
#include <cstring>

#include "vouch/zonefile/complaint.hpp"
#include "vouch/zonefile/scanner.hpp"

namespace vouch::zonefile {
namespace {

constexpr std::uint32_t max_counter = 0x7fffffff;
constexpr unsigned max_width = 255;

// The number that all of the text is.
template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// Takes what stands before the separator, or all of the text.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view taken = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
  return taken;
}

// Hexadecimal digits from the lowest, with dots between: labels of ip6.arpa (RFC 3596 section 2.5).
// The width counts the dots, so an even one ends with a dot.
void append_nibbles(std::string& to, std::uint64_t value, unsigned width, const char* digits) {
  unsigned written = 0;
  do {
    to += digits[value & 0xf];
    value >>= 4;
    ++written;
    if (value == 0 && written >= width) return;
    to += '.';
    ++written;
  } while (value != 0 || written < width);
}

void append_value(std::string& to, std::uint64_t value, unsigned width, char base) {
  if (base == 'n' || base == 'N') {
    append_nibbles(to, value, width, base == 'n' ? "0123456789abcdef" : "0123456789ABCDEF");
    return;
  }
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value,
                                          base == 'd'   ? 10
                                          : base == 'o' ? 8
                                                        : 16);
  (void)error;  // 24 digits hold any of the values
  const auto count = static_cast<std::size_t>(end - digits);
  if (count < width) to.append(width - count, '0');
  for (const char* digit = digits; digit != end; ++digit) {
    to += base == 'X' && *digit >= 'a' ? static_cast<char>(*digit - 'a' + 'A') : *digit;
  }
}

Error bad_template(const Token& place, std::string_view what) {
  return complaint(ErrorCode::bad_syntax, place,
                   ": " + std::string(what) + "; write $, $$ or ${offset,width,base}");
}

}  // namespace

Result<CounterTemplate> CounterTemplate::read(const Token& token, std::uint32_t first,
                                              std::uint32_t last) {
  return read(token, token, first, last);
}

Result<CounterTemplate> CounterTemplate::read(const Token& token, const Token& place,
                                              std::uint32_t first, std::uint32_t last) {
  CounterTemplate made;
  made.place_ = place;
  made.quoted_ = token.quoted;
  const std::string_view text = token.text;
  Piece piece;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] != '$') {
      const std::size_t count = text[at] == '\\' && at + 1 < text.size() ? 2 : 1;
      piece.literal += text.substr(at, count);
      at += count;
      continue;
    }
    if (at + 1 < text.size() && text[at + 1] == '$') {
      piece.literal += '$';
      at += 2;
      continue;
    }
    piece.has_value = true;
    VOUCH_TRY(at, made.read_value(text, at + 1, piece));
    if (first + piece.offset < 0 || last + piece.offset > 0xffffffff) {
      return complaint(ErrorCode::bad_number, place,
                       " gives a value that is negative or over 4294967295");
    }
    made.pieces_.push_back(std::exchange(piece, {}));
  }
  made.pieces_.push_back(std::move(piece));
  return made;
}

// What follows a `$`: nothing, or `{offset[,width[,base]]}`. Gives the index behind it.
Result<std::size_t> CounterTemplate::read_value(std::string_view text, std::size_t at,
                                                Piece& piece) const {
  if (at >= text.size() || text[at] != '{') return at;
  const std::size_t close = text.find('}', at);
  if (close == std::string_view::npos) return bad_template(place_, "'${' without its '}'");
  std::string_view inside = text.substr(at + 1, close - at - 1);
  std::string_view offset = take_until(inside, ',');
  const std::string_view width = take_until(inside, ',');
  const std::string_view base = inside;
  if (!offset.empty() && offset.front() == '+') offset.remove_prefix(1);
  std::int64_t value = 0;
  if (!read_number(offset, value) || value > max_counter ||
      value < -static_cast<std::int64_t>(max_counter)) {
    return bad_template(place_, "the offset is no number of -2147483647 to 2147483647");
  }
  piece.offset = value;
  if (!width.empty() && (!read_number(width, piece.width) || piece.width > max_width)) {
    return bad_template(place_, "the width is no number of 0 to 255");
  }
  if (!base.empty()) {
    if (base.size() != 1 || std::strchr("doxXnN", base[0]) == nullptr) {
      return bad_template(place_, "the base is none of d, o, x, X, n and N");
    }
    piece.base = base[0];
  }
  return close + 1;
}

void CounterTemplate::append(std::string& to, std::uint32_t counter) const {
  for (const Piece& piece : pieces_) {
    to += piece.literal;
    if (piece.has_value)
      append_value(to, static_cast<std::uint64_t>(counter + piece.offset), piece.width, piece.base);
  }
}

Result<Generator> Generator::read(std::span<const Token> tokens, RecordParser& parser,
                                  std::uint64_t allowed) {
  if (tokens.size() < 4) {
    return missing_after(
        tokens.back(), "$GENERATE ends early; write $GENERATE 1-10 owner [TTL] [class] type RDATA");
  }
  Generator generator;
  generator.line_ = tokens[0].line;
  VOUCH_TRY(const std::uint32_t last, generator.read_range(tokens[1], allowed));
  VOUCH_TRY(generator.owner_, CounterTemplate::read(tokens[2], generator.counter_, last));
  VOUCH_TRY(generator.head_, parser.read_head(tokens, 3));
  generator.type_ = tokens[generator.head_.type_at];
  VOUCH_CHECK(generator.read_templates(tokens.subspan(generator.head_.type_at + 1), last));
  return generator;
}

// `start-stop[/step]`; gives the last counter.
Result<std::uint32_t> Generator::read_range(const Token& token, std::uint64_t allowed) {
  std::string_view rest = token.text;
  const bool has_step = rest.find('/') != std::string_view::npos;
  std::string_view span = take_until(rest, '/');
  std::uint32_t stop = 0;
  const bool is_range = span.find('-') != std::string_view::npos &&
                        read_number(take_until(span, '-'), counter_) && read_number(span, stop) &&
                        (!has_step || read_number(rest, step_));
  if (!is_range || token.quoted || counter_ > stop || stop > max_counter || step_ == 0 ||
      step_ > max_counter) {
    return complaint(
        ErrorCode::bad_number, token,
        " is no range; write start-stop or start-stop/step with numbers up to 2147483647");
  }
  left_ = std::uint64_t{(stop - counter_) / step_} + 1;
  if (left_ > allowed) {
    return complaint(ErrorCode::limit_reached, token,
                     " would bring the generated records of this file over the limit; " +
                         std::to_string(allowed) + " are left");
  }
  return counter_ + static_cast<std::uint32_t>(left_ - 1) * step_;
}

// One quoted token alone is the whole RDATA, as BIND reads it; else each token is a template.
Result<void> Generator::read_templates(std::span<const Token> rdata, std::uint32_t last) {
  std::string unquoted;
  std::optional<Scanner> scanner;  // of what is in the quotes
  const bool whole = rdata.size() == 1 && rdata[0].quoted;
  if (whole) {
    for (std::size_t i = 0; i < rdata[0].text.size(); ++i) {
      const char c = rdata[0].text[i];
      if (c == '\\' && i + 1 < rdata[0].text.size()) {
        const char escaped = rdata[0].text[++i];
        if (escaped != '"') unquoted += c;
        unquoted += escaped;
      } else {
        unquoted += c;
      }
    }
    scanner.emplace(TextWindow(unquoted, Kernel::scalar));
    if (scanner->next_entry() == Scanned::broken) {
      return complaint(ErrorCode::bad_syntax, rdata[0],
                       " holds RDATA that is malformed: " + scanner->error().detail);
    }
  }
  for (const Token& token : whole ? scanner->tokens() : rdata) {
    VOUCH_TRY(CounterTemplate made,
              CounterTemplate::read(token, whole ? rdata[0] : token, counter_, last));
    rdata_.push_back(std::move(made));
  }
  return {};
}

Result<void> Generator::next(RecordParser& parser, ParsedRecord& record) {
  auto made = make(parser, record);
  if (!made.ok()) {
    Error error = std::move(made).error();
    error.detail += " (generated with the counter " + std::to_string(counter_) + ")";
    left_ = 0;
    return error;
  }
  counter_ += step_;
  --left_;
  return {};
}

Result<void> Generator::make(RecordParser& parser, ParsedRecord& record) {
  text_.clear();
  tokens_.clear();
  expand(*owner_);
  for (const CounterTemplate& source : rdata_) expand(source);
  // The text has stopped growing, so views of it last.
  const char* at = text_.data();
  for (Token& token : tokens_) {
    token.text = {at, token.text.size()};
    at += token.text.size();
  }
  parser.owner().forget_text();
  VOUCH_CHECK(parser.read_owner(tokens_[0]));
  parser.owner().forget_text();
  VOUCH_CHECK(parser.read_rdata(head_, type_, std::span<const Token>(tokens_).subspan(1), record));
  record.line = line_;
  return {};
}

// Appends a token to the record being made; its text is placed when all are there, and has but its
// size until then.
void Generator::expand(const CounterTemplate& source) {
  const std::size_t from = text_.size();
  source.append(text_, counter_);
  const Token& place = source.token();
  tokens_.push_back(
      {std::string_view(text_).substr(from), source.quoted(), place.line, place.column});
}

}  // namespace vouch::zonefile
