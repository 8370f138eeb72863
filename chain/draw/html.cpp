// The assessment as one file for a browser: nothing is loaded from elsewhere, no script runs.
#include <fmt/format.h>

#include "chain/draw/draw.hpp"
#include "chain/draw/markup.hpp"

namespace vouch::chain {
namespace {

constexpr const char* style = R"(<style>
:root{color-scheme:light dark;--ink:#1b2330;--soft:#5b6675;--page:#fff;--card:#f4f6f9;--line:#d3dae4;--good:#1f7a4d;--bad:#c62828;--warn:#8a6d00}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf2;--soft:#a3afbf;--page:#12161c;--card:#1a2029;--line:#323c4a;--good:#4cc38a;--bad:#ff6b6b;--warn:#e0b93a}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--ink);background:var(--page)}
main{max-width:1080px;margin:0 auto;padding:24px 16px 64px}h1{font-size:1.5rem;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:40px 0 12px}
.state{font-weight:700}.secure{color:var(--good)}.bogus,.failed,.error{color:var(--bad)}.insecure,.indeterminate,.warning,.notice{color:var(--warn)}
.soft{color:var(--soft)}.fix{border-left:4px solid var(--bad);background:var(--card);padding:12px 16px;border-radius:0 8px 8px 0;overflow-wrap:anywhere}
svg{max-width:100%;height:auto;display:block}.narrow{display:none}@media (max-width:720px){.wide{display:none}.narrow{display:block}}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;padding:8px 10px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
td:first-child,th,td code{white-space:nowrap;overflow-wrap:normal}th{color:var(--soft);font-weight:600}code,pre{font:13px/1.45 ui-monospace,"DejaVu Sans Mono",Consolas,monospace}pre{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px;overflow-x:auto;margin:8px 0}
details{border:1px solid var(--line);border-radius:8px;padding:8px 14px;margin:8px 0}summary{cursor:pointer;overflow-wrap:anywhere}
</style>
)";

std::string verdict_html(const Assessment& assessment) {
  const Verdict& verdict = assessment.verdict;
  std::string html = fmt::format(
      "<h1>{} {}</h1>\n<p><span class=\"state {}\">{}</span> <span class=\"soft\">as of {}",
      escaped(assessment.question.name.text()), text(assessment.question.type),
      text(verdict.status()), escaped(verdict_sentence(assessment)), assessment.at.readable());
  if (assessment.bogus_since) html += "; bogus since " + assessment.bogus_since->readable();
  if (assessment.first_expiry)
    html += fmt::format("; the first signature {} on {}",
                        *assessment.first_expiry < assessment.at ? "expired" : "expires",
                        assessment.first_expiry->readable());
  html += "</span></p>\n";
  if (const std::string why = cause_sentence(assessment); !why.empty())
    html += "<p>" + escaped(why) + "</p>\n";
  const auto repairs = assessment.repairs();
  if (repairs.empty()) return html;
  html += "<div class=\"fix\"><strong>What to do</strong><ol>\n";
  for (const Finding* each : repairs) {
    html += fmt::format("<li><span class=\"soft\">For {}:</span> {}", escaped(each->who()),
                        escaped(each->fix));
    for (const std::string& record : each->records) html += "<pre>" + escaped(record) + "</pre>";
    html += "</li>\n";
  }
  html += "</ol></div>\n";
  return html;
}

std::string findings_html(const Assessment& assessment) {
  if (assessment.findings.empty()) return "<h2>Findings</h2>\n<p>None.</p>\n";
  std::string html =
      "<h2>Findings</h2>\n<div "
      "class=\"scroll\"><table><thead><tr><th>Severity</th><th>Code</th><th>Where</th>"
      "<th>What</th><th>Servers</th></tr></thead><tbody>\n";
  for (const Finding& each : assessment.findings) {
    std::string servers;
    for (const std::string& server : each.servers)
      servers += (servers.empty() ? "" : "<br>") + escaped(server);
    html += fmt::format(
        "<tr><td class=\"{0}\">{0}</td><td><code>{1}</code></td><td>{2} {3}</td><td>{4} <span "
        "class=\"soft\">{5}</span>"
        "</td><td>{6}</td></tr>\n",
        text(each.severity), escaped(each.code), escaped(each.owner.text()), text(each.type),
        escaped(each.text), escaped(each.reference), servers);
  }
  return html + "</tbody></table></div>\n";
}

std::string servers_html(const Assessment& assessment) {
  if (assessment.servers.empty()) return {};
  std::string html =
      "<h2>Servers</h2>\n<p class=\"soft\">What each server alone would make of the question, in "
      "zones that have "
      "several.</p>\n<div "
      "class=\"scroll\"><table><thead><tr><th>Zone</th><th>Server</th><th>Verdict</th></tr></thead>"
      "<tbody>\n";
  for (const ServerVerdict& each : assessment.servers) {
    html += fmt::format("<tr><td>{}</td><td>{} {}</td><td class=\"{}\">{}: {}</td></tr>\n",
                        escaped(each.zone.text()), escaped(each.server), escaped(each.server_name),
                        text(each.conclusion.status()), text(each.conclusion.status()),
                        row_of(each.conclusion.reason).sentence);
  }
  return html + "</tbody></table></div>\n";
}

std::string response_text(const Exchange& exchange) {
  if (exchange.failure != FetchFailure::none) return std::string(text(exchange.failure));
  const auto message = Message::read(exchange.message);
  if (!message.ok()) return "malformed: " + message.error().message();
  std::string lines = text(message->rcode()) + ", flags " + message->header.flags_text() + "\n";
  for (const Section section : all_sections) {
    for (const Record& record : message->section(section)) lines += record.text() + "\n";
  }
  return lines;
}

std::string recording_html(const Recording& recording) {
  constexpr std::size_t most = 400;
  std::string html = "<h2>What was asked</h2>\n";
  std::size_t count = 0;
  for (const Exchange& each : recording.exchanges) {
    if (++count > most) {
      html += fmt::format("<p class=\"soft\">and {} more</p>\n", recording.exchanges.size() - most);
      break;
    }
    html += fmt::format(
        "<details><summary>{} {} <span class=\"soft\">at {} {}, {} "
        "ms</span></summary><pre>{}</pre></details>\n",
        escaped(each.question.name.text()), text(each.question.type), escaped(each.server),
        escaped(each.server_name), each.took_ms, escaped(response_text(each)));
  }
  return html;
}

// Two pictures on a page share nothing, so the second has no style of its own to clash with.
std::string pictures_html(const Assessment& assessment, const ChainGraph& graph) {
  return "<h2>The chain of trust</h2>\n<div class=\"wide\">" + draw_svg(assessment, graph, false) +
         "</div>\n<div class=\"narrow\">" + draw_svg(assessment, graph, true) + "</div>\n";
}

}  // namespace

std::string draw_html(const Assessment& assessment, const ChainGraph& graph,
                      const Recording& recording) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>" +
      escaped(verdict_sentence(assessment)) + "</title>\n" + style + "</head><body><main>\n";
  html += verdict_html(assessment) + pictures_html(assessment, graph) + findings_html(assessment) +
          servers_html(assessment) + recording_html(recording);
  return html + "</main></body></html>\n";
}

}  // namespace vouch::chain
