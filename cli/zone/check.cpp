// vouch zone check: what is wrong with the content of a zone, DNSSEC aside.
#include <fmt/format.h>

#include <algorithm>

#include "cli/options.hpp"
#include "cli/record_lines.hpp"
#include "cli/zone/parts.hpp"
#include "cli/zones.hpp"
#include "vouch/zone/zone_check.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "zone";

std::string line_of(const ZoneIssue& issue, const std::string& path, std::uint32_t line,
                    bool color) {
  const bool is_error = severity(issue.code) == ZoneIssueSeverity::error;
  std::string text_line = path;
  if (line != 0) text_line += fmt::format(":{}", line);
  text_line +=
      ": " + shaded(is_error ? "error" : "warning", is_error ? Shade::bad : Shade::warning, color);
  text_line += fmt::format(": {} {} {}: {}", text(issue.code), issue.owner.text(), text(issue.type),
                           sentence(issue.code));
  if (!issue.detail.empty()) text_line += ": " + printable(issue.detail);
  return text_line + fmt::format(" [{}]\n", reference(issue.code));
}

}  // namespace

int check_zone_file(std::span<const std::string> arguments) {
  std::string origin_text;
  std::string path;
  ColorChoice color_choice = ColorChoice::automatic;
  Options options(
      "zone check",
      "Checks the content of a zone without DNSSEC: what servers would refuse, and what "
      "they would answer otherwise than its author may think.");
  options.value("-o,--origin", origin_text, "ORIGIN",
                "name of the zone (the owner of the SOA record)");
  options.color(color_choice);
  options.argument("FILE", path, "the zone file; - for standard input");
  options.footer(
      "Exit codes: 0 no errors (perhaps warnings), 1 errors, or the file can't be read.");
  if (const auto stop = options.parse(arguments)) return *stop;
  const auto origin = origin_of(origin_text);
  if (!origin.ok()) return report(self, origin.error());
  const ZonePtr zone = load_zone_file(self, path, *origin);
  if (!zone) return 1;
  const std::vector<ZoneIssue> issues = check_zone(*zone);
  std::vector<Name> owners;
  for (const ZoneIssue& issue : issues) owners.push_back(issue.owner);
  const RecordLines lines(path, zone->apex(), owners);
  const bool color = wants_color(color_choice);
  for (const ZoneIssue& issue : issues)
    print_text(line_of(issue, path, lines.of(issue.owner, issue.type), color));
  const auto errors = std::count_if(issues.begin(), issues.end(), [](const ZoneIssue& issue) {
    return severity(issue.code) == ZoneIssueSeverity::error;
  });
  fmt::print("{}: {} records, {} errors, {} warnings\n", zone->apex().text(), zone->record_count(),
             errors, issues.size() - static_cast<std::size_t>(errors));
  return finish_output(self, errors == 0 ? 0 : 1);
}

}  // namespace vouch::cli
