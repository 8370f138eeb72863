#include "vouch/zonefile/scanner.hpp"

#include <algorithm>
#include <cstring>

#include "vouch/zonefile/character.hpp"

namespace vouch::zonefile {

namespace {

// The most octets that are looked at from the cursor on to decide what stands there.
constexpr std::ptrdiff_t look_ahead = 4;

constexpr std::size_t usual_tokens = 64;

}  // namespace

inline std::uint32_t Scanner::column_of(const char* at) const {
  return static_cast<std::uint32_t>(at - line_start_) + 1;
}

Scanner::Scanner(TextWindow window)
    : window_(std::move(window)), end_(window_.end()), at_(window_.begin()) {
  static constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  const std::string_view text(at_, static_cast<std::size_t>(end_ - at_));
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) at_ += byte_order_mark.size();
  line_start_ = entry_start_ = at_;
  tokens_ = std::make_unique<Token[]>(usual_tokens);
  next_token_ = tokens_.get();
  tokens_end_ = next_token_ + usual_tokens;
}

// Once a token, and so a part of the loops.
__attribute__((always_inline)) inline bool Scanner::add(const char* from, const char* to,
                                                        bool quoted, bool plain) {
  if (next_token_ == tokens_end_ && !make_room()) return false;
  const auto size = static_cast<std::size_t>(to - from);
  *next_token_++ = {{from, size}, quoted, line_, column_of(quoted ? from - 1 : from), plain};
  token_octets_ += size;
  return true;
}

Scanned Scanner::next_entry() {
  entry_start_ = at_;
  while (at_ != end_ || !window_.ends()) {
    next_token_ = tokens_.get();
    token_octets_ = 0;
    reread_ = nullptr;
    entry_line_ = line_;
    const bool whole = scan_entry();
    if (needs_more()) {
      begin_again();
      continue;
    }
    begins_with_blank_ = kind_of(*entry_start_) == CharacterKind::blank;
    if (!whole) {
      keep_broken_word();
      // Where a quote is forgotten, what follows it is as good as unquoted.
      if (reread_ != nullptr) at_ = reread_;
      skip_broken_entry();
      return Scanned::broken;
    }
    if (next_token_ != tokens_.get()) return Scanned::entry;
    entry_start_ = at_;
  }
  broken_word_.clear();
  if (auto failure = window_.take_failure()) {
    error_ = std::move(*failure);
    return Scanned::broken;
  }
  return Scanned::end;
}

// Whether what was found may be due to the end of the window.
bool Scanner::needs_more() const { return end_ - at_ < look_ahead && !window_.ends(); }

// Goes back to the beginning of the entry, which then begins the window, with more behind it.
void Scanner::begin_again() {
  window_.read_on(entry_start_);
  entry_start_ = line_start_ = at_ = window_.begin();
  end_ = window_.end();
  line_ = entry_line_;
  open_ = false;
}

// Up to and with the line feed that ends the entry, or the end of the text.
bool Scanner::scan_entry() {
  while (true) {
    switch (kind_of(*at_)) {
      case CharacterKind::blank: at_ = window_.next_content(at_); break;
      case CharacterKind::ordinary:
        if (!scan_words()) return false;
        break;
      case CharacterKind::backslash:
        if (!scan_plain()) return false;
        break;
      case CharacterKind::quote:
        if (!scan_quoted()) return false;
        break;
      case CharacterKind::line_end:
        end_line();
        if (!open_) return true;
        break;
      case CharacterKind::comment: skip_comment(); break;
      case CharacterKind::open:
        if (!open_parenthesis()) return false;
        break;
      case CharacterKind::close:
        if (!close_parenthesis()) return false;
        break;
      case CharacterKind::nul:
        if (at_ != end_) return refuse(at_, "a NUL octet; the file is damaged or no text");
        if (open_)
          return refuse(opened_, "the '(' here is not closed before the file ends; write the ')'");
        return true;
    }
  }
}

// The usual text: words between blanks, up to what is anything else. The one at the cursor may have
// an escape or a quote in it.
bool Scanner::scan_words() {
  const char* const text = window_.begin();
  const char* from = at_;
  TextWindow::Edges edges = window_.edges_from(from);
  while (true) {
    const char* const to = text + edges.next();
    const CharacterKind next = kind_of(*to);
    if (next == CharacterKind::backslash || next == CharacterKind::quote) {
      at_ = from;
      return scan_plain();
    }
    if (!add(from, to, false, true)) return false;
    at_ = to;
    if (next != CharacterKind::blank) return check_length();
    const CharacterKind after = kind_of(*++at_);
    if (after != CharacterKind::ordinary) {
      if (after != CharacterKind::blank) return check_length();
      at_ = window_.next_content(at_);
      if (!is_ordinary(*at_)) return check_length();
      edges = window_.edges_from(at_);
    }
    from = at_;
  }
}

bool Scanner::scan_plain() {
  const char* const from = at_;
  bool plain = true;
  while (true) {
    at_ = window_.next_edge(at_);
    if (*at_ == '\\') {
      if (!skip_escape()) return false;
      plain = false;
    } else if (*at_ == '"') {
      // key="value" is one token (RFC 9460 section 2.1).
      if (at_ == from || at_[-1] != '=') {
        return refuse(
            at_,
            "a quote inside a token; put a blank before it, or write \\\" for the quote itself");
      }
      const char* const opened_at = at_++;
      if (!skip_quoted(opened_at)) return false;
      plain = false;
    } else {
      return add(from, at_, false, plain) && check_length();
    }
  }
}

bool Scanner::scan_quoted() {
  const char* const opened_at = at_++;
  if (!skip_quoted(opened_at)) return false;
  const CharacterKind next = kind_of(*at_);
  if (next == CharacterKind::ordinary || next == CharacterKind::backslash) {
    return refuse(
        at_,
        "text follows the closing quote; put a blank after it, or write \\\" for a quote inside");
  }
  return add(opened_at + 1, at_ - 1, true, false) && check_length();
}

// From behind the opening quote to behind the closing one.
bool Scanner::skip_quoted(const char* opened_at) {
  while (true) {
    at_ = window_.next_edge(at_);
    if (*at_ == '"') {
      ++at_;
      return true;
    }
    if (*at_ == '\\' && at_[1] != '\n' && at_ + 1 != end_) {
      if (!skip_escape()) return false;
      continue;
    }
    if (*at_ == '\0' && at_ != end_)
      return refuse(at_, "a NUL octet; the file is damaged or no text");
    if (is_plain_in_quotes(*at_)) {
      ++at_;
      continue;
    }
    const bool file_ends = at_ == end_ || (*at_ == '\\' && at_ + 1 == end_);
    reread_ = opened_at + 1;
    return refuse(opened_at,
                  file_ends
                      ? "the quote here is not closed before the file ends"
                      : "the quote here is not closed on its line; write \\010 for a line end");
  }
}

bool Scanner::skip_escape() {
  const char* const escaped = at_ + 1;
  const bool line_ends = *escaped == '\n' || (*escaped == '\r' && escaped[1] == '\n');
  if (line_ends || escaped == end_)
    return refuse(at_, "a backslash ends the line; it must be followed by what it escapes");
  if (*escaped == '\0') return refuse(escaped, "a NUL octet; the file is damaged or no text");
  at_ += 2;
  return true;
}

bool Scanner::open_parenthesis() {
  if (open_) {
    return refuse(at_, "a '(' inside the parentheses opened in line " +
                           std::to_string(opened_.line) +
                           "; they do not nest, so a ')' is missing or this '(' is too much");
  }
  opened_ = {line_, column_of(at_)};
  open_ = true;
  ++at_;
  return true;
}

bool Scanner::close_parenthesis() {
  if (!open_) return refuse(at_, "a ')' without its '('");
  open_ = false;
  ++at_;
  return true;
}

bool Scanner::make_room() {
  const auto count = static_cast<std::size_t>(next_token_ - tokens_.get());
  // Room for one too many, with which check_length() refuses the record.
  if (count > max_tokens) return check_length();
  const std::size_t room = std::min(2 * count, max_tokens + 1);
  auto tokens = std::make_unique<Token[]>(room);
  std::copy(tokens_.get(), next_token_, tokens.get());
  tokens_ = std::move(tokens);
  next_token_ = tokens_.get() + count;
  tokens_end_ = tokens_.get() + room;
  return true;
}

bool Scanner::check_length() {
  const auto count = static_cast<std::size_t>(next_token_ - tokens_.get());
  if (count <= max_tokens && token_octets_ <= max_token_octets) return true;
  const std::string where =
      open_ ? "; is the '(' of line " + std::to_string(opened_.line) + " not closed?" : "";
  error_ = fail(ErrorCode::limit_reached, "the record is longer than any record can be" + where);
  error_.where.line = next_token_[-1].line;
  error_.where.column = next_token_[-1].column;
  return false;
}

void Scanner::skip_comment() {
  const void* found = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
  at_ = found != nullptr ? static_cast<const char*>(found) : end_;
}

void Scanner::end_line() {
  line_start_ = ++at_;
  ++line_;
}

void Scanner::keep_broken_word() {
  broken_word_.clear();
  if (next_token_ == tokens_.get() || tokens_[0].quoted) return;
  // No name is as long in any spelling.
  broken_word_ = tokens_[0].text.substr(0, 4 * 256);
}

// Goes behind the line feed that ends the entry, or, inside parentheses, that follows the next ')'.
void Scanner::skip_broken_entry() {
  while (has_more()) {
    switch (kind_of(*at_)) {
      case CharacterKind::line_end:
        end_line();
        if (!open_) return;
        break;
      case CharacterKind::comment: skip_broken_comment(); break;
      case CharacterKind::backslash: at_ += at_ + 1 != end_ && at_[1] != '\n' ? 2 : 1; break;
      case CharacterKind::quote:
        ++at_;
        skip_broken_quotes();
        break;
      case CharacterKind::close:
        open_ = false;
        ++at_;
        break;
      default: ++at_;
    }
  }
  open_ = false;
}

// Whether the text goes on; what is looked at from the cursor on is then in the window.
bool Scanner::has_more() {
  while (needs_more()) {
    window_.read_on(at_);
    // No place in this line is told any more.
    line_start_ = at_ = window_.begin();
    end_ = window_.end();
  }
  return at_ != end_;
}

void Scanner::skip_broken_comment() {
  do {
    skip_comment();
  } while (at_ == end_ && has_more());
}

// A quote that is not closed on its line hides no ')'.
void Scanner::skip_broken_quotes() {
  bool in_comment = false;
  bool closes = false;
  while (has_more() && *at_ != '"' && *at_ != '\n') {
    in_comment = in_comment || *at_ == ';';
    closes = closes || (*at_ == ')' && !in_comment);
    at_ += *at_ == '\\' && at_ + 1 != end_ && at_[1] != '\n' ? 2 : 1;
  }
  if (at_ != end_ && *at_ == '"') {
    ++at_;
  } else if (closes) {
    open_ = false;
  }
}

bool Scanner::refuse(const char* at, std::string detail) {
  return refuse({line_, column_of(at)}, std::move(detail));
}

bool Scanner::refuse(Spot spot, std::string detail) {
  error_ = fail(ErrorCode::bad_syntax, std::move(detail));
  error_.where.line = spot.line;
  error_.where.column = spot.column;
  return false;
}

}  // namespace vouch::zonefile
