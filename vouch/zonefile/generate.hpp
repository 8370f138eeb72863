// Generator: the records of one $GENERATE directive, one after the other, never all at once.
//
// `$GENERATE start-stop[/step] owner [ttl] [class] type rdata`; the templates are described in
// docs/zonefile.md. Makes tokens; a RecordParser makes records of them.
#pragma once

#include "vouch/zonefile/record_parser.hpp"

namespace vouch::zonefile {

/// Text with the counter in it: `host-${0,3,d}`.
class CounterTemplate {
 public:
  /// Errors: bad_syntax and bad_number, placed in the token: a malformed `${...}`; a value that is
  /// negative or over 4294967295 for a counter in [first, last].
  static Result<CounterTemplate> read(const Token& token, std::uint32_t first, std::uint32_t last);

  /// The same, with errors placed at `place`, for a token that was made out of another.
  static Result<CounterTemplate> read(const Token& token, const Token& place, std::uint32_t first,
                                      std::uint32_t last);

  void append(std::string& to, std::uint32_t counter) const;
  /// The place of the template, for errors about what it made.
  const Token& token() const { return place_; }
  bool quoted() const { return quoted_; }

 private:
  struct Piece {
    std::string literal;  ///< stands before the value
    bool has_value = false;
    std::int64_t offset = 0;
    unsigned width = 0;
    char base = 'd';
  };

  Result<std::size_t> read_value(std::string_view text, std::size_t at, Piece& piece) const;

  Token place_;
  bool quoted_ = false;
  std::vector<Piece> pieces_;
};

/// One thread at a time.
class Generator {
 public:
  /// Reads the directive. `allowed` is the count of records that may still be generated. Errors:
  /// bad_syntax, bad_number, limit_reached, and those of RecordParser::read_head.
  static Result<Generator> read(std::span<const Token> tokens, RecordParser& parser,
                                std::uint64_t allowed);

  bool done() const { return left_ == 0; }
  /// How many records are still to come.
  std::uint64_t left() const { return left_; }

  /// Makes the next record; its views last until the next call. After an error no more records
  /// come: the rest would be as wrong. Errors: those of RecordParser, placed at the template's
  /// token, with the counter.
  Result<void> next(RecordParser& parser, ParsedRecord& record);

 private:
  Result<std::uint32_t> read_range(const Token& token, std::uint64_t allowed);
  Result<void> read_templates(std::span<const Token> rdata, std::uint32_t last);
  void expand(const CounterTemplate& source);
  Result<void> make(RecordParser& parser, ParsedRecord& record);

  std::uint64_t left_ = 0;
  std::uint32_t counter_ = 0;
  std::uint32_t step_ = 1;
  std::uint32_t line_ = 0;
  RecordHead head_;
  Token type_;
  std::optional<CounterTemplate> owner_;
  std::vector<CounterTemplate> rdata_;
  std::string text_;           ///< of the record being made
  std::vector<Token> tokens_;  ///< views of text_
};

}  // namespace vouch::zonefile
