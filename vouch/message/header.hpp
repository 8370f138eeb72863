// Header and Question of a DNS message (RFC 1035 section 4.1, RFC 4035 section 3 for AD and CD).
#pragma once

#include "vouch/base/wire_reader.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/name/name.hpp"
#include "vouch/rr/type.hpp"

namespace vouch {

constexpr std::size_t max_message_octets = 65535;

/// The sections of records, in their order.
enum class Section : std::uint8_t { answer, authority, additional };
constexpr Section all_sections[] = {Section::answer, Section::authority, Section::additional};

/// `ANSWER`, `AUTHORITY`, `ADDITIONAL`.
std::string_view text(Section section);

struct Header {
  std::uint16_t id = 0;
  bool qr = false;  ///< a response
  Opcode opcode = Opcode::QUERY;
  bool aa = false;
  bool tc = false;
  bool rd = false;
  bool ra = false;
  bool z = false;  ///< the reserved bit
  bool ad = false;
  bool cd = false;
  std::uint8_t rcode = 0;  ///< the low four bits; the rest is in the OPT record
  std::uint16_t question_count = 0;
  std::uint16_t answer_count = 0;
  std::uint16_t authority_count = 0;
  std::uint16_t additional_count = 0;

  static constexpr std::size_t octets = 12;

  friend bool operator==(const Header&, const Header&) = default;

  std::uint16_t& count(Section section);
  std::uint16_t count(Section section) const;
  /// The flags that are set, as dig writes them: `qr aa rd`.
  std::string flags_text() const;
  /// The header of a reply to this query: ID, opcode, RD and CD as they came, QR set, nothing else
  /// (RFC 1035 section 4.1.1, RFC 4035 section 3.2.2).
  Header reply() const;

  /// Reads the first twelve octets; anything may follow. Errors: truncated.
  static Result<Header> read(WireReader& reader);
  void write(WireWriter& writer) const;
  /// Overwrites a header that was written at `offset`.
  void overwrite(Octets& message, std::size_t offset) const;
};

/// A question whose name somebody else owns, with the letters as they came.
struct QuestionView {
  NameView name;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;

  friend bool operator==(const QuestionView&, const QuestionView&) = default;
};

struct Question {
  Name name;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;

  friend bool operator==(const Question&, const Question&) = default;
  operator QuestionView() const { return {name, type, rrclass}; }
  /// `example.com. IN AAAA`.
  std::string text() const;

  /// Errors: truncated, bad_name, bad_pointer.
  static Result<Question> read(WireReader& reader);
};

}  // namespace vouch
