// vouch zone check: what is wrong with the content of a zone, DNSSEC aside.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/options.hpp"
#include "cli/zone/parts.hpp"
#include "cli/zones.hpp"
#include "vouch/zone/zone_check.hpp"
#include "vouch/zonefile/record_lines.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "zone";

std::string line_of(const ZoneIssue& issue, const RecordPlace& place, bool color) {
  const bool is_error = severity(issue.code) == ZoneIssueSeverity::error;
  std::string text_line = place.text();
  text_line +=
      ": " + shaded(is_error ? "error" : "warning", is_error ? Shade::bad : Shade::warning, color);
  return text_line + ": " + issue.text() + '\n';
}

void print_issues(std::span<const ZoneIssue> issues, const RecordLines& lines,
                  const ErrorLimit& limit, bool color) {
  const std::size_t shown =
      std::min(issues.size(), limit.of_findings(::isatty(STDOUT_FILENO) != 0));
  for (const ZoneIssue& issue : issues.first(shown))
    print_text(line_of(issue, lines.of(issue.owner, issue.type), color));
  if (shown < issues.size())
    fmt::print("... and {} more; --max-errors 0 shows all\n", issues.size() - shown);
}

}  // namespace

int check_zone_file(std::span<const std::string> arguments) {
  std::string origin_text;
  std::string path;
  ColorChoice color_choice = ColorChoice::automatic;
  ErrorLimit max_errors;
  Options options(
      "zone check",
      "Checks the content of a zone without DNSSEC: what servers would refuse, and what "
      "they would answer otherwise than its author may think.");
  options.value("-o,--origin", origin_text, "ORIGIN",
                "name of the zone (the owner of the SOA record)");
  options.max_errors(max_errors);
  options.color(color_choice);
  options.argument("FILE", path, "the zone file; - for standard input");
  options.footer(
      "Exit codes: 0 no errors (perhaps warnings), 1 errors, or the file can't be read.");
  if (const auto stop = options.parse(arguments)) return *stop;
  const auto origin = origin_of(origin_text);
  if (!origin.ok()) return report(self, origin.error());
  const ZonePtr zone = load_zone_file(self, path, *origin, max_errors);
  if (!zone) return 1;
  const std::vector<ZoneIssue> issues = check_zone(*zone, ErrorLimit::none);
  std::vector<Name> owners;
  for (const ZoneIssue& issue : issues) owners.push_back(issue.owner);
  const RecordLines lines(path, zone->apex(), owners);
  print_issues(issues, lines, max_errors, wants_color(color_choice));
  const auto errors = std::count_if(issues.begin(), issues.end(), [](const ZoneIssue& issue) {
    return severity(issue.code) == ZoneIssueSeverity::error;
  });
  fmt::print("{}: {} records, {} errors, {} warnings\n", zone->apex().text(), zone->record_count(),
             errors, issues.size() - static_cast<std::size_t>(errors));
  return finish_output(self, errors == 0 ? 0 : 1);
}

}  // namespace vouch::cli
