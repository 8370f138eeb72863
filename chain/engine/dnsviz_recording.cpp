#include "chain/engine/dnsviz_recording.hpp"

#include <nlohmann/json.hpp>

#include "vouch/base/encoding.hpp"

namespace vouch::chain {
namespace {

using Json = nlohmann::json;

constexpr const char* meta_key = "_meta._dnsviz.";
constexpr std::size_t max_exchanges = 100'000;

Error wrong(const std::string& source, const std::string& what) {
  return fail(ErrorCode::bad_syntax, what).at(source);
}

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

class Reader {
 public:
  Reader(const Json& json, const std::string& source) : json_(json), source_(source) {}

  Result<Recording> read(const std::optional<Question>& question);

 private:
  Result<void> read_name(const std::string& name, const Json& of_name);
  Result<void> read_query(const std::string& zone, const Json& query);
  Result<void> read_response(Exchange exchange, const Json& response);
  Result<Question> first_question() const;

  const Json& json_;
  const std::string& source_;
  Recording recording_;
};

// `2020-11-09 20:52:30 UTC`
std::optional<Timestamp> parse_time(std::string text) {
  if (text.size() < 19) return std::nullopt;
  text.resize(19);
  text[10] = 'T';
  const auto time = Timestamp::parse(text + "Z", {});
  if (!time.ok()) return std::nullopt;
  return *time;
}

Result<void> Reader::read_response(Exchange exchange, const Json& response) {
  if (recording_.exchanges.size() >= max_exchanges) return wrong(source_, "too many responses");
  if (response.contains("time_elapsed") && response["time_elapsed"].is_number())
    exchange.took_ms = static_cast<std::uint32_t>(
        std::clamp(response["time_elapsed"].get<double>(), 0.0, 3'600'000.0));
  const std::string message = text_at(response, "message");
  if (message.empty()) {
    exchange.failure =
        text_at(response, "error") == "TIMEOUT" ? FetchFailure::timeout : FetchFailure::unreachable;
  } else {
    auto octets = base64_octets(message);
    if (!octets.ok()) return wrong(source_, "a message that is no base64");
    exchange.message = *std::move(octets);
  }
  recording_.exchanges.push_back(std::move(exchange));
  return {};
}

Result<void> Reader::read_query(const std::string& zone, const Json& query) {
  Exchange exchange;
  VOUCH_TRY(exchange.question.name, Name::parse(text_at(query, "qname")));
  const auto type = parse_type(text_at(query, "qtype"));
  if (!type || !query.contains("responses") || !query["responses"].is_object()) return {};
  exchange.question.type = *type;
  VOUCH_TRY(exchange.zone, Name::parse(zone));
  // Only what was asked with DO can prove anything.
  const Json options = query.value("options", Json::object());
  const auto flags = options.is_object() ? options.find("edns_flags") : options.end();
  constexpr unsigned do_flag = 0x8000;
  const bool asked_for_signatures = options.is_object() && flags != options.end() &&
                                    flags->is_number_unsigned() &&
                                    (flags->get<unsigned>() & do_flag) != 0;
  if (!asked_for_signatures) return {};
  for (const auto& [server, clients] : query["responses"].items()) {
    if (!clients.is_object()) continue;
    for (const auto& [client, response] : clients.items()) {
      exchange.server = server;
      if (response.is_object()) VOUCH_CHECK(read_response(exchange, response));
    }
  }
  return {};
}

Result<void> Reader::read_name(const std::string& name, const Json& of_name) {
  if (!of_name.is_object()) return {};
  if (const auto time = parse_time(text_at(of_name, "analysis_end")))
    recording_.taken = std::max(recording_.taken, *time);
  const auto queries = of_name.find("queries");
  if (queries == of_name.end() || !queries->is_array()) return {};
  for (const Json& query : *queries) {
    if (query.is_object()) VOUCH_CHECK(read_query(name, query));
  }
  return {};
}

Result<Question> Reader::first_question() const {
  const auto meta = json_.find(meta_key);
  if (meta == json_.end() || !meta->is_object() || !meta->contains("names") ||
      !(*meta)["names"].is_array() || (*meta)["names"].empty() || !(*meta)["names"][0].is_string())
    return wrong(source_, "no probe of DNSViz: \"_meta._dnsviz.\" with \"names\" is missing");
  VOUCH_TRY(Name name, Name::parse((*meta)["names"][0].get<std::string>()));
  for (const RRType type : {RRType::A, RRType::SOA, RRType::NS, RRType::DNSKEY}) {
    for (const Exchange& each : recording_.exchanges) {
      if (each.question.name == name && each.question.type == type)
        return Question{name, type, RRClass::IN};
    }
  }
  return Question{std::move(name), RRType::A, RRClass::IN};
}

Result<Recording> Reader::read(const std::optional<Question>& question) {
  for (const auto& [name, of_name] : json_.items()) {
    if (name != meta_key) VOUCH_CHECK(read_name(name, of_name));
  }
  if (question) {
    recording_.question = *question;
  } else {
    VOUCH_TRY(recording_.question, first_question());
  }
  return std::move(recording_);
}

}  // namespace

Result<Recording> read_dnsviz(const std::string& text, const std::string& source,
                              const std::optional<Question>& question) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object() || !json.contains(meta_key))
    return wrong(source, "neither a recording of vouch nor a probe of DNSViz");
  return Reader(json, source).read(question);
}

}  // namespace vouch::chain
