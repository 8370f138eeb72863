// Recordings that DNSViz made of real zones, judged as of the time at which they were made.
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>

#include "chain/draw/draw.hpp"

namespace vouch::chain {
namespace {

std::optional<std::string> unpacked(const std::string& name) {
  const std::string path = std::string(VOUCH_SHARED_DIR) + "/data/" + name;
  const std::string command = "gzip -dc '" + path + "' 2>/dev/null";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"),
                                                             ::pclose);
  std::string text;
  char buffer[65536];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe.get()))
    text.append(buffer, size);
  if (text.empty()) return std::nullopt;
  return text;
}

Assessment judge(const std::string& text, const char* name, RRType type) {
  const auto question = Question{Name::parse(name).value(), type, RRClass::IN};
  const auto recording = read_recording(text, "probe", question);
  EXPECT_TRUE(recording.ok()) << recording.error().message();
  AssessOptions options;
  options.anchors = AnchorStore::with_root();
  options.at = recording->taken;
  return assess(*recording, question, options, [](const Question&) {});
}

TEST(DnsvizRecording, of_example_com_is_secure_at_its_time_and_expired_later) {
  const auto text = unpacked("example-recursive.json.gz");
  if (!text) GTEST_SKIP() << "no recordings in ../shared/data";
  const std::pair<const char*, RRType> asked[] = {{".", RRType::NS},
                                                  {"com.", RRType::NS},
                                                  {"net.", RRType::DNSKEY},
                                                  {"example.com.", RRType::A},
                                                  {"example.com.", RRType::SOA},
                                                  {"example.com.", RRType::CNAME},
                                                  {"example.net.", RRType::MX},
                                                  {"example.net.", RRType::TXT},
                                                  {"example.net.", RRType::DS}};
  for (const auto& [name, type] : asked) {
    const Assessment assessment = judge(*text, name, type);
    EXPECT_TRUE(assessment.verdict.is_secure()) << verdict_sentence(assessment);
    EXPECT_FALSE(make_graph(assessment).lanes.empty());
  }
  const auto recording =
      read_recording(*text, "probe", Question{Name::parse("example.com.").value(), RRType::SOA});
  AssessOptions options;
  options.anchors = AnchorStore::with_root();
  options.at = recording->taken.plus(365 * 86400);
  const Assessment later = assess(*recording, recording->question, options, [](const Question&) {});
  EXPECT_EQ(later.verdict.conclusion.reason, Reason::signature_expired) << verdict_sentence(later);
}

TEST(DnsvizRecording, of_the_root_servers_is_secure_at_every_server) {
  const auto text = unpacked("root-authoritative.json.gz");
  if (!text) GTEST_SKIP() << "no recordings in ../shared/data";
  const Assessment assessment = judge(*text, ".", RRType::SOA);
  EXPECT_TRUE(assessment.verdict.is_secure()) << verdict_sentence(assessment);
  EXPECT_GE(assessment.servers.size(), 10U);
  for (const ServerVerdict& each : assessment.servers)
    EXPECT_EQ(each.conclusion.status(), Status::secure)
        << each.server << ": " << each.conclusion.text();
}

}  // namespace
}  // namespace vouch::chain
