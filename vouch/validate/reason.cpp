#include "vouch/validate/reason.hpp"

#include <algorithm>
#include <array>

namespace vouch {
namespace {

using enum ExtendedErrorCode;
constexpr std::nullopt_t none = std::nullopt;

constexpr ReasonRow rows[] = {
#define VOUCH_REASON(id, rows, status, ede, reference, sentence) \
  {Reason::id, #id, rows, Status::status, ede, reference, sentence},
#include "vouch/validate/reasons.def"
#undef VOUCH_REASON
};

}  // namespace

const ReasonRow& row_of(Reason reason) { return rows[static_cast<std::size_t>(reason)]; }

std::span<const ReasonRow> all_reason_rows() { return rows; }

std::optional<Reason> parse_reason(std::string_view id) {
  const auto* row = std::find_if(std::begin(rows), std::end(rows),
                                 [&](const ReasonRow& each) { return each.id == id; });
  if (row == std::end(rows)) return std::nullopt;
  return row->reason;
}

}  // namespace vouch
