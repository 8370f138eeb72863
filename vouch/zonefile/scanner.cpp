#include "vouch/zonefile/scanner.hpp"

#include <cstring>

#include "vouch/zonefile/character.hpp"

namespace vouch::zonefile {

Scanner::Scanner(std::string_view text)
    : begin_(text.data()), end_(text.data() + text.size()), at_(begin_), line_start_(begin_) {
  static constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark)
    line_start_ = at_ += byte_order_mark.size();
}

Scanned Scanner::next_entry(std::vector<Token>& tokens) {
  while (at_ != end_) {
    tokens.clear();
    token_octets_ = 0;
    entry_line_ = line_;
    begins_with_blank_ = kind_of(*at_) == CharacterKind::blank;
    if (!scan_entry(tokens)) {
      skip_broken_entry();
      return Scanned::broken;
    }
    if (!tokens.empty()) return Scanned::entry;
  }
  return Scanned::end;
}

// Up to and with the line feed that ends the entry, or the end of the text.
bool Scanner::scan_entry(std::vector<Token>& tokens) {
  while (true) {
    switch (kind_of(*at_)) {
      case CharacterKind::blank: ++at_; break;
      case CharacterKind::ordinary:
      case CharacterKind::backslash:
        if (!scan_plain(tokens)) return false;
        break;
      case CharacterKind::quote:
        if (!scan_quoted(tokens)) return false;
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

bool Scanner::scan_plain(std::vector<Token>& tokens) {
  const char* const from = at_;
  while (true) {
    while (is_ordinary(*at_)) ++at_;
    if (*at_ == '\\') {
      if (!skip_escape()) return false;
    } else if (*at_ == '"') {
      // key="value" is one token (RFC 9460 section 2.1).
      if (at_ == from || at_[-1] != '=') {
        return refuse(
            at_,
            "a quote inside a token; put a blank before it, or write \\\" for the quote itself");
      }
      const char* const opened_at = at_++;
      if (!skip_quoted(opened_at)) return false;
    } else {
      return add(tokens, from, at_, false);
    }
  }
}

bool Scanner::scan_quoted(std::vector<Token>& tokens) {
  const char* const opened_at = at_++;
  if (!skip_quoted(opened_at)) return false;
  const CharacterKind next = kind_of(*at_);
  if (next == CharacterKind::ordinary || next == CharacterKind::backslash) {
    return refuse(
        at_,
        "text follows the closing quote; put a blank after it, or write \\\" for a quote inside");
  }
  return add(tokens, opened_at + 1, at_ - 1, true);
}

// From behind the opening quote to behind the closing one.
bool Scanner::skip_quoted(const char* opened_at) {
  while (true) {
    while (is_plain_in_quotes(*at_)) ++at_;
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
    const bool file_ends = at_ == end_ || (*at_ == '\\' && at_ + 1 == end_);
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
  opened_ = spot_of(at_);
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

bool Scanner::add(std::vector<Token>& tokens, const char* from, const char* to, bool quoted) {
  const std::string_view text(from, static_cast<std::size_t>(to - from));
  const Spot spot = spot_of(quoted ? from - 1 : from);
  tokens.push_back({text, quoted, spot.line, spot.column});
  token_octets_ += text.size();
  if (tokens.size() <= max_tokens && token_octets_ <= max_token_octets) return true;
  const std::string where =
      open_ ? "; is the '(' of line " + std::to_string(opened_.line) + " not closed?" : "";
  error_ = fail(ErrorCode::limit_reached, "the record is longer than any record can be" + where);
  error_.where.line = spot.line;
  error_.where.column = spot.column;
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

// Goes behind the line feed that ends the entry, or, inside parentheses, that follows the next ')'.
void Scanner::skip_broken_entry() {
  while (at_ != end_) {
    switch (kind_of(*at_)) {
      case CharacterKind::line_end:
        end_line();
        if (!open_) return;
        break;
      case CharacterKind::comment: skip_comment(); break;
      case CharacterKind::backslash: at_ += at_ + 1 != end_ && at_[1] != '\n' ? 2 : 1; break;
      case CharacterKind::quote:
        ++at_;
        while (at_ != end_ && *at_ != '"' && *at_ != '\n')
          at_ += *at_ == '\\' && at_ + 1 != end_ && at_[1] != '\n' ? 2 : 1;
        if (at_ != end_ && *at_ == '"') ++at_;
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

bool Scanner::refuse(const char* at, std::string detail) {
  return refuse(spot_of(at), std::move(detail));
}

bool Scanner::refuse(Spot spot, std::string detail) {
  error_ = fail(ErrorCode::bad_syntax, std::move(detail));
  error_.where.line = spot.line;
  error_.where.column = spot.column;
  return false;
}

Scanner::Spot Scanner::spot_of(const char* at) const {
  return {line_, static_cast<std::uint32_t>(at - line_start_) + 1};
}

}  // namespace vouch::zonefile
