// What `vouch zone check` finds, with lines: the same for every command that looks before it works.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "vouch/zone/zone_check.hpp"
#include "vouch/zonefile/record_lines.hpp"

namespace vouch::cli {

struct PlacedIssue {
  ZoneIssue issue;
  RecordPlace place;

  bool is_error() const { return severity(issue.code) == ZoneIssueSeverity::error; }
};

/// All issues of a zone that was read from the path, in order of lines.
std::vector<PlacedIssue> find_issues(const std::string& path, const Zone& zone);

std::size_t error_count(std::span<const PlacedIssue> issues);

/// `FILE:LINE: error: CODE OWNER TYPE: sentence [RFC]`, without a line feed.
std::string text_of(const PlacedIssue& issue, bool color);

nlohmann::ordered_json json_of(const PlacedIssue& issue);

/// The looking before work that is not to be done on a broken zone: errors are told on standard
/// error, one line each, and stop the work, unless `force` overrides them. False where it is to
/// stop.
bool may_go_on(std::string_view subcommand, const std::string& path, const Zone& zone, bool force,
               std::size_t most);

}  // namespace vouch::cli
