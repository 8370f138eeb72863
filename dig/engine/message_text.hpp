// A message as dig prints it: header, OPT, sections in columns, or the short form.
//
// The columns are those of dig: tabs of eight, and one space where a field is past its column.
#pragma once

#include "dig/engine/request.hpp"
#include "vouch/message/message.hpp"

namespace vouch::dig {

/// `;; ->>HEADER<<- ...` to the last section, with the empty lines between them. `cookie`: what the
/// client's part of a cookie must be, to say whether it is (RFC 7873 section 5.3).
std::string message_text(const Message& message, const Display& display, OctetView cookie = {});

/// One line for each record of the answer, RDATA only (+short). `from` is put at the end of each
/// line (+identify).
std::string brief_text(const Message& message, const Display& display, const std::string& from);

/// As brief_text for a step of +trace: with the type before the RDATA.
std::string brief_trace_text(const Message& message, const Display& display,
                             const std::string& from);

/// One record as a line, or several with +multiline.
std::string record_text(const Record& record, const Display& display);

/// The message as JSON (RFC 8427), with records as text; `indent` spaces, or one line for -1.
std::string message_json(const Message& message);

}  // namespace vouch::dig
