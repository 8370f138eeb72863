#include "vouch/validate/verdict.hpp"

#include <algorithm>

namespace vouch {

std::string Conclusion::text() const {
  const ReasonRow& row = row_of(reason);
  std::string to = place.owner.text();
  if (place.type != RRType{0}) to += " " + vouch::text(place.type);
  to += ": ";
  to += row.sentence;
  to += " (";
  to += row.reference;
  to += ")";
  if (!detail.empty()) to += ": " + detail;
  if (!place.server.empty()) to += "; from " + place.server;
  return to;
}

std::optional<Ttl> Verdict::ttl_cap() const {
  if (rrsets.empty()) return std::nullopt;
  const auto least = std::min_element(
      rrsets.begin(), rrsets.end(),
      [](const CheckedRRset& left, const CheckedRRset& right) { return left.ttl < right.ttl; });
  return least->ttl;
}

}  // namespace vouch
