// Header and Question of a DNS message (RFC 1035 section 4.1, RFC 4035 section 3 for AD and CD).
#pragma once

#include "vouch/base/wire_reader.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/name/name.hpp"
#include "vouch/rr/type.hpp"

namespace vouch {

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

  /// Errors: truncated.
  static Result<Header> read(WireReader& reader);
  void write(WireWriter& writer) const;
  /// Overwrites a header that was written at `offset`.
  void overwrite(Octets& message, std::size_t offset) const;
};

struct Question {
  Name name;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;

  friend bool operator==(const Question&, const Question&) = default;

  /// Errors: truncated, bad_name, bad_pointer.
  static Result<Question> read(WireReader& reader);
};

}  // namespace vouch
