// The assessment as JSON, and as a graph for Graphviz.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "chain/draw/draw.hpp"

namespace vouch::chain {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Conclusion& conclusion) {
  const ReasonRow& row = row_of(conclusion.reason);
  Json json;
  json["status"] = text(row.status);
  json["reason"] = row.id;
  if (row.ede) json["ede"] = static_cast<unsigned>(*row.ede);
  json["reference"] = row.reference;
  json["text"] = conclusion.text();
  return json;
}

Json json_of(const Finding& finding) {
  return {{"code", finding.code},        {"severity", text(finding.severity)},
          {"zone", finding.zone.text()}, {"owner", finding.owner.text()},
          {"type", text(finding.type)},  {"servers", finding.servers},
          {"text", finding.text},        {"reference", finding.reference},
          {"fix", finding.fix},          {"concern", text(finding.concern)},
          {"who", finding.who()},        {"records", finding.records}};
}

Json json_of(const Lane& lane, const ChainGraph& graph) {
  Json pills = Json::array();
  for (const auto* list : {&lane.entry, &lane.signers, &lane.content}) {
    for (const std::size_t index : *list) {
      const Pill& pill = graph.pills[index];
      pills.push_back({{"id", index},
                       {"title", pill.title},
                       {"subtitle", pill.subtitle},
                       {"standing", text(pill.standing)}});
    }
  }
  return {{"zone", lane.zone.text()}, {"standing", text(lane.standing)}, {"pills", pills}};
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + "\"";
}

}  // namespace

std::string draw_json(const Assessment& assessment, const ChainGraph& graph) {
  Json json;
  json["question"] = {{"name", assessment.question.name.text()},
                      {"type", text(assessment.question.type)}};
  json["at"] = assessment.at.iso();
  json["verdict"] = json_of(assessment.verdict.conclusion);
  json["rcode"] = text(assessment.verdict.rcode);
  if (assessment.first_expiry) json["firstExpiry"] = assessment.first_expiry->iso();
  if (assessment.bogus_since) json["bogusSince"] = assessment.bogus_since->iso();
  if (!assessment.anchors_from.empty()) json["anchorsFrom"] = assessment.anchors_from;
  json["findings"] = Json::array();
  for (const Finding& each : assessment.findings) json["findings"].push_back(json_of(each));
  json["repairs"] = Json::array();
  for (const Finding* each : assessment.repairs())
    json["repairs"].push_back({{"who", each->who()},
                               {"what", each->fix},
                               {"records", each->records},
                               {"for", each->code}});
  json["servers"] = Json::array();
  for (const ServerVerdict& each : assessment.servers) {
    Json server = json_of(each.conclusion);
    server["zone"] = each.zone.text();
    server["server"] = each.server;
    server["serverName"] = each.server_name;
    json["servers"].push_back(server);
  }
  json["chain"] = Json::array();
  for (const Lane& lane : graph.lanes) json["chain"].push_back(json_of(lane, graph));
  json["edges"] = Json::array();
  for (const Edge& edge : graph.edges)
    json["edges"].push_back({{"from", edge.from},
                             {"to", edge.to},
                             {"label", edge.label},
                             {"standing", text(edge.standing)}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string draw_dot(const Assessment& assessment, const ChainGraph& graph) {
  std::string text = "digraph chain {\n  rankdir=TB; node [shape=box, style=rounded];\n  label=" +
                     quoted(verdict_sentence(assessment)) + ";\n";
  std::size_t number = 0;
  for (const Lane& lane : graph.lanes) {
    text += fmt::format("  subgraph cluster_{} {{\n    label={};\n", number++,
                        quoted(lane.zone.text()));
    for (const auto* list : {&lane.entry, &lane.signers, &lane.content}) {
      for (const std::size_t index : *list) {
        const Pill& pill = graph.pills[index];
        const bool is_bad = pill.standing == Standing::broken || pill.standing == Standing::absent;
        text +=
            fmt::format("    p{} [label={}{}];\n", index, quoted(pill.title + "\n" + pill.subtitle),
                        is_bad ? ", color=red, penwidth=3" : "");
      }
    }
    text += "  }\n";
  }
  for (const Edge& edge : graph.edges) {
    text += fmt::format("  p{} -> p{} [label={}{}];\n", edge.from, edge.to, quoted(edge.label),
                        edge.standing == Standing::broken ? ", color=red, penwidth=3" : "");
  }
  return text + "}\n";
}

}  // namespace vouch::chain
