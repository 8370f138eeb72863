// Advice: whose matter it is, what is told, and what must not be told.
#include <gmock/gmock.h>

#include "chain/engine/reason_rows.hpp"
#include "tests/unit/chain/analysed.hpp"
#include "vouch/dnssec/key_tag.hpp"

namespace vouch::chain {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* apex = "example.test.";
constexpr const char* www = "www.example.test.";

const Finding* find(const Assessment& assessment, const std::string& code) {
  for (const Finding& each : assessment.findings) {
    if (each.code == code) return &each;
  }
  return nullptr;
}

std::string text_of(const Assessment& assessment) {
  return draw_text(assessment, make_graph(assessment), false);
}

// All that is told to be done, in one.
std::string advice_of(const Assessment& assessment) {
  std::string text;
  for (const Finding* each : assessment.repairs()) text += each->fix + "\n";
  return text;
}

FetchFailure silent_example(const std::string&, const Question& question) {
  return Analysed::zone_of(question) == name_of(apex) ? FetchFailure::timeout : FetchFailure::none;
}

TEST(Advice, of_a_zone_that_nobody_answers_for_blames_no_other_and_keeps_the_proven_lanes) {
  Analysed analysed;
  analysed.is_by_zone = true;
  analysed.servers = {"192.0.2.1#53", "192.0.2.2#53"};
  analysed.fails_at = silent_example;
  const Assessment assessment = analysed.assess(www);
  ASSERT_FALSE(assessment.findings.empty());
  const Finding& cause = assessment.findings.front();
  EXPECT_EQ(cause.code, "NO_RESPONSE");
  EXPECT_EQ(cause.zone, name_of(apex));
  EXPECT_EQ(cause.concern, Concern::path);
  EXPECT_THAT(cause.servers, SizeIs(2));
  EXPECT_THAT(cause.fix, HasSubstr(apex));
  EXPECT_THAT(cause.fix, Not(HasSubstr("of . ")));
  const ChainGraph graph = make_graph(assessment);
  ASSERT_EQ(graph.lanes.size(), 3U);
  EXPECT_EQ(graph.lanes[0].standing, Standing::good);
  EXPECT_EQ(graph.lanes[1].zone, name_of("test."));
  EXPECT_EQ(graph.lanes[1].standing, Standing::good);
  EXPECT_EQ(graph.lanes[2].zone, name_of(apex));
}

TEST(Advice, of_lame_servers_is_for_who_runs_them) {
  for (const bool refuses : {true, false}) {
    Analysed analysed;
    analysed.is_by_zone = true;
    analysed.tamper_at = [&](const std::string&, const Question& question, Message& reply) {
      if (!(Analysed::zone_of(question) == name_of(apex))) return;
      reply.answer.clear();
      reply.authority.clear();
      reply.header.aa = false;
      if (refuses) reply.set_rcode(Rcode::REFUSED);
    };
    const Assessment assessment = analysed.assess(www);
    EXPECT_EQ(assessment.verdict.status(), Status::failed);
    const Finding& cause = assessment.findings.front();
    EXPECT_EQ(cause.code, refuses ? "INVALID_RCODE" : "NOT_AUTHORITATIVE");
    EXPECT_EQ(cause.concern, Concern::servers);
    EXPECT_EQ(cause.zone, name_of(apex));
    EXPECT_THAT(cause.fix, Not(HasSubstr("NSEC")));
  }
}

TEST(Advice, of_what_a_recording_lacks_is_to_record_it) {
  Analysed analysed;
  analysed.is_by_zone = true;
  (void)analysed.assess(www);
  const Assessment assessment = analysed.replay("mail.example.test.", RRType::MX);
  const Finding& cause = assessment.findings.front();
  EXPECT_EQ(cause.code, "NOT_IN_RECORDING");
  EXPECT_EQ(cause.concern, Concern::reader);
  EXPECT_THAT(cause.fix, HasSubstr("vouch chain mail.example.test. MX --record"));
  EXPECT_THAT(advice_of(assessment), Not(HasSubstr("Bring")));
}

TEST(Advice, of_the_only_ds_does_not_take_it_away) {
  WorldZone zone = example_zone();
  zone.digest = DigestType::sha1;
  Analysed analysed(zone);
  const Assessment assessment = analysed.assess(www);
  const Finding* finding = find(assessment, "DIGEST_ALGORITHM_PROHIBITED");
  ASSERT_NE(finding, nullptr);
  EXPECT_THAT(finding->fix, HasSubstr("add"));
  EXPECT_THAT(finding->fix, Not(HasSubstr("keep the DS with SHA-256")));
  ASSERT_THAT(finding->records, SizeIs(1));
  const Record ds = analysed.world.ds(apex);
  EXPECT_EQ(finding->records[0], (TrustAnchor{ds.owner, RRType::DS, ds.rdata}.text()));
}

TEST(Advice, of_a_second_ds_with_sha1_takes_only_that_one_out) {
  Analysed analysed;
  analysed.world.edit_and_sign("test.", apex, RRType::DS, [&](auto& records) {
    records.push_back(analysed.world.ds(apex, DigestType::sha1));
  });
  const Assessment assessment = analysed.assess(www);
  EXPECT_TRUE(assessment.verdict.is_secure());
  const Finding* finding = find(assessment, "DIGEST_ALGORITHM_PROHIBITED");
  ASSERT_NE(finding, nullptr);
  EXPECT_THAT(finding->fix, HasSubstr("take the DS with SHA-1 out"));
  EXPECT_THAT(finding->records, IsEmpty());
}

TEST(Advice, of_a_zone_without_keys_is_not_to_point_to_one) {
  Analysed analysed;
  analysed.world.edit(apex, [](auto& records) {
    std::erase_if(records, [](const Record& each) {
      return each.type == RRType::DNSKEY || each.type == RRType::RRSIG;
    });
  });
  const Assessment assessment = analysed.assess(www);
  EXPECT_EQ(assessment.findings.front().code, "DS_BUT_UNSIGNED_ZONE");
  EXPECT_THAT(advice_of(assessment), Not(HasSubstr("replace the DS")));
  EXPECT_THAT(advice_of(assessment), HasSubstr("take out the DS"));
}

TEST(Advice, of_a_ds_of_another_key_gives_the_ds_of_the_one_that_signs) {
  Analysed analysed;
  const Record ds = analysed.world.ds(apex);
  analysed.world.edit_and_sign("test.", apex, RRType::DS,
                               [](auto& records) { testing::alter(records, apex, RRType::DS); });
  const Assessment assessment = analysed.assess(www);
  EXPECT_THAT(assessment.findings.front().records,
              Contains(TrustAnchor{ds.owner, RRType::DS, ds.rdata}.text()));
  EXPECT_THAT(advice_of(assessment), HasSubstr("own key file"));
}

TEST(Advice, of_algorithms_that_nobody_supports_is_not_to_publish_an_old_key) {
  for (const std::size_t octet : {2U, 3U}) {  // algorithm, digest
    Analysed analysed;
    const Record good = analysed.world.ds(apex);
    analysed.world.edit_and_sign("test.", apex, RRType::DS, [&](auto& records) {
      for (Record& each : records) {
        if (each.type == RRType::DS && each.owner == name_of(apex)) each.rdata[octet] = 200;
      }
    });
    const Assessment assessment = analysed.assess(www);
    EXPECT_EQ(assessment.verdict.status(), Status::insecure);
    EXPECT_THAT(advice_of(assessment), Not(HasSubstr("old key again")));
    EXPECT_THAT(assessment.findings.front().records,
                Contains(TrustAnchor{good.owner, RRType::DS, good.rdata}.text()));
  }
}

TEST(Advice, of_an_island_gives_its_ds_only_where_it_holds_by_itself) {
  for (const bool is_whole : {true, false}) {
    WorldZone zone = example_zone();
    zone.has_ds = false;
    Analysed analysed(zone);
    if (!is_whole)
      analysed.world.edit(
          apex, [](auto& records) { testing::drop_signatures(records, apex, RRType::SOA); });
    const Assessment assessment = analysed.assess(www);
    const Finding* finding = find(assessment, "NO_DS_FOR_SIGNED_ZONE");
    ASSERT_NE(finding, nullptr);
    EXPECT_THAT(finding->records, SizeIs(is_whole ? 1 : 0)) << finding->fix;
    if (!is_whole) {
      EXPECT_THAT(finding->fix, HasSubstr("do not hold"));
    }
  }
  Analysed analysed;
  EXPECT_THAT(advice_of(analysed.assess("www.plain.test.")), IsEmpty()) << "no fault at all";
}

TEST(Advice, of_one_server_that_differs_is_not_to_sign_the_zone_again) {
  struct Row {
    const char* says;
    void (*breaks)(Message&);
  };
  const Row rows[] = {
      {"serials", [](Message& reply) { testing::alter(reply.answer, www, RRType::A); }},
      {"DNSSEC", [](Message& reply) { testing::drop_signatures(reply.answer, www, RRType::A); }},
  };
  for (const Row& row : rows) {
    Analysed analysed;
    analysed.is_by_zone = true;
    analysed.servers = {"192.0.2.1#53", "192.0.2.2#53", "192.0.2.3#53"};
    analysed.tamper_at = [&](const std::string& server, const Question& question, Message& reply) {
      const bool is_answer = question.name == name_of(www) && question.type == RRType::A;
      if (server == "192.0.2.2#53" && is_answer) row.breaks(reply);
    };
    const Assessment assessment = analysed.assess(www);
    EXPECT_TRUE(assessment.verdict.is_secure());
    ASSERT_THAT(assessment.findings, SizeIs(1));
    EXPECT_EQ(assessment.findings[0].concern, Concern::servers);
    EXPECT_THAT(assessment.findings[0].servers, SizeIs(1));
    EXPECT_THAT(advice_of(assessment), Not(AnyOf(HasSubstr("Sign "), HasSubstr("vouch sign"))));
    EXPECT_THAT(advice_of(assessment), HasSubstr(row.says));
  }
}

TEST(Advice, names_each_server_that_differs_in_its_own_way) {
  Analysed analysed;
  analysed.is_by_zone = true;
  analysed.servers = {"192.0.2.1#53", "192.0.2.2#53", "192.0.2.3#53", "192.0.2.4#53"};
  analysed.tamper_at = [&](const std::string& server, const Question& question, Message& reply) {
    if (!(question.name == name_of(www)) || question.type != RRType::A) return;
    if (server == "192.0.2.1#53") testing::alter(reply.answer, www, RRType::A);
    if (server == "192.0.2.2#53") testing::drop_signatures(reply.answer, www, RRType::A);
    if (server == "192.0.2.3#53") testing::drop_signatures(reply.answer, www, RRType::A);
  };
  const Assessment assessment = analysed.assess(www);
  EXPECT_THAT(find(assessment, "SIGNATURE_INVALID")->servers, SizeIs(1));
  EXPECT_THAT(find(assessment, "MISSING_RRSIG")->servers, SizeIs(2));
  EXPECT_THAT(advice_of(assessment), Not(HasSubstr("vouch sign")));
}

TEST(Advice, leaves_zones_alone_where_signatures_are_taken_out_on_the_way) {
  Analysed analysed;
  analysed.is_by_zone = true;
  analysed.tamper_at = [](const std::string&, const Question&, Message& reply) {
    const auto is_dnssec = [](const Record& each) {
      return each.type == RRType::RRSIG || each.type == RRType::NSEC;
    };
    std::erase_if(reply.answer, is_dnssec);
    std::erase_if(reply.authority, is_dnssec);
  };
  const Assessment assessment = analysed.assess(www);
  EXPECT_EQ(assessment.findings.front().code, "UNABLE_TO_RETRIEVE_DNSSEC_RECORDS");
  for (const Finding& each : assessment.findings) EXPECT_EQ(each.concern, Concern::path);
  EXPECT_THAT(advice_of(assessment), Not(HasSubstr("Sign ")));
}

TEST(Advice, leaves_zones_alone_where_somebody_answers_for_the_root) {
  Analysed analysed;
  analysed.is_by_zone = true;
  analysed.tamper_at = [](const std::string&, const Question& question, Message& reply) {
    reply.header.aa = false;
    reply.header.ra = true;
    if (question.name == name_of(www)) testing::alter(reply.answer, www, RRType::A);
  };
  const Assessment assessment = analysed.assess(www);
  EXPECT_EQ(assessment.findings.front().code, "INTERCEPTED");
  EXPECT_THAT(advice_of(assessment), Not(HasSubstr("Sign ")));
}

TEST(Advice, tells_that_there_is_no_ipv6_here_once_and_blames_nobody) {
  Analysed analysed;
  analysed.is_by_zone = true;
  analysed.servers = {"192.0.2.1#53", "2001:db8::1#53"};
  analysed.fails_at = [](const std::string& server, const Question&) {
    return server.starts_with("2001") ? FetchFailure::unreachable : FetchFailure::none;
  };
  const Assessment assessment = analysed.assess(www);
  EXPECT_TRUE(assessment.verdict.is_secure());
  ASSERT_THAT(assessment.findings, SizeIs(1));
  EXPECT_EQ(assessment.findings[0].code, "NO_IPV6_HERE");
  EXPECT_EQ(assessment.findings[0].severity, Severity::notice);
  EXPECT_THAT(advice_of(assessment), IsEmpty());
}

TEST(Advice, tells_of_one_dead_address_and_not_of_the_zone) {
  Analysed analysed;
  analysed.is_by_zone = true;
  analysed.servers = {"192.0.2.1#53", "192.0.2.2#53"};
  analysed.fails_at = [](const std::string& server, const Question& question) {
    const bool is_dead = server == "192.0.2.2#53" && question.name == name_of(www);
    return is_dead ? FetchFailure::timeout : FetchFailure::none;
  };
  const Assessment assessment = analysed.assess(www);
  EXPECT_TRUE(assessment.verdict.is_secure());
  ASSERT_THAT(assessment.findings, SizeIs(1));
  EXPECT_EQ(assessment.findings[0].code, "SERVER_UNRESPONSIVE_UDP");
  EXPECT_EQ(assessment.findings[0].concern, Concern::path);
}

TEST(Advice, does_not_tell_of_a_cut_answer_that_came_whole_by_tcp) {
  for (const bool came_whole : {true, false}) {
    Analysed analysed;
    analysed.is_by_zone = true;
    (void)analysed.assess(www);
    Exchange cut = analysed.recording.exchanges.front();
    cut.message[2] |= 0x02;
    if (!came_whole) cut.question.type = RRType::TXT;
    analysed.recording.exchanges.push_back(cut);
    const Assessment assessment = analysed.replay(www);
    EXPECT_EQ(find(assessment, "TRUNCATION_NO_TCP") == nullptr, came_whole);
  }
}

TEST(Advice, prints_all_repairs_in_order_and_each_once) {
  WorldZone zone = example_zone();
  zone.denial = DenialKind::nsec3;
  zone.iterations = 5;
  zone.digest = DigestType::sha1;
  Analysed analysed(zone);
  const Assessment assessment = analysed.assess("nowhere.example.test.");
  EXPECT_THAT(assessment.repairs(), SizeIs(2));
  const std::string text = text_of(assessment);
  EXPECT_THAT(text, HasSubstr("  1. For "));
  EXPECT_THAT(text, HasSubstr("  2. For "));
  EXPECT_THAT(text, Not(HasSubstr("  3. For ")));
}

TEST(Times, take_what_has_expired) {
  Analysed analysed;
  const Timestamp keys_end = testing::world_time.plus(-7200);
  const Timestamp answer_ends = testing::world_time.plus(-9000);
  const auto keep = [](auto&) {};
  const Timestamp begin = testing::world_time.plus(-86400);
  analysed.world.edit_and_sign(apex, apex, RRType::DNSKEY, keep,
                               {.span = SignatureSpan{begin, keys_end}});
  analysed.world.edit_and_sign(apex, www, RRType::A, keep,
                               {.span = SignatureSpan{begin, answer_ends}});
  const Assessment assessment = analysed.assess(www);
  EXPECT_EQ(assessment.verdict.conclusion.reason, Reason::signature_expired);
  EXPECT_EQ(assessment.first_expiry, keys_end);
  EXPECT_EQ(assessment.bogus_since, answer_ends) << "the answer went before the keys";
  EXPECT_THAT(text_of(assessment), HasSubstr("bogus since " + answer_ends.readable()));
  EXPECT_THAT(draw_json(assessment, make_graph(assessment)),
              HasSubstr("\"bogusSince\": \"" + answer_ends.iso()));
}

TEST(Text, fits_a_terminal_but_for_records) {
  const std::string label(60, 'a');
  for (const std::string& name :
       {std::string(www), label + "." + label + "." + label + ".example.test."}) {
    Analysed analysed;
    analysed.world.edit(
        apex, [](auto& records) { testing::drop_signatures(records, apex, RRType::DNSKEY); });
    const std::string text = text_of(analysed.assess(name));
    const std::string first = text.substr(0, text.find('\n'));
    EXPECT_LE(first.size(), 80U + 2) << first;  // an ellipsis has three octets
    EXPECT_THAT(first, HasSubstr(" A is bogus"));
  }
}

// A pill that carries the cause is broken or missing, and none that is not proven is ticked.
TEST(Graph, shows_what_is_broken) {
  struct Row {
    const char* asked;
    const char* pill;
    Standing standing;
    void (*breaks)(SignedWorld&);
  };
  const Row rows[] = {
      {"alias.example.test.", "www.other.test. A", Standing::broken,
       [](SignedWorld& world) {
         world.edit("other.test.",
                    [](auto& records) { testing::alter(records, "www.other.test.", RRType::A); });
       }},
      {"x.wild.example.test.", "x.wild.example.test. A", Standing::broken,
       [](SignedWorld& world) {
         world.tamper = [](const Question&, Message& reply) {
           if (!reply.answer.empty())
             std::erase_if(reply.authority,
                           [](const Record& each) { return each.type == RRType::NSEC; });
         };
       }},
  };
  for (const Row& row : rows) {
    Analysed analysed;
    row.breaks(analysed.world);
    const ChainGraph graph = make_graph(analysed.assess(row.asked));
    const auto pill = std::find_if(graph.pills.begin(), graph.pills.end(),
                                   [&](const Pill& each) { return each.title == row.pill; });
    ASSERT_NE(pill, graph.pills.end()) << row.pill;
    EXPECT_EQ(pill->standing, row.standing) << row.pill;
  }
}

TEST(Graph, ticks_no_denial_that_rests_on_opt_out) {
  WorldZone zone = example_zone();
  zone.denial = DenialKind::nsec3;
  zone.opt_out = true;
  Analysed analysed(zone);
  const Assessment assessment = analysed.assess("nowhere.example.test.");
  EXPECT_EQ(assessment.verdict.status(), Status::insecure);
  const ChainGraph graph = make_graph(assessment);
  const auto pill = std::find_if(graph.pills.begin(), graph.pills.end(),
                                 [](const Pill& each) { return each.kind == Pill::Kind::denial; });
  ASSERT_NE(pill, graph.pills.end());
  EXPECT_EQ(pill->standing, Standing::insecure);
}

TEST(Prose, does_not_say_that_a_key_is_missing_which_is_there) {
  Analysed analysed;
  analysed.world.edit(apex, [&](auto& records) {
    // The ZSK signs the DNSKEY RRset as well.
    const RRset keys = testing::rrset_of(records, apex, RRType::DNSKEY);
    Record extra = analysed.world.sign(apex, keys);
    const std::uint16_t zsk = key_tag(analysed.world.keys(apex).at(1).dnskey());
    extra.rdata[16] = static_cast<std::uint8_t>(zsk >> 8);
    extra.rdata[17] = static_cast<std::uint8_t>(zsk);
    records.push_back(extra);
  });
  const std::string prose = draw_prose(analysed.assess(www));
  EXPECT_THAT(prose, Not(HasSubstr("no DNSKEY with the key tag")));
}

TEST(ReasonWords, have_a_row_for_every_reason) {
  for (const ReasonRow& row : all_reason_rows()) {
    EXPECT_EQ(words_of(row.reason).reason, row.reason) << row.id;
    EXPECT_NE(words_of(row.reason).code, row.id) << "its word is the reason's own name";
  }
}

}  // namespace
}  // namespace vouch::chain
