// Message: a whole DNS message, read into records or made of them (RFC 1035 section 4, RFC 6891 for
// the OPT record).
//
// For programs that look at messages: resolving, asking, analysing. Names are compressed wherever
// the type allows it. Servers read with MessageView and write with MessageBuilder, which allocate
// nothing.
#pragma once

#include <optional>
#include <vector>

#include "vouch/message/edns.hpp"
#include "vouch/message/message_view.hpp"

namespace vouch {

/// How much of a response is read.
struct ResponseLimits {
  std::size_t records = 65535;           ///< told by the header: with more, nothing is looked at
  std::size_t octets = ~std::size_t{0};  ///< of owners and RDATA, with their names in full
};

/// A record of a response whose RDATA is not what its type asks for.
struct MalformedRecord {
  Section section = Section::answer;
  Name owner;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;
  Ttl ttl;
  RRType covered = RRType{0};  ///< by an RRSIG; 0 where that can't be read either

  friend bool operator==(const MalformedRecord&, const MalformedRecord&) = default;
};

struct Message {
  Header header;  ///< counts are taken from the sections when it is written
  std::vector<Question> questions;
  std::vector<Record> answer;
  std::vector<Record> authority;
  std::vector<Record> additional;  ///< without the OPT record; a TSIG record is the last
  std::optional<Edns> edns;
  std::vector<MalformedRecord> malformed;  ///< not among the records, and not written

  friend bool operator==(const Message&, const Message&) = default;

  /// Reads a message to its end. Errors: those of MessageView::read, and of RDATA (read_rdata).
  static Result<Message> read(OctetView octets);
  /// The same from a view. Errors: those of RDATA.
  static Result<Message> from(const MessageView& view);
  /// Reads a response of which single records may be malformed: they are in `malformed`, but for DS
  /// and DNSKEY, which are records as they came (is_carried_malformed). Errors: those of
  /// MessageView::read, and too_long (over the limits).
  static Result<Message> read_response(OctetView octets, const ResponseLimits& limits = {});

  /// Writes the message. Where it is over `limit` octets, records are left out from the end, RRset
  /// by RRset, and TC is set unless only records of the additional section went. The OPT record and
  /// a TSIG record at the end stay. At most 65535 octets.
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
