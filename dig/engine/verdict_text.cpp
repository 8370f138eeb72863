#include "dig/engine/verdict_text.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace vouch::dig {
namespace {

std::string conclusion_line(const Conclusion& conclusion) {
  const ReasonRow& row = row_of(conclusion.reason);
  std::string line = fmt::format("; {}: {}", text(row.status), row.id);
  if (row.ede)
    line += fmt::format(", EDE {} ({})", static_cast<unsigned>(*row.ede), text(*row.ede));
  return line + ": " + conclusion.text() + "\n";
}

nlohmann::ordered_json json_of(const Conclusion& conclusion) {
  const ReasonRow& row = row_of(conclusion.reason);
  nlohmann::ordered_json json;
  json["status"] = text(row.status);
  json["reason"] = row.id;
  if (row.ede) json["ede"] = static_cast<unsigned>(*row.ede);
  json["reference"] = row.reference;
  json["text"] = conclusion.text();
  json["zone"] = conclusion.place.zone.text();
  json["owner"] = conclusion.place.owner.text();
  json["type"] = text(conclusion.place.type);
  if (conclusion.place.key_tag) json["keyTag"] = *conclusion.place.key_tag;
  if (!conclusion.place.server.empty()) json["server"] = conclusion.place.server;
  json["evidence"] = conclusion.evidence;
  return json;
}

}  // namespace

std::string verdict_text(const Verdict& verdict) {
  std::string lines = conclusion_line(verdict.conclusion);
  for (const std::string& each : verdict.conclusion.evidence) lines += ";   " + each + "\n";
  for (const Conclusion& each : verdict.others) lines += conclusion_line(each);
  return lines;
}

nlohmann::ordered_json verdict_json(const Verdict& verdict) {
  nlohmann::ordered_json json = json_of(verdict.conclusion);
  json["rcode"] = text(verdict.rcode);
  json["others"] = nlohmann::ordered_json::array();
  for (const Conclusion& each : verdict.others) json["others"].push_back(json_of(each));
  return json;
}

}  // namespace vouch::dig
