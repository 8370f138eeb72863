// Message: a whole DNS message, read into records or made of them (RFC 1035 section 4, RFC 6891 for
// the OPT record).
//
// For programs that look at messages: resolving, asking, analysing. Names are compressed wherever
// the type allows it. A server's hot path writes its replies straight into octets instead
// (authority/engine).
#pragma once

#include <optional>
#include <vector>

#include "vouch/message/edns.hpp"
#include "vouch/message/header.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {

struct Message {
  Header header;  ///< counts are taken from the sections when it is written
  std::vector<Question> questions;
  std::vector<Record> answer;
  std::vector<Record> authority;
  std::vector<Record> additional;  ///< without the OPT record
  std::optional<Edns> edns;

  /// Reads a message to its end. Errors: truncated, trailing_octets, bad_name, bad_pointer,
  /// bad_rdata, bad_message (two OPT records, or one outside the additional section or with an
  /// owner other than the root).
  static Result<Message> read(OctetView octets);

  /// Writes the message. Where it is over `limit` octets, records are left out from the end, RRset
  /// by RRset, and TC is set unless only records of the additional section went. The OPT record
  /// always stays.
  Octets write(std::size_t limit = 65535) const;

  /// With the OPT record's high bits (RFC 6891 section 6.1.3).
  Rcode rcode() const;
  void set_rcode(Rcode rcode);

  std::vector<Record>& section(Section section);
  const std::vector<Record>& section(Section section) const;
};

/// A query of one question with RD set or clear, and an OPT record where `edns` is given.
Message make_query(std::uint16_t id, Question question, bool recursion_desired,
                   std::optional<Edns> edns = {});

}  // namespace vouch
