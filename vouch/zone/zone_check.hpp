// Checking the content of a zone without DNSSEC, as servers do before they load it and people
// before they publish it (RFC 1034, RFC 1912, RFC 2181, RFC 4592, RFC 6672, RFC 9471).
//
// Looks at one zone alone: what other zones have is not known. Signatures and denial are
// verify_zone's.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch {

enum class ZoneIssueCode : std::uint8_t {
#define VOUCH_ZONE_ISSUE(id, code, severity, reference, sentence) id,
#include "vouch/zone/zone_issues.def"
#undef VOUCH_ZONE_ISSUE
};

enum class ZoneIssueSeverity : std::uint8_t { warning, error };

struct ZoneIssue {
  ZoneIssueCode code;
  Name owner;
  RRType type = RRType{0};  ///< of the records that are wrong
  std::string detail = {};  ///< a name, say
  Octets rdata = {};        ///< of the record that is wrong, where it is one of several

  /// `MISSING_GLUE sub.example. NS: a name server below its own delegation has no address:
  /// ns.sub.example. [RFC 9471 section 2.1]`.
  std::string text() const;
};

/// `CNAME_AND_OTHER_DATA`, and the rest of the row.
std::string_view text(ZoneIssueCode code);
std::string_view sentence(ZoneIssueCode code);
std::string_view reference(ZoneIssueCode code);
ZoneIssueSeverity severity(ZoneIssueCode code);

/// All issues that are at least so severe, in the order of the zone, at most `limit`. `progress` is
/// told the nodes that are done.
std::vector<ZoneIssue> check_zone(const Zone& zone, std::size_t limit = 10'000,
                                  ZoneIssueSeverity least = ZoneIssueSeverity::warning,
                                  const std::function<void(std::size_t)>& progress = {});

}  // namespace vouch
