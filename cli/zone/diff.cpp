// vouch zone diff: the difference of two zones as sets of records, also as an incremental transfer
// has it (RFC 1995 section 4).
#include <algorithm>
#include <iterator>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/zone/parts.hpp"
#include "cli/zones.hpp"
#include "vouch/zonefile/printer.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "zone";
constexpr int exit_different = 2;

using Lines = std::vector<std::string>;

std::string line_of(const RRsetView& rrset, OctetView rdata) {
  std::string line;
  append_record_text(line, Name::lowered(rrset.owner), rrset.ttl, rrset.rrclass, rrset.type, rdata);
  return line;
}

// All records as lines of text; a map from line to nothing more would do, but sorted lines are
// compared in one pass.
Lines sorted_lines(const Zone& zone) {
  Lines lines;
  Progress progress("comparing", zone.record_count());
  const auto add = [&](const RRsetView& rrset) {
    for (const OctetView rdata : rrset.rdatas) lines.push_back(line_of(rrset, rdata));
    progress.update(lines.size());
  };
  for (const ZoneWalk& walk : {zone.nodes(), zone.nsec3_nodes()}) {
    for (const ZoneNode node : walk) {
      for (std::size_t i = 0; i < node.rrset_count(); ++i) {
        add(node.rrset(i).rrset);
        add(node.rrset(i).signatures);
      }
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

Lines only_in_first(const Lines& first, const Lines& second) {
  Lines lines;
  std::set_difference(first.begin(), first.end(), second.begin(), second.end(),
                      std::back_inserter(lines));
  return lines;
}

Result<std::string> soa_line(const Zone& zone, const std::string& path) {
  const auto soa = zone.find(zone.apex(), RRType::SOA);
  if (!soa) return fail(ErrorCode::bad_zone, path + ": the zone has no SOA record");
  return line_of(soa->rrset, soa->rrset.rdatas.front());
}

// The answer to an IXFR: the new SOA; the old SOA and what goes; the new SOA and what comes; the
// new SOA. Without a difference the SOA alone.
Result<void> print_incremental(const Zone& left, const Zone& right, const std::string& left_path,
                               const std::string& right_path, const Lines& removed,
                               const Lines& added) {
  VOUCH_TRY(const std::string old_soa, soa_line(left, left_path));
  VOUCH_TRY(const std::string new_soa, soa_line(right, right_path));
  const bool is_same = removed.empty() && added.empty();
  if (!is_same && !(left.serial() < right.serial())) {
    return fail(ErrorCode::bad_zone,
                right_path + ": its serial " + std::to_string(right.serial().value) +
                    " does not follow the " + std::to_string(left.serial().value) + " of " +
                    left_path + " (RFC 1982), so secondaries would not fetch it; increase it");
  }
  print_text(new_soa);
  if (is_same) return {};
  print_text(old_soa);
  for (const std::string& line : removed)
    if (line != old_soa) print_text(line);
  print_text(new_soa);
  for (const std::string& line : added)
    if (line != new_soa) print_text(line);
  print_text(new_soa);
  return {};
}

}  // namespace

int diff_zone_files(std::span<const std::string> arguments) {
  std::string origin_text;
  std::string left_path;
  std::string right_path;
  bool incremental = false;
  ErrorLimit max_errors;
  ColorChoice color_choice = ColorChoice::automatic;
  Options options("zone diff",
                  "Compares two zones as sets of records: '-' stands before a record of the first "
                  "only, '+' before "
                  "one of the second only.");
  options.value("-o,--origin", origin_text, "ORIGIN",
                "name of the zones (the owner of the SOA record)");
  options.flag("--ixfr", incremental,
               "print the records of an incremental transfer from the first to the second");
  options.max_errors(max_errors);
  options.color(color_choice);
  options.argument("FILE", left_path, "the first zone file");
  options.argument("OTHER", right_path, "the second zone file");
  options.footer("Exit codes: 0 the same records, 1 a file can't be read, 2 they differ.");
  if (const auto stop = options.parse(arguments)) return *stop;
  const auto origin = origin_of(origin_text);
  if (!origin.ok()) return report(self, origin.error());
  const ZonePtr left = load_zone_file(self, left_path, *origin, max_errors);
  const ZonePtr right = load_zone_file(self, right_path, *origin, max_errors);
  if (!left || !right) return 1;
  if (incremental && !(left->apex() == right->apex()))
    return report(self, right_path + ": is of " + right->apex().text() + ", and " + left_path +
                            " of " + left->apex().text() + "; --ixfr needs two of one zone");
  const Lines left_lines = sorted_lines(*left);
  const Lines right_lines = sorted_lines(*right);
  const Lines removed = only_in_first(left_lines, right_lines);
  const Lines added = only_in_first(right_lines, left_lines);
  if (incremental) {
    const auto printed = print_incremental(*left, *right, left_path, right_path, removed, added);
    if (!printed.ok()) return report(self, printed.error());
  } else {
    const bool color = wants_color(color_choice);
    for (const std::string& line : removed) print_text(shaded("-" + line, Shade::bad, color));
    for (const std::string& line : added) print_text(shaded("+" + line, Shade::good, color));
  }
  return finish_output(self, removed.empty() && added.empty() ? 0 : exit_different);
}

}  // namespace vouch::cli
