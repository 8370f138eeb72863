#include "vouch/message/builder.hpp"

#include "tests/unit/message/octets.hpp"
#include "vouch/message/message.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

QuestionView asked(const Name& owner, RRType type = RRType::A) {
  return {owner, type, RRClass::IN};
}

Message read_back(const Octets& octets) {
  auto message = Message::read(octets);
  EXPECT_TRUE(message.ok()) << message.error().message();
  return message.ok() ? *message : Message();
}

std::string texts(const std::vector<Record>& records) {
  std::string text;
  for (const Record& record : records) text += record.text() + '\n';
  return text;
}

}  // namespace

TEST(MessageBuilder, writes_sections_with_compressed_names) {
  Octets out;
  MessageBuilder builder(out);
  const Name owner = name("www.example.com.");
  ASSERT_TRUE(builder.add_question(asked(owner)));
  ASSERT_TRUE(builder.add_rrset(Section::answer,
                                rrset("www.example.com.", RRType::A, {"192.0.2.1", "192.0.2.2"})));
  ASSERT_TRUE(builder.add_rrset(Section::authority,
                                rrset("example.com.", RRType::NS, {"ns.example.com."})));
  ASSERT_TRUE(builder.add_record(Section::additional,
                                 record("ns.example.com.", RRType::AAAA, "2001:db8::1")));
  Header header;
  header.id = 0xabcd;
  header.qr = header.aa = true;
  builder.finish(header);
  EXPECT_EQ(
      base16_text(out),
      base16_text(octets_from("abcd 8400 0001 0002 0001 0001"
                              "03777777076578616d706c6503636f6d00 0001 0001"
                              "c00c 0001 0001 0000012c 0004 c0000201"
                              "c00c 0001 0001 0000012c 0004 c0000202"
                              "c010 0002 0001 0000012c 0005 026e73c010"
                              "c04d 001c 0001 0000012c 0010 20010db8000000000000000000000001")));
}

TEST(MessageBuilder, owners_after_the_first_point_to_it) {
  Octets out;
  MessageBuilder builder(out);
  ASSERT_TRUE(
      builder.add_rrset(Section::answer, rrset("a.example.", RRType::TXT, {"x", "y", "z"})));
  builder.finish(Header());
  EXPECT_EQ(base16_text(OctetView(out).subspan(12)),
            base16_text(octets_from("0161076578616d706c6500 0010 0001 0000012c 0002 0178"
                                    "c00c 0010 0001 0000012c 0002 0179"
                                    "c00c 0010 0001 0000012c 0002 017a")));
}

TEST(MessageBuilder, signatures_go_with_their_rrset) {
  Octets out;
  MessageBuilder builder(out);
  const RRset set = rrset("a.example.", RRType::A, {"192.0.2.1"});
  const RRset signatures = rrset("a.example.", RRType::RRSIG,
                                 {"A 13 2 300 20260101000000 20251201000000 1 example. AQID"});
  ASSERT_TRUE(builder.add_rrset(Section::answer, set, signatures));
  EXPECT_EQ(builder.count(Section::answer), 2);
  builder.finish(Header());
  EXPECT_EQ(read_back(out).answer[1].type, RRType::RRSIG);
}

TEST(MessageBuilder, an_rrset_can_be_dressed_with_another_owner_and_ttl) {
  Octets out;
  MessageBuilder builder(out);
  const Name owner = name("WWW.Example.");
  ASSERT_TRUE(builder.add_question(asked(owner)));
  ASSERT_TRUE(builder.add_rrset(Section::answer, rrset("*.example.", RRType::A, {"192.0.2.1"}), {},
                                {.owner = owner.view(), .ttl = Ttl{5}}));
  builder.finish(Header());
  EXPECT_EQ(texts(read_back(out).answer), "WWW.Example.\t5\tIN\tA\t192.0.2.1\n");
  EXPECT_EQ(out[12 + 13 + 4], 0xc0) << "the owner is the question's name, letters and all";
}

TEST(MessageBuilder, what_does_not_fit_leaves_no_trace) {
  for (std::size_t limit = 12; limit < 130; ++limit) {
    Octets out;
    MessageBuilder builder(out, limit);
    const Name owner = name("www.example.com.");
    const bool asked_fits = builder.add_question(asked(owner));
    EXPECT_EQ(asked_fits, limit >= 33);
    const std::size_t before = builder.size();
    const bool fits = builder.add_rrset(
        Section::answer,
        rrset("a.b.example.com.", RRType::A, {"192.0.2.1", "192.0.2.2", "192.0.2.3"}));
    EXPECT_EQ(builder.count(Section::answer), fits ? 3 : 0);
    if (!fits) {
      EXPECT_EQ(builder.size(), before);
    }
    // A later name must not point into what was taken back.
    const bool small_fits =
        builder.add_record(Section::authority, record("b.example.com.", RRType::NULL_, "\\# 0"));
    builder.finish(Header());
    EXPECT_LE(out.size(), limit);
    const Message message = read_back(out);
    EXPECT_EQ(message.questions.size(), asked_fits ? 1U : 0U);
    EXPECT_EQ(message.answer.size(), fits ? 3U : 0U);
    ASSERT_EQ(message.authority.size(), small_fits ? 1U : 0U);
    if (small_fits) {
      EXPECT_EQ(message.authority[0].owner, name("b.example.com."));
    }
  }
}

TEST(MessageBuilder, rrset_and_signatures_are_all_or_nothing) {
  const RRset set = rrset("a.example.", RRType::A, {"192.0.2.1"});
  const RRset signatures = rrset("a.example.", RRType::RRSIG,
                                 {"A 13 2 300 20260101000000 20251201000000 1 example. AQID"});
  Octets out;
  MessageBuilder builder(out, 12 + 11 + 14 + 10);
  EXPECT_FALSE(builder.add_rrset(Section::answer, set, signatures));
  EXPECT_EQ(builder.size(), 12U);
  EXPECT_TRUE(builder.add_rrset(Section::answer, set));
}

TEST(MessageBuilder, the_opt_record_always_fits_and_carries_half_of_the_rcode) {
  Edns edns;
  edns.dnssec_ok = true;
  edns.options.push_back(ExtendedError{ExtendedErrorCode::other, "why"}.option());
  Octets out;
  MessageBuilder builder(out, 64);
  ASSERT_TRUE(builder.reserve_edns(edns));
  int added = 0;
  while (builder.add_record(Section::answer, record("a.", RRType::A, "192.0.2.1"))) ++added;
  EXPECT_EQ(added, 1);
  builder.finish(Header(), Rcode::BADVERS);
  EXPECT_LE(out.size(), 64U);
  const Message message = read_back(out);
  EXPECT_EQ(message.rcode(), Rcode::BADVERS);
  ASSERT_TRUE(message.edns);
  EXPECT_TRUE(message.edns->dnssec_ok);
  EXPECT_EQ(message.edns->extended_errors().at(0).text, "why");
}

TEST(MessageBuilder, a_reservation_that_does_not_fit_is_refused) {
  Octets out;
  MessageBuilder builder(out, 22);
  EXPECT_FALSE(builder.reserve_edns(Edns()));
  EXPECT_FALSE(builder.reserve(11));
  EXPECT_TRUE(builder.reserve(10));
  EXPECT_EQ(builder.left(), 0U);
}

TEST(MessageBuilder, without_edns_an_rcode_over_15_is_servfail) {
  Octets out;
  MessageBuilder builder(out);
  builder.finish(Header(), Rcode::BADCOOKIE);
  EXPECT_EQ(read_back(out).rcode(), Rcode::SERVFAIL);
}

TEST(MessageBuilder, records_can_be_given_up) {
  Octets out;
  MessageBuilder builder(out);
  const Name owner = name("a.example.");
  ASSERT_TRUE(builder.add_question(asked(owner)));
  ASSERT_TRUE(builder.add_record(Section::answer, record("b.example.", RRType::NS, "c.example.")));
  builder.remove_records();
  ASSERT_TRUE(
      builder.add_record(Section::authority, record("c.example.", RRType::NS, "b.example.")));
  builder.finish(Header());
  const Message message = read_back(out);
  EXPECT_EQ(message.questions.size(), 1U);
  EXPECT_TRUE(message.answer.empty());
  EXPECT_EQ(texts(message.authority), "c.example.\t300\tIN\tNS\tb.example.\n");
}

TEST(MessageBuilder, a_message_may_begin_after_other_octets) {
  Octets out = {0, 0};
  MessageBuilder builder(out);
  const Name owner = name("www.example.com.");
  ASSERT_TRUE(builder.add_question(asked(owner)));
  ASSERT_TRUE(builder.add_record(Section::answer,
                                 record("www.example.com.", RRType::CNAME, "a.example.com.")));
  builder.finish(Header());
  const auto message = Message::read(OctetView(out).subspan(2));
  ASSERT_TRUE(message.ok()) << message.error().message();
  EXPECT_EQ(texts(message->answer), "www.example.com.\t300\tIN\tCNAME\ta.example.com.\n");
}

TEST(MessageBuilder, fills_a_message_of_65535_octets_and_no_more) {
  Octets out;
  MessageBuilder builder(out, 1000000);
  std::size_t added = 0;
  while (builder.add_record(Section::answer,
                            record("n" + std::to_string(added) + ".example.", RRType::NS,
                                   "ns" + std::to_string(added) + ".example.")))
    ++added;
  builder.finish(Header());
  EXPECT_LE(out.size(), 65535U);
  EXPECT_GT(out.size(), 65400U);
  const Message message = read_back(out);
  ASSERT_EQ(message.answer.size(), added);
  for (std::size_t i = 0; i < added; ++i) {
    ASSERT_EQ(message.answer[i].owner, name("n" + std::to_string(i) + ".example."));
  }
}

TEST(AppendAdditional, adds_a_record_to_a_finished_message) {
  Octets out = {9, 9};
  MessageBuilder builder(out);
  const Name owner = name("a.example.");
  ASSERT_TRUE(builder.add_question(asked(owner)));
  builder.finish(Header());
  append_additional(out, 2, record("key.example.", RRType::TXT, "mac", 0));
  const auto message = Message::read(OctetView(out).subspan(2));
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(texts(message->additional), "key.example.\t0\tIN\tTXT\t\"mac\"\n");
}
