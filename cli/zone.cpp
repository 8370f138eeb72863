// vouch zone: a zone file in normal form, and the difference of two zones as sets of records.
#include "cli/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/zones.hpp"
#include "vouch/base/file.hpp"
#include "vouch/zone/zone_text.hpp"
#include "vouch/zonefile/printer.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "zone";
constexpr int exit_different = 2;

int convert(std::span<const std::string> arguments) {
  std::string origin_text;
  std::string output;
  std::string path;
  Options options("zone convert",
                  "Prints a zone in normal form: one record a line with absolute names and its TTL "
                  "in seconds, the SOA first, "
                  "then all names in canonical order.");
  options.value("-o,--origin", origin_text, "ORIGIN",
                "name of the zone (the owner of the SOA record)");
  options.value("-f,--output", output, "OUT", "file to write (standard output)");
  options.argument("FILE", path, "the zone file; - for standard input");
  if (const auto stop = options.parse(arguments)) return *stop;
  const auto origin = origin_of(origin_text);
  if (!origin.ok()) return report(self, origin.error());
  const ZonePtr zone = load_zone_file(self, path, *origin);
  if (!zone) return 1;
  if (output.empty()) {
    const auto printed = write_zone_text(*zone, [](std::string_view text) -> Result<void> {
      print_text(text);
      return {};
    });
    return printed.ok() ? finish_output(self, 0) : report(self, printed.error());
  }
  auto file = FileReplacement::open(output);
  if (!file.ok()) return report(self, file.error());
  auto written = write_zone_text(*zone, [&](std::string_view text) { return file->write(text); });
  if (written.ok()) written = file->commit();
  return written.ok() ? 0 : report(self, written.error());
}

// All records as lines of text; a map from line to nothing more would do, but sorted lines are
// compared in one pass.
std::vector<std::string> sorted_lines(const Zone& zone) {
  std::vector<std::string> lines;
  const auto add = [&](const RRsetView& rrset) {
    for (const OctetView rdata : rrset.rdatas) {
      std::string line;
      append_record_text(line, Name::lowered(rrset.owner), rrset.ttl, rrset.rrclass, rrset.type,
                         rdata);
      lines.push_back(std::move(line));
    }
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

int diff(std::span<const std::string> arguments) {
  std::string origin_text;
  std::string left_path;
  std::string right_path;
  ColorChoice color_choice = ColorChoice::automatic;
  Options options("zone diff",
                  "Compares two zones as sets of records: '-' stands before a record of the first "
                  "only, '+' before "
                  "one of the second only.");
  options.value("-o,--origin", origin_text, "ORIGIN",
                "name of the zones (the owner of the SOA record)");
  options.color(color_choice);
  options.argument("FILE", left_path, "the first zone file");
  options.argument("OTHER", right_path, "the second zone file");
  options.footer("Exit codes: 0 the same records, 1 a file can't be read, 2 they differ.");
  if (const auto stop = options.parse(arguments)) return *stop;
  const auto origin = origin_of(origin_text);
  if (!origin.ok()) return report(self, origin.error());
  const ZonePtr left = load_zone_file(self, left_path, *origin);
  const ZonePtr right = load_zone_file(self, right_path, *origin);
  if (!left || !right) return 1;
  const std::vector<std::string> left_lines = sorted_lines(*left);
  const std::vector<std::string> right_lines = sorted_lines(*right);
  std::vector<std::string> removed;
  std::vector<std::string> added;
  std::set_difference(left_lines.begin(), left_lines.end(), right_lines.begin(), right_lines.end(),
                      std::back_inserter(removed));
  std::set_difference(right_lines.begin(), right_lines.end(), left_lines.begin(), left_lines.end(),
                      std::back_inserter(added));
  const bool color = wants_color(color_choice);
  for (const std::string& line : removed) print_text(shaded("-" + line, Shade::bad, color));
  for (const std::string& line : added) print_text(shaded("+" + line, Shade::good, color));
  return finish_output(self, removed.empty() && added.empty() ? 0 : exit_different);
}

}  // namespace

int run_zone(std::span<const std::string> arguments) {
  const std::string_view what = arguments.empty() ? std::string_view() : arguments.front();
  if (what == "convert") return convert(arguments.subspan(1));
  if (what == "diff") return diff(arguments.subspan(1));
  if (what == "check") return check_zone_file(arguments.subspan(1));
  if (what == "--help" || what == "-h") {
    fmt::print(
        "vouch zone convert FILE         a zone in normal form\n"
        "vouch zone diff FILE OTHER      the records that two zones do not share\n"
        "vouch zone check FILE           what is wrong with the content, DNSSEC aside\n"
        "\n'vouch zone convert --help' and so on tell the options.\n");
    return finish_output(self, 0);
  }
  return report(self, what.empty()
                          ? "'convert', 'diff' or 'check' is needed; see 'vouch zone --help'"
                          : "'" + printable(what) + "' is none of 'convert', 'diff', 'check'");
}

}  // namespace vouch::cli
