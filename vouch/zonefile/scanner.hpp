// Scanner: the tokens of one entry of a zone file after another, as views of the text (RFC 1035
// section 5.1; the grammar is in docs/zonefile.md). An entry is a line, or the lines that
// parentheses join.
//
// Knows blanks, comments, quotes, escapes and parentheses; does not know owners, types or
// directives. Escapes are passed over and left in the tokens for those who know what the token is.
#pragma once

#include <memory>
#include <span>

#include "vouch/rr/rdata.hpp"
#include "vouch/zonefile/text_window.hpp"

namespace vouch::zonefile {

enum class Scanned : std::uint8_t { entry, end, broken };

/// One thread at a time.
class Scanner {
 public:
  /// RDATA of 65535 octets has at most 87,380 tokens: base64 with a blank after each character.
  static constexpr std::size_t max_tokens = 131'072 + 16;
  /// The same RDATA as `\DDD` escapes has a quarter of this.
  static constexpr std::size_t max_token_octets = 1U << 20;

  explicit Scanner(TextWindow window);

  /// Reads the next entry that is not empty. After `broken`, error() says why, and the next call
  /// goes on behind the broken entry.
  Scanned next_entry();

  /// The tokens of the last `entry`, at least one; they last until the next call.
  std::span<const Token> tokens() const { return {tokens_.get(), next_token_}; }

  /// Whether the entry begins with a blank, that is, its owner is left out.
  bool begins_with_blank() const { return begins_with_blank_; }
  /// The line where the entry begins.
  std::uint32_t entry_line() const { return entry_line_; }
  /// Octets behind the cursor.
  std::uint64_t offset() const {
    return window_.passed() + static_cast<std::uint64_t>(at_ - window_.begin());
  }
  /// Octets of the whole text, of a pipe those read so far.
  std::uint64_t total() const { return window_.total(); }

  /// The error of the last `broken`, with line and column.
  Error& error() { return error_; }
  /// The first word of the last `broken`, where the entry was read so far; else empty. Its place is
  /// the entry's.
  const std::string& broken_word() const { return broken_word_; }

 private:
  struct Spot {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
  };

  bool scan_entry();
  bool needs_more() const;
  void begin_again();
  bool has_more();
  void keep_broken_word();
  void skip_broken_comment();
  void skip_broken_quotes();
  bool scan_words();
  bool scan_plain();
  bool scan_quoted();
  bool skip_quoted(const char* opened_at);
  bool skip_escape();
  bool open_parenthesis();
  bool close_parenthesis();
  bool add(const char* from, const char* to, bool quoted, bool plain);
  bool make_room();
  void skip_comment();
  void end_line();
  void skip_broken_entry();
  bool refuse(const char* at, std::string detail);
  bool refuse(Spot spot, std::string detail);
  bool check_length();
  std::uint32_t column_of(const char* at) const;

  TextWindow window_;
  const char* end_;  ///< of the window
  const char* at_;
  const char* line_start_;
  const char* entry_start_;
  std::uint32_t line_ = 1;
  std::uint32_t entry_line_ = 1;
  bool begins_with_blank_ = false;
  bool open_ = false;  ///< inside parentheses
  Spot opened_;        ///< where they were opened
  std::unique_ptr<Token[]> tokens_;
  Token* next_token_ = nullptr;   ///< behind the last one
  Token* tokens_end_ = nullptr;   ///< of the room for them
  std::size_t token_octets_ = 0;  ///< of this entry
  std::string broken_word_;
  const char* reread_ = nullptr;  ///< behind a quote that is not closed, in a broken entry
  Error error_{ErrorCode::bad_syntax, {}, {}};
};

}  // namespace vouch::zonefile
