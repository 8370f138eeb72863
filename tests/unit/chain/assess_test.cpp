// What the analyser says of good chains and broken ones.
#include <gmock/gmock.h>

#include "chain/engine/reason_rows.hpp"
#include "tests/unit/chain/analysed.hpp"

namespace vouch::chain {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Finding* find(const Assessment& assessment, const std::string& code) {
  for (const Finding& each : assessment.findings) {
    if (each.code == code) return &each;
  }
  return nullptr;
}

TEST(Assess, finds_nothing_wrong_with_a_good_chain) {
  Analysed analysed;
  const Assessment assessment = analysed.assess("www.example.test.");
  EXPECT_TRUE(assessment.verdict.is_secure());
  EXPECT_THAT(assessment.findings, IsEmpty());
  EXPECT_EQ(assessment.first_expiry, testing::world_time.plus(86400));
  const ChainGraph graph = make_graph(assessment);
  ASSERT_EQ(graph.lanes.size(), 3U);
  for (const Pill& pill : graph.pills) EXPECT_EQ(pill.standing, Standing::good) << pill.title;
  for (const Edge& edge : graph.edges) EXPECT_EQ(edge.standing, Standing::good);
  EXPECT_TRUE(graph.cause.empty());
}

struct Breakage {
  const char* name;
  const char* code;
  void (*breaks)(SignedWorld&);
};

class Broken : public ::testing::TestWithParam<Breakage> {};

TEST_P(Broken, chains_are_told_with_code_cause_and_remedy) {
  Analysed analysed;
  GetParam().breaks(analysed.world);
  const Assessment assessment = analysed.assess("www.example.test.");
  EXPECT_EQ(assessment.verdict.status(), Status::bogus);
  ASSERT_FALSE(assessment.findings.empty());
  EXPECT_EQ(assessment.findings.front().code, GetParam().code);
  EXPECT_EQ(assessment.findings.front().severity, Severity::error);
  EXPECT_FALSE(assessment.findings.front().fix.empty());
  EXPECT_THAT(assessment.findings.front().servers, ::testing::SizeIs(1));
  const ChainGraph graph = make_graph(assessment);
  EXPECT_FALSE(graph.cause.empty());
  const auto is_broken = [](Standing standing) {
    return standing == Standing::broken || standing == Standing::absent;
  };
  EXPECT_TRUE(std::any_of(graph.edges.begin(), graph.edges.end(),
                          [&](const Edge& each) { return is_broken(each.standing); }));
  const std::string text = draw_text(assessment, graph, false);
  EXPECT_THAT(text, HasSubstr("is bogus"));
  EXPECT_THAT(text, HasSubstr(GetParam().code));
  EXPECT_THAT(text, HasSubstr("What to do"));
}

constexpr const char* apex = "example.test.";
constexpr const char* www = "www.example.test.";

INSTANTIATE_TEST_SUITE_P(
    , Broken,
    ::testing::Values(Breakage{"altered_record", "SIGNATURE_INVALID",
                               [](SignedWorld& world) {
                                 world.edit(apex, [](auto& records) {
                                   testing::alter(records, www, RRType::A);
                                 });
                               }},
                      Breakage{"missing_signature", "MISSING_RRSIG",
                               [](SignedWorld& world) {
                                 world.edit(apex, [](auto& records) {
                                   testing::drop_signatures(records, www, RRType::A);
                                 });
                               }},
                      Breakage{"wrong_ds", "NO_SEP",
                               [](SignedWorld& world) {
                                 world.edit_and_sign("test.", apex, RRType::DS, [](auto& records) {
                                   testing::alter(records, apex, RRType::DS);
                                 });
                               }},
                      Breakage{"expired", "EXPIRATION_IN_PAST",
                               [](SignedWorld& world) {
                                 world.edit_and_sign(
                                     apex, www, RRType::A, [](auto&) {},
                                     {.span = SignatureSpan{testing::world_time.plus(-20),
                                                            testing::world_time.plus(-10)}});
                               }},
                      Breakage{"stale_ds", "DS_BUT_UNSIGNED_ZONE",
                               [](SignedWorld& world) {
                                 world.edit(apex, [](auto& records) {
                                   std::erase_if(records, [](const Record& each) {
                                     return each.type == RRType::DNSKEY ||
                                            each.type == RRType::RRSIG;
                                   });
                                 });
                               }},
                      Breakage{"unsigned_keys", "MISSING_RRSIG",
                               [](SignedWorld& world) {
                                 world.edit(apex, [](auto& records) {
                                   testing::drop_signatures(records, apex, RRType::DNSKEY);
                                 });
                               }}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Assess, tells_insecure_names_from_broken_ones) {
  Analysed analysed;
  const Assessment assessment = analysed.assess("www.plain.test.");
  EXPECT_EQ(assessment.verdict.status(), Status::insecure);
  EXPECT_EQ(find(assessment, "ZONE_NOT_SIGNED")->severity, Severity::notice);
  const ChainGraph graph = make_graph(assessment);
  EXPECT_EQ(graph.lanes.back().zone, name_of("plain.test."));
  EXPECT_EQ(graph.lanes.back().standing, Standing::insecure);
  EXPECT_TRUE(graph.cause.empty());
}

TEST(Assess, names_the_one_server_that_is_bad) {
  Analysed analysed;
  analysed.servers = {"192.0.2.1#53", "192.0.2.2#53"};
  analysed.tamper_at = [](const std::string& server, const Question& question, Message& reply) {
    if (server == "192.0.2.2#53" && question.name == name_of(www) && question.type == RRType::A)
      testing::alter(reply.answer, www, RRType::A);
  };
  const Assessment assessment = analysed.assess(www);
  EXPECT_TRUE(assessment.verdict.is_secure());
  const Finding* finding = find(assessment, "SIGNATURE_INVALID");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->severity, Severity::warning);
  ASSERT_EQ(finding->servers.size(), 1U);
  EXPECT_THAT(finding->servers[0], HasSubstr("192.0.2.2"));
}

TEST(Assess, warns_of_signatures_that_end_soon_and_of_old_habits) {
  WorldZone zone = example_zone();
  zone.span = SignatureSpan{testing::world_time.plus(-60), testing::world_time.plus(3600)};
  zone.denial = DenialKind::nsec3;
  zone.iterations = 5;
  zone.digest = DigestType::sha1;
  Analysed analysed(zone);
  const Assessment assessment = analysed.assess("nowhere.example.test.");
  EXPECT_TRUE(assessment.verdict.is_secure()) << assessment.verdict.text();
  EXPECT_NE(find(assessment, "REMAINING_SHORT"), nullptr);
  EXPECT_NE(find(assessment, "NONZERO_NSEC3_ITERATION_COUNT"), nullptr);
  EXPECT_NE(find(assessment, "DIGEST_ALGORITHM_PROHIBITED"), nullptr);
}

TEST(Assess, says_the_same_of_a_recording) {
  for (const char* name :
       {www, "alias.example.test.", "nowhere.example.test.", "www.plain.test."}) {
    Analysed analysed;
    const Assessment live = analysed.assess(name);
    const auto read = read_recording(analysed.recording.json(), "recording", {});
    ASSERT_TRUE(read.ok()) << read.error().message();
    EXPECT_EQ(read->question, analysed.recording.question);
    EXPECT_EQ(read->exchanges.size(), analysed.recording.exchanges.size());
    AssessOptions options;
    options.anchors = analysed.world.anchors;
    options.at = read->taken;
    const Assessment replayed = assess(*read, read->question, options, [](const Question&) {});
    EXPECT_EQ(draw_text(replayed, make_graph(replayed), false),
              draw_text(live, make_graph(live), false));
  }
}

TEST(Recording, refuses_what_it_is_not) {
  for (const char* text : {"", "[]", "{}", "{\"format\":\"vouch-recording\"}",
                           "{\"format\":\"vouch-recording\",\"version\":1,\"taken\":\"never\"}",
                           "{\"_meta._dnsviz.\":{}}", "{\"_meta._dnsviz.\":{\"names\":[7]}}"}) {
    const auto read = read_recording(text, "file.json", {});
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_THAT(read.error().message(), HasSubstr("file.json")) << text;
  }
}

std::string refusal(const std::string& text) {
  const auto read = read_recording(text, "file.json", {});
  EXPECT_FALSE(read.ok());
  return read.ok() ? std::string() : read.error().message();
}

TEST(Recording, of_absurd_size_is_refused_at_its_place_before_it_is_read) {
  EXPECT_THAT(refusal("{\n \"format\": \"" + std::string(200'000, 'x') + "\"}"),
              HasSubstr("file.json:2:12: a string of more than 131072 octets"));
  EXPECT_THAT(refusal(std::string(100, '[')), HasSubstr("file.json:1:33: more than 32 levels"));
  EXPECT_THAT(refusal("[" + std::string(1'000'001, ',')), HasSubstr("more than 1000000 values"));
  EXPECT_THAT(refusal("{\"a\": \"" + std::string(10, '\\')), HasSubstr("file.json"));
  EXPECT_THAT(refusal("\"\\"), HasSubstr("file.json"));
}

TEST(Recording, keeps_the_trust_anchors) {
  Analysed analysed;
  (void)analysed.assess(www);
  analysed.recording.anchors = analysed.world.anchors.all();
  const std::string json = analysed.recording.json();
  const auto read = read_recording(json, "file.json", {});
  ASSERT_TRUE(read.ok()) << read.error().message();
  EXPECT_EQ(read->anchors, analysed.recording.anchors);
  for (const char* anchor :
       {"$INCLUDE /etc/passwd", ". IN DS 1 2", "x ( DS", "", ". A 192.0.2.1"}) {
    std::string changed = json;
    const std::string line = analysed.recording.anchors.front().text();
    changed.replace(changed.find(line), line.size(), anchor);
    EXPECT_THAT(refusal(changed), HasSubstr("a trust anchor")) << anchor;
    EXPECT_THAT(refusal(changed), ::testing::Not(HasSubstr("root:"))) << anchor;
  }
}

TEST(Finding, has_a_code_for_every_reason) {
  for (const ReasonRow& row : all_reason_rows())
    EXPECT_FALSE(code_of(row.reason).empty()) << row.id;
}

}  // namespace
}  // namespace vouch::chain
