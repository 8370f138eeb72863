// Reason: why a verdict is what it is, one row each in reasons.def, with its status, extended error
// and the section of an RFC that demands it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "vouch/iana/registry.hpp"
#include "vouch/validate/security.hpp"

namespace vouch {

enum class Reason : std::uint8_t {
#define VOUCH_REASON(id, rows, status, ede, reference, sentence) id,
#include "vouch/validate/reasons.def"
#undef VOUCH_REASON
};

struct ReasonRow {
  Reason reason;
  std::string_view id;    ///< as in reasons.def, for logs and JSON
  std::string_view rows;  ///< of the decision table, separated by blanks
  Status status;
  std::optional<ExtendedErrorCode> ede;
  std::string_view reference;  ///< `RFC 4035 section 5.2`
  std::string_view sentence;   ///< without capital and full stop
};

const ReasonRow& row_of(Reason reason);
std::span<const ReasonRow> all_reason_rows();

/// The row with this id, for reading what was written as JSON.
std::optional<Reason> parse_reason(std::string_view id);

}  // namespace vouch
