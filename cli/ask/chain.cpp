// vouch chain: the chain of trust of a name, and where it breaks.
#include <fmt/format.h>

#include "chain/analyse.hpp"
#include "chain/draw/draw.hpp"
#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "vouch/base/file.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "chain";

struct ChainOptions {
  std::string name;
  std::string type;
  std::vector<std::string> servers;
  std::string hints;
  std::string anchors;
  unsigned port = 53;
  std::optional<Timestamp> at;
  std::string record;
  std::string replay;
  std::string format = "text";
  std::string output;
  ColorChoice color = ColorChoice::automatic;
};

std::optional<int> parse(ChainOptions& given, std::span<const std::string> arguments) {
  Options options(self,
                  "Asks every server of every zone from the root down, says whether the answer is "
                  "proven, where the chain breaks, what follows from that, and what mends it.");
  options.optional_argument("NAME", given.name, "the name to look at");
  options.optional_argument("TYPE", given.type, "the type of records (A)");
  options.values("--server", given.servers, "ADDR[:PORT]", "ask these resolvers for everything");
  options.value("--root-hints", given.hints, "FILE", "the servers of the root, in zone file form");
  options.value("--anchor", given.anchors, "FILE", "trust anchors: DS or DNSKEY in zone file form");
  options.number("--query-port", given.port, "the port of authoritative servers (53)");
  options.at(given.at);
  options.value("--record", given.record, "FILE", "keep what the servers said");
  options.value("--replay", given.replay, "FILE",
                "look at a recording, ours or DNSViz's; nothing is asked");
  options.choice("--format", given.format, {"text", "tree", "prose", "json", "svg", "html", "dot"},
                 "how it is shown (text)");
  options.value("-o,--output", given.output, "FILE", "where it goes (-, standard output)");
  options.color(given.color);
  options.footer("Exit codes: 0 secure, 2 insecure, 3 bogus, 4 indeterminate, 1 anything else.");
  return options.parse(arguments);
}

Result<chain::AnalyseOptions> analyse_options(const ChainOptions& given) {
  chain::AnalyseOptions options;
  options.has_question = !given.name.empty();
  if (options.has_question) {
    VOUCH_TRY(options.question.name, Name::parse(given.name));
    options.question.type = RRType::A;
  }
  if (!given.type.empty()) {
    const auto type = parse_type(given.type);
    if (!type) return fail(ErrorCode::bad_usage, "no type of records: '" + given.type + "'");
    options.question.type = *type;
  }
  for (const std::string& text : given.servers) {
    VOUCH_TRY(const net::SocketAddress address, net::SocketAddress::parse(text));
    options.resolvers.push_back(address);
  }
  options.hints = given.hints;
  options.anchors = given.anchors;
  options.port = static_cast<std::uint16_t>(given.port);
  options.at = given.at;
  options.replay = given.replay;
  return options;
}

constexpr std::string_view standard_output = "-";

bool is_standard_output(const std::string& path) { return path.empty() || path == standard_output; }

std::string draw(const ChainOptions& given, const chain::Analysis& analysis) {
  const chain::Assessment& assessment = analysis.assessment;
  const chain::ChainGraph graph = chain::make_graph(assessment);
  if (given.format == "tree") return chain::draw_tree(assessment, graph);
  if (given.format == "prose") return chain::draw_prose(assessment);
  if (given.format == "json") return chain::draw_json(assessment, graph);
  if (given.format == "svg") return chain::draw_svg(assessment, graph);
  if (given.format == "html") return chain::draw_html(assessment, graph, analysis.recording);
  if (given.format == "dot") return chain::draw_dot(assessment, graph);
  return chain::draw_text(assessment, graph,
                          is_standard_output(given.output) && wants_color(given.color));
}

Result<void> write(const std::string& path, std::string_view text) {
  if (is_standard_output(path)) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return {};
  }
  VOUCH_TRY(FileReplacement file, FileReplacement::open(path));
  VOUCH_CHECK(file.write(text));
  return file.commit();
}

int exit_code(Status status) {
  switch (status) {
    case Status::secure: return 0;
    case Status::insecure: return 2;
    case Status::bogus: return 3;
    case Status::indeterminate:
    case Status::failed: return 4;
  }
  return 1;
}

}  // namespace

int run_chain(std::span<const std::string> arguments) {
  ChainOptions given;
  if (const auto stop = parse(given, arguments)) return *stop;
  if (given.name.empty() && given.replay.empty())
    return report(self, "no name is given; `vouch chain www.example.com`");
  if (given.port == 0 || given.port > 65535) return report(self, "--query-port is from 1 to 65535");
  if (given.record == standard_output && is_standard_output(given.output))
    return report(self,
                  "the recording and what it shows can't both go to standard output; give -o FILE");
  const auto options = analyse_options(given);
  if (!options.ok()) return report(self, options.error());
  const auto analysis = chain::analyse(*options);
  if (!analysis.ok()) return report(self, analysis.error());
  if (!given.record.empty()) {
    const auto written = write(given.record, analysis->recording.json());
    if (!written.ok()) return report(self, written.error());
  }
  const auto written = write(given.output, draw(given, *analysis));
  if (!written.ok()) return report(self, written.error());
  return finish_output(self, exit_code(analysis->assessment.verdict.status()));
}

}  // namespace vouch::cli
