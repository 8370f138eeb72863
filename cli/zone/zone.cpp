// vouch zone: a zone file in normal form; the other parts have files of their own.
#include <fmt/format.h>

#include <algorithm>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/zone/parts.hpp"
#include "cli/zones.hpp"
#include "vouch/base/file.hpp"
#include "vouch/zone/zone_text.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "zone";

int convert(std::span<const std::string> arguments) {
  std::string origin_text;
  std::string output;
  std::string path;
  ErrorLimit max_errors;
  Options options("zone convert",
                  "Prints a zone in normal form: one record a line with absolute names and its TTL "
                  "in seconds, the SOA first, "
                  "then all names in canonical order.");
  options.value("-o,--origin", origin_text, "ORIGIN",
                "name of the zone (the owner of the SOA record)");
  options.value("-f,--output", output, "OUT", "file to write (standard output)");
  options.max_errors(max_errors);
  options.argument("FILE", path, "the zone file; - for standard input");
  if (const auto stop = options.parse(arguments)) return *stop;
  const auto origin = origin_of(origin_text);
  if (!origin.ok()) return report(self, origin.error());
  const ZonePtr zone = load_zone_file(self, path, *origin, max_errors);
  if (!zone) return 1;
  Progress progress("writing", zone->record_count(), Progress::Step::piece);
  std::uint64_t records = 0;
  const auto counted = [&](std::string_view text) {
    records += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    progress.update(records);
  };
  if (output.empty()) {
    const auto printed = write_zone_text(*zone, [&](std::string_view text) -> Result<void> {
      counted(text);
      return write_output(text);
    });
    return printed.ok() ? finish_output(self, 0) : report(self, printed.error());
  }
  auto file = FileReplacement::open(output);
  if (!file.ok()) return report(self, file.error());
  auto written = write_zone_text(*zone, [&](std::string_view text) {
    counted(text);
    return file->write(text);
  });
  if (written.ok()) written = file->commit();
  return written.ok() ? 0 : report(self, written.error());
}

}  // namespace

int run_zone(std::span<const std::string> arguments) {
  const std::string_view what = arguments.empty() ? std::string_view() : arguments.front();
  if (what == "convert") return convert(arguments.subspan(1));
  if (what == "diff") return diff_zone_files(arguments.subspan(1));
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
