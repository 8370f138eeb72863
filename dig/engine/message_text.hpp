// A message as dig prints it: header, OPT, sections in columns, or the short form.
//
// The columns are those of dig: tabs of eight, and one space where a field is past its column.
#pragma once

#include "dig/engine/request.hpp"
#include "vouch/message/message.hpp"

namespace vouch::dig {

/// What the query had that a reply is held against.
struct Sent {
  OctetView cookie = {};  ///< what the client's part must be (RFC 7873 section 5.3)
  bool edns = false;
};

/// `;; ->>HEADER<<- ...` to the last section, with the empty lines between them.
std::string message_text(const Message& message, const Display& display, const Sent& sent = {});

/// One line for each record of the answer, RDATA only (+short). `from` is put at the end of each
/// line (+identify).
std::string brief_text(const Message& message, const Display& display, const std::string& from);

/// As brief_text for a step of +trace: with the type before the RDATA.
std::string brief_trace_text(const Message& message, const Display& display,
                             const std::string& from);

/// The records of a transfer, message by message; the zone's SOA once with +onesoa.
class TransferText {
 public:
  explicit TransferText(const Display& display) : display_(display) {}
  std::string take(const Message& message);

 private:
  const Display& display_;
  bool has_soa_ = false;
};

/// Octets in hex and as characters, sixteen a line, as dig shows a message that it can't read.
std::string octets_text(OctetView octets);

/// One record as a line, or several with +multiline.
std::string record_text(const Record& record, const Display& display);

}  // namespace vouch::dig
