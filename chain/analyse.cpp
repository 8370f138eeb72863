#include "chain/analyse.hpp"

#include <fmt/format.h>

#include "chain/engine/json_bounds.hpp"
#include "chain/probe/collector.hpp"
#include "net/clock.hpp"
#include "vouch/base/file.hpp"
#include "vouch/rr/typed/zone.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::chain {
namespace {

// The servers of the root (https://www.internic.net/domain/named.root).
constexpr const char* root_hints = R"(
. NS a.root-servers.net.
. NS f.root-servers.net.
. NS k.root-servers.net.
. NS m.root-servers.net.
a.root-servers.net. A 198.41.0.4
f.root-servers.net. A 192.5.5.241
k.root-servers.net. A 193.0.14.129
m.root-servers.net. A 202.12.27.33
)";

std::string tags_of(const std::vector<TrustAnchor>& anchors) {
  std::string tags;
  for (const TrustAnchor& each : anchors)
    tags += (tags.empty() ? "" : ", ") + each.zone.text() + " " + std::to_string(each.key_tag());
  return tags;
}

// Those that are given, or those of the recording, or the root's. Whose they are is told, as a
// recording that somebody made may have anchors of his own.
Result<void> choose_anchors(const AnalyseOptions& options, const Recording& recording,
                            AssessOptions& how) {
  if (!options.anchors.empty()) {
    VOUCH_TRY(std::string text, read_file(options.anchors));
    VOUCH_TRY(auto anchors, parse_trust_anchors(std::move(text), options.anchors));
    how.anchors_from = fmt::format("{} ({})", options.anchors, tags_of(anchors));
    how.anchors = AnchorStore(std::move(anchors));
    return {};
  }
  how.anchors = AnchorStore::with_root();
  if (recording.anchors.empty() || recording.anchors == how.anchors.all()) return {};
  how.anchors_from = fmt::format("the recording ({})", tags_of(recording.anchors));
  how.anchors = AnchorStore(recording.anchors);
  return {};
}

Result<std::vector<ProbeServer>> read_hints(const AnalyseOptions& options) {
  ZoneFileOptions form;
  form.origin = Name();
  form.default_ttl = Ttl{3600};
  const bool is_built_in = options.hints.empty();
  std::string text = root_hints;
  if (!is_built_in) {
    VOUCH_TRY(text, read_file(options.hints));
  }
  const std::string source = is_built_in ? "root hints" : options.hints;
  auto reader = ZoneFileReader::from_text(std::move(text), source, std::move(form));
  ParsedFile file = read_all(reader);
  if (!file.errors.empty()) return file.errors.front();
  std::vector<ProbeServer> servers;
  for (const Record& record : file.records) {
    if (record.type != RRType::A && record.type != RRType::AAAA) continue;
    const auto address = net::SocketAddress::from_octets(record.rdata, options.port);
    if (address.ok()) servers.push_back({record.owner.text(), *address});
  }
  if (servers.empty())
    return fail(ErrorCode::bad_zone, "no root server with an address; write A or AAAA records")
        .at(source);
  return servers;
}

Result<Recording> load(const AnalyseOptions& options) {
  VOUCH_TRY(const std::string text, read_file(options.replay, JsonBounds().octets));
  std::optional<Question> question;
  if (options.has_question) question = options.question;
  return read_recording(text, options.replay, question);
}

}  // namespace

Result<Analysis> analyse(const AnalyseOptions& options) {
  AssessOptions how;
  Analysis analysis;
  if (!options.replay.empty()) {
    VOUCH_TRY(analysis.recording, load(options));
    VOUCH_CHECK(choose_anchors(options, analysis.recording, how));
    analysis.recording.anchors = how.anchors.all();
    how.at = options.at.value_or(analysis.recording.taken);
    const Question question = analysis.recording.question;
    analysis.assessment = assess(analysis.recording, question, how, [](const Question&) {});
    return analysis;
  }
  VOUCH_CHECK(choose_anchors(options, analysis.recording, how));
  analysis.recording.anchors = how.anchors.all();
  ProbeOptions probe;
  probe.resolvers = options.resolvers;
  probe.port = options.port;
  if (options.resolvers.empty()) {
    VOUCH_TRY(probe.root, read_hints(options));
  }
  how.at = options.at.value_or(net::now());
  analysis.recording.taken = how.at;
  analysis.recording.question = options.question;
  Collector collector(std::move(probe), analysis.recording);
  if (options.resolvers.empty())
    how.probe = [&](const std::vector<Name>& zones) { collector.probe(zones); };
  analysis.assessment = assess(analysis.recording, options.question, how,
                               [&](const Question& question) { collector.collect(question); });
  return analysis;
}

}  // namespace vouch::chain
