#include "cli/zone/issues.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/error_limit.hpp"
#include "cli/options.hpp"

namespace vouch::cli {
namespace {

std::string whole_sentence(const ZoneIssue& issue) {
  std::string text_line(sentence(issue.code));
  if (!issue.detail.empty()) text_line += ": " + printable(issue.detail);
  return text_line;
}

}  // namespace

std::vector<PlacedIssue> find_issues(const std::string& path, const Zone& zone) {
  Progress progress("checking", zone.node_count());
  std::vector<ZoneIssue> issues = check_zone(zone, ErrorLimit::none, ZoneIssueSeverity::warning,
                                             [&](std::size_t done) { progress.update(done); });
  std::vector<Name> owners;
  for (const ZoneIssue& issue : issues) owners.push_back(issue.owner);
  std::optional<Progress> finding;
  const RecordLines lines(path, zone.apex(), owners,
                          [&finding](std::uint64_t done, std::uint64_t total) {
                            if (!finding) finding.emplace("finding lines", total);
                            finding->update(done);
                          });
  std::vector<PlacedIssue> placed;
  for (ZoneIssue& issue : issues) {
    RecordPlace place = lines.of_record(issue.owner, issue.type, issue.rdata);
    placed.push_back({std::move(issue), std::move(place)});
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const PlacedIssue& a, const PlacedIssue& b) { return a.place < b.place; });
  return placed;
}

std::size_t error_count(std::span<const PlacedIssue> issues) {
  return static_cast<std::size_t>(std::count_if(
      issues.begin(), issues.end(), [](const PlacedIssue& each) { return each.is_error(); }));
}

std::string text_of(const PlacedIssue& placed, bool color) {
  const ZoneIssue& issue = placed.issue;
  const bool is_error = placed.is_error();
  return fmt::format(
      "{}: {}: {} {} {}: {} [{}]", placed.place.text(),
      shaded(is_error ? "error" : "warning", is_error ? Shade::bad : Shade::warning, color),
      text(issue.code), issue.owner.text(), text(issue.type), whole_sentence(issue),
      reference(issue.code));
}

nlohmann::ordered_json json_of(const PlacedIssue& placed) {
  const ZoneIssue& issue = placed.issue;
  nlohmann::ordered_json object = {{"code", text(issue.code)},
                                   {"severity", placed.is_error() ? "error" : "warning"},
                                   {"owner", issue.owner.text()},
                                   {"type", text(issue.type)}};
  if (placed.place.line != 0) {
    object["file"] = placed.place.file;
    object["line"] = placed.place.line;
  }
  object["reference"] = reference(issue.code);
  object["text"] = whole_sentence(issue);
  return object;
}

bool may_go_on(std::string_view subcommand, const std::string& path, const Zone& zone, bool force,
               std::size_t most) {
  const std::vector<PlacedIssue> issues = find_issues(path, zone);
  const std::size_t errors = error_count(issues);
  std::size_t told = 0;
  for (const PlacedIssue& issue : issues) {
    if (!issue.is_error() || told++ >= most) continue;
    report(subcommand, (force ? "overridden by --force: " : "") + text_of(issue, false));
  }
  if (errors > most)
    report(subcommand, fmt::format("... and {} more; --max-errors 0 shows all", errors - most));
  if (errors == 0 || force) return true;
  report(subcommand, fmt::format("{}: {} in the zone; nothing was written. Mend {}, or override "
                                 "with --force",
                                 path, errors == 1 ? "an error" : fmt::format("{} errors", errors),
                                 errors == 1 ? "it" : "them"));
  return false;
}

}  // namespace vouch::cli
