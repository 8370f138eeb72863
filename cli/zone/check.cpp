// vouch zone check: what is wrong with the content of a zone, DNSSEC aside.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/options.hpp"
#include "cli/zone/issues.hpp"
#include "cli/zone/parts.hpp"
#include "cli/zones.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "zone";

struct Checked {
  LookedAt read;
  std::vector<PlacedIssue> issues;

  std::size_t errors() const { return read.errors.size() + error_count(issues); }
  std::size_t warnings() const { return issues.size() - error_count(issues); }
};

nlohmann::ordered_json json_of_error(const Error& error) {
  nlohmann::ordered_json object = {{"code", mnemonic(error.code)}, {"severity", "error"}};
  if (!error.where.source.empty()) object["file"] = error.where.source;
  if (error.where.line != 0) object["line"] = error.where.line;
  if (error.where.column != 0) object["column"] = error.where.column;
  object["text"] =
      printable(error.detail.empty() ? std::string(sentence(error.code)) : error.detail);
  return object;
}

std::string json_text(const Checked& checked, const ErrorLimit& limit) {
  auto findings = nlohmann::ordered_json::array();
  for (const Error& error : checked.read.errors) findings.push_back(json_of_error(error));
  const std::size_t shown = std::min(checked.issues.size(), limit.of_findings(false));
  for (const PlacedIssue& issue : std::span(checked.issues).first(shown))
    findings.push_back(json_of(issue));
  nlohmann::ordered_json whole;
  if (checked.read.zone) {
    whole["zone"] = checked.read.zone->apex().text();
    whole["records"] = checked.read.zone->record_count();
  }
  whole["errors"] = checked.errors();
  whole["warnings"] = checked.warnings();
  whole["stopped_early"] = checked.read.stopped_early;
  whole["findings_omitted"] = checked.issues.size() - shown;
  whole["findings"] = findings;
  return whole.dump(2) + "\n";
}

// Errors of the file go where those of the other commands go.
void print_plain(const Checked& checked, const std::string& path, const ErrorLimit& limit,
                 bool color) {
  const LookedAt& read = checked.read;
  for (const Error& error : read.errors) report(self, error);
  if (read.stopped_early) report(self, stopped_text(path, read.errors.size()));
  if (!read.zone) return;
  if (!read.errors.empty()) {
    print_text(path +
               ": what follows is of the records that could be read; what is missing there "
               "may stand in the others\n");
  }
  const std::size_t all = checked.issues.size();
  const std::size_t shown = std::min(all, limit.of_findings(::isatty(STDOUT_FILENO) != 0));
  for (const PlacedIssue& issue : std::span(checked.issues).first(shown))
    print_text(text_of(issue, color) + "\n");
  if (shown < all)
    print_text(fmt::format("... and {} more; --max-errors 0 shows all\n", all - shown));
  print_text(fmt::format("{}: {} records, {} errors, {} warnings\n", read.zone->apex().text(),
                         read.zone->record_count(), checked.errors(), checked.warnings()));
}

}  // namespace

int check_zone_file(std::span<const std::string> arguments) {
  std::string origin_text;
  std::string path;
  bool json = false;
  ColorChoice color_choice = ColorChoice::automatic;
  ErrorLimit max_errors;
  Options options(
      "zone check",
      "Checks the content of a zone without DNSSEC: what servers would refuse, and what "
      "they would answer otherwise than its author may think.");
  options.value("-o,--origin", origin_text, "ORIGIN",
                "name of the zone (the owner of the SOA record)");
  options.max_errors(max_errors);
  options.json(json);
  options.color(color_choice);
  options.argument("FILE", path, "the zone file; - for standard input");
  options.footer(
      "Exit codes: 0 no errors (perhaps warnings), 1 errors, or the file can't be read.");
  if (const auto stop = options.parse(arguments)) return *stop;
  const auto origin = origin_of(origin_text);
  if (!origin.ok()) return report(self, origin.error());
  Checked checked{look_at_zone_file(path, *origin, max_errors), {}};
  if (checked.read.zone) checked.issues = find_issues(path, *checked.read.zone);
  if (json) {
    print_text(json_text(checked, max_errors));
  } else {
    print_plain(checked, path, max_errors, wants_color(color_choice));
  }
  return finish_output(self, checked.errors() == 0 ? 0 : 1);
}

}  // namespace vouch::cli
