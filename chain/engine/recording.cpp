#include "chain/engine/recording.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <nlohmann/json.hpp>

#include "chain/engine/dnsviz_recording.hpp"
#include "chain/engine/json_bounds.hpp"
#include "vouch/base/encoding.hpp"

namespace vouch::chain {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* format_name = "vouch-recording";
constexpr unsigned format_version = 1;
constexpr std::size_t max_exchanges = 100'000;
constexpr std::size_t max_anchors = 100;

const char* failure_word(FetchFailure failure) {
  switch (failure) {
    case FetchFailure::none: return "";
    case FetchFailure::timeout: return "timeout";
    case FetchFailure::unreachable: return "unreachable";
    case FetchFailure::servfail: return "servfail";
    case FetchFailure::truncated: return "truncated";
    case FetchFailure::malformed: return "malformed";
    case FetchFailure::oversized: return "oversized";
    case FetchFailure::declined: return "declined";
  }
  return "";
}

FetchFailure parse_failure(const std::string& word) {
  for (const FetchFailure each :
       {FetchFailure::timeout, FetchFailure::unreachable, FetchFailure::servfail,
        FetchFailure::truncated, FetchFailure::malformed, FetchFailure::oversized}) {
    if (word == failure_word(each)) return each;
  }
  return FetchFailure::declined;
}

Json json_of(const Question& question) {
  return {{"name", question.name.text()}, {"type", text(question.type)}};
}

Json json_of(const Exchange& exchange) {
  Json json = json_of(exchange.question);
  json["zone"] = exchange.zone.text();
  json["server"] = exchange.server;
  if (!exchange.server_name.empty()) json["serverName"] = exchange.server_name;
  json["transport"] = exchange.tcp ? "tcp" : "udp";
  json["ms"] = exchange.took_ms;
  if (exchange.failure != FetchFailure::none) {
    json["failure"] = failure_word(exchange.failure);
  } else {
    json["message"] = base64_text(exchange.message);
  }
  return json;
}

Error wrong(const std::string& source, const std::string& what) {
  return fail(ErrorCode::bad_syntax, what).at(source);
}

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<Question> read_question(const Json& json, const std::string& source) {
  if (!json.is_object()) return wrong(source, "a question with \"name\" and \"type\" is missing");
  VOUCH_TRY(Name name, Name::parse(text_at(json, "name")));
  const auto type = parse_type(text_at(json, "type"));
  if (!type) return wrong(source, "no type of records: '" + text_at(json, "type") + "'");
  return Question{std::move(name), *type, RRClass::IN};
}

Result<Exchange> read_exchange(const Json& json, const std::string& source) {
  Exchange exchange;
  VOUCH_TRY(exchange.question, read_question(json, source));
  VOUCH_TRY(exchange.zone,
            Name::parse(text_at(json, "zone").empty() ? "." : text_at(json, "zone")));
  exchange.server = text_at(json, "server");
  exchange.server_name = text_at(json, "serverName");
  exchange.tcp = text_at(json, "transport") == "tcp";
  if (json.contains("ms") && json["ms"].is_number_unsigned())
    exchange.took_ms = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(json["ms"].get<std::uint64_t>(), 3'600'000));
  if (json.contains("failure")) {
    exchange.failure = parse_failure(text_at(json, "failure"));
    return exchange;
  }
  auto message = base64_octets(text_at(json, "message"));
  if (!message.ok()) return wrong(source, "a message that is no base64");
  exchange.message = *std::move(message);
  return exchange;
}

// Lines of DS or DNSKEY records and nothing else that a zone file may have: no directive reads
// other files.
Result<std::vector<TrustAnchor>> read_anchors(const Json& json, const std::string& source) {
  const auto anchors = json.find("anchors");
  if (anchors == json.end()) return std::vector<TrustAnchor>();
  if (!anchors->is_array() || anchors->empty() || anchors->size() > max_anchors)
    return wrong(
        source, "\"anchors\" is no list of 1 to " + std::to_string(max_anchors) + " trust anchors");
  std::string lines;
  for (const Json& each : *anchors) {
    const std::string line = each.is_string() ? each.get<std::string>() : std::string();
    const bool is_plain =
        !line.empty() && std::all_of(line.begin(), line.end(), [](unsigned char letter) {
          return std::isalnum(letter) != 0 || std::strchr(" .-_+/=", letter) != nullptr;
        });
    if (!is_plain) return wrong(source, "a trust anchor that is no DS or DNSKEY record");
    lines += line + "\n";
  }
  auto parsed = parse_trust_anchors(std::move(lines), source);
  if (!parsed.ok()) return wrong(source, "a trust anchor can't be read: " + parsed.error().detail);
  return std::move(*parsed);
}

Result<Recording> read_ours(const Json& json, const std::string& source) {
  Recording recording;
  if (!json.contains("version") || json["version"] != format_version)
    return wrong(source, "a recording of another version; this release reads version 1");
  const auto taken = Timestamp::parse(text_at(json, "taken"), {});
  if (!taken.ok()) return wrong(source, "\"taken\" is no time");
  recording.taken = *taken;
  VOUCH_TRY(recording.question, read_question(json.value("question", Json()), source));
  VOUCH_TRY(recording.anchors, read_anchors(json, source));
  const auto exchanges = json.find("exchanges");
  if (exchanges == json.end() || !exchanges->is_array() || exchanges->size() > max_exchanges)
    return wrong(source, "\"exchanges\" is no list, or is too long");
  for (const Json& each : *exchanges) {
    VOUCH_TRY(Exchange exchange, read_exchange(each, source));
    recording.exchanges.push_back(std::move(exchange));
  }
  return recording;
}

}  // namespace

std::string Recording::json() const {
  Json json;
  json["format"] = format_name;
  json["version"] = format_version;
  json["taken"] = taken.iso();
  json["question"] = json_of(question);
  for (const TrustAnchor& each : anchors) json["anchors"].push_back(each.text());
  json["exchanges"] = Json::array();
  for (const Exchange& each : exchanges) json["exchanges"].push_back(json_of(each));
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Recording> read_recording(const std::string& text, const std::string& source,
                                 const std::optional<Question>& question) {
  VOUCH_CHECK(check_json_bounds(text, source));
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    return wrong(source, "no JSON object; take a file that --record wrote, or a probe of DNSViz");
  if (text_at(json, "format") != format_name) return read_dnsviz(text, source, question);
  VOUCH_TRY(Recording recording, read_ours(json, source));
  if (question) recording.question = *question;
  return recording;
}

}  // namespace vouch::chain
