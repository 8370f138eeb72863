// Replies to clients: AD, DO, CD, CO, extended errors, sizes.
#include "resolver/engine/reply.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

using testing::record_of;

ClientQuery query_for(const std::string& name, RRType type) {
  ClientQuery query;
  query.question = {name_of(name), type, RRClass::IN};
  query.header.rd = true;
  query.header.id = 77;
  query.header.question_count = 1;
  return query;
}

Message write(const ClientQuery& query, const Answer& answer, std::size_t limit = 65535) {
  Octets octets;
  write_reply(query, answer, limit, octets);
  EXPECT_LE(octets.size(), limit);
  return Message::read(octets).value();
}

std::size_t count(const std::vector<Record>& records, RRType type) {
  return static_cast<std::size_t>(std::count_if(
      records.begin(), records.end(), [&](const Record& each) { return each.type == type; }));
}

std::vector<WorldZone> zones() {
  WorldZone zone{"example.test."};
  zone.text = "www A 192.0.2.1\nalias CNAME www\n*.wild A 192.0.2.3\nbad A 192.0.2.4\n";
  for (int i = 0; i < 30; ++i)
    zone.text += "big TXT \"" + std::to_string(i) + std::string(60, 'x') + "\"\n";
  zone.after_signing = [](std::vector<Record>& records) {
    testing::alter(records, "bad.example.test.", RRType::A);
  };
  return {WorldZone{"test."}, zone};
}

class Replies : public ::testing::Test {
 protected:
  Message ask(ClientQuery query, std::size_t limit = 65535) {
    const Answer answer =
        internet_.ask(query.question.name.text(), query.question.type, query.header.cd);
    return write(query, answer, limit);
  }

  Internet internet_{zones()};
};

// RFC 6840 sections 5.7 and 5.8.
TEST_F(Replies, have_ad_for_those_who_understand_it) {
  ClientQuery plain = query_for("www.example.test.", RRType::A);
  EXPECT_FALSE(ask(plain).header.ad);
  ClientQuery with_ad = plain;
  with_ad.header.ad = true;
  EXPECT_TRUE(ask(with_ad).header.ad);
  ClientQuery with_do = plain;
  with_do.has_edns = with_do.dnssec_ok = true;
  EXPECT_TRUE(ask(with_do).header.ad);
}

// RFC 4035 section 3.2.1.
TEST_F(Replies, have_no_dnssec_records_for_those_who_did_not_set_do) {
  ClientQuery query = query_for("none.example.test.", RRType::A);
  query.has_edns = true;
  const Message plain = ask(query);
  EXPECT_EQ(count(plain.authority, RRType::SOA), 1U);
  EXPECT_EQ(count(plain.authority, RRType::NSEC) + count(plain.authority, RRType::RRSIG), 0U);
  EXPECT_FALSE(plain.edns->dnssec_ok);
  query.dnssec_ok = true;
  const Message with_do = ask(query);
  EXPECT_GE(count(with_do.authority, RRType::NSEC), 1U);
  EXPECT_GE(count(with_do.authority, RRType::RRSIG), 2U);
  EXPECT_TRUE(with_do.edns->dnssec_ok);
}

TEST_F(Replies, have_dnssec_records_that_were_asked_for) {
  EXPECT_GE(count(ask(query_for("example.test.", RRType::DNSKEY)).answer, RRType::DNSKEY), 2U);
  EXPECT_EQ(count(ask(query_for("www.example.test.", RRType::NSEC)).answer, RRType::NSEC), 1U);
  EXPECT_GE(count(ask(query_for("www.example.test.", RRType::RRSIG)).answer, RRType::RRSIG), 1U);
  EXPECT_FALSE(ask(query_for("www.example.test.", RRType::RRSIG)).header.ad)
      << "signatures are not signed";
}

TEST_F(Replies, keep_id_question_and_letters) {
  const Message reply = ask(query_for("WwW.eXample.test.", RRType::A));
  EXPECT_EQ(reply.header.id, 77);
  EXPECT_EQ(reply.questions.at(0).text(), "WwW.eXample.test. IN A");
  EXPECT_TRUE(reply.header.qr && reply.header.rd && reply.header.ra);
  EXPECT_FALSE(reply.header.aa);
}

TEST_F(Replies, have_no_edns_for_those_who_have_none) {
  const Message reply = ask(query_for("bad.example.test.", RRType::A));
  EXPECT_EQ(reply.rcode(), Rcode::SERVFAIL);
  EXPECT_FALSE(reply.edns);
}

TEST_F(Replies, that_refuse_say_so_with_answer_sections_empty) {
  ClientQuery query = query_for("bad.example.test.", RRType::A);
  query.has_edns = query.dnssec_ok = true;
  const Message reply = ask(query);
  EXPECT_EQ(reply.rcode(), Rcode::SERVFAIL);
  EXPECT_TRUE(reply.answer.empty() && reply.authority.empty());
  EXPECT_FALSE(reply.header.ad);
  ASSERT_EQ(reply.edns->extended_errors().size(), 1U);
  const ExtendedError error = reply.edns->extended_errors().at(0);
  EXPECT_EQ(error.code, ExtendedErrorCode::dnssec_bogus);
  EXPECT_THAT(error.text, ::testing::HasSubstr("RFC 4035"));
}

TEST_F(Replies, that_do_not_fit_are_cut_between_rrsets) {
  ClientQuery query = query_for("big.example.test.", RRType::TXT);
  query.has_edns = true;
  const Message cut = ask(query, 512);
  EXPECT_TRUE(cut.header.tc);
  EXPECT_TRUE(cut.answer.empty()) << "RFC 2181 section 9";
  EXPECT_FALSE(ask(query).header.tc);
}

TEST_F(Replies, that_refuse_fit_with_the_reason_into_a_small_datagram) {
  ClientQuery query = query_for("bad.example.test.", RRType::A);
  query.has_edns = true;
  const Message reply = ask(query, 512);
  EXPECT_EQ(reply.rcode(), Rcode::SERVFAIL);
  EXPECT_FALSE(reply.header.tc);
  EXPECT_EQ(reply.edns->extended_errors().size(), 1U);
}

// RFC 9824 section 5.
TEST(CompactDenials, are_nxdomain_for_those_who_set_co) {
  auto verdict = std::make_shared<Verdict>();
  verdict->nxname = true;
  verdict->kind = AnswerKind::no_type;
  const RRset soa =
      testing::rrset_of({record_of("test. SOA ns. hostmaster. 1 2 3 4 5")}, "test.", RRType::SOA);
  verdict->rrsets.push_back(
      {{soa, RRset()}, Section::authority, Status::secure, Reason::chain_holds, Ttl{5}});
  const Answer answer{verdict};
  ClientQuery query = query_for("none.test.", RRType::A);
  query.has_edns = query.dnssec_ok = true;
  EXPECT_EQ(write(query, answer).rcode(), Rcode::NOERROR);
  query.compact_ok = true;
  const Message reply = write(query, answer);
  EXPECT_EQ(reply.rcode(), Rcode::NXDOMAIN);
  EXPECT_TRUE(reply.edns->compact_ok);
}

// RFC 8482 section 4.1.
TEST(RepliesToAny, have_one_rrset_where_that_is_enough) {
  auto verdict = std::make_shared<Verdict>();
  for (const auto& [line, type] : {std::pair{"a.test. A 192.0.2.1", RRType::A},
                                   {"a.test. TXT \"a\"", RRType::TXT},
                                   {"a.test. MX 1 a.test.", RRType::MX}}) {
    const RRset rrset = testing::rrset_of({record_of(line)}, "a.test.", type);
    verdict->rrsets.push_back(
        {{rrset, RRset()}, Section::answer, Status::secure, Reason::chain_holds, Ttl{5}});
  }
  ClientQuery query = query_for("a.test.", RRType::ANY);
  EXPECT_EQ(write(query, {verdict}).answer.size(), 3U);
  query.takes_minimal_any = true;
  const Message minimal = write(query, {verdict});
  ASSERT_EQ(minimal.answer.size(), 1U);
  EXPECT_EQ(minimal.answer[0].type, RRType::A);
  EXPECT_FALSE(minimal.header.tc);
  query.question.type = RRType::A;
  EXPECT_EQ(write(query, {verdict}).answer.size(), 3U) << "for ANY only";
}

TEST(Limits, that_ended_the_work_are_named) {
  auto verdict = std::make_shared<Verdict>();
  verdict->conclusion.reason = Reason::answer_failed;
  verdict->rcode = Rcode::SERVFAIL;
  Answer answer{verdict};
  answer.limit = "more than 100 queries to servers";
  ClientQuery query = query_for("a.test.", RRType::A);
  query.has_edns = true;
  const Message reply = write(query, answer);
  EXPECT_THAT(reply.edns->extended_errors().at(0).text,
              ::testing::HasSubstr("more than 100 queries to servers"));
}

TEST(TimesToLive, count_down_and_end_at_zero) {
  auto verdict = std::make_shared<Verdict>();
  const RRset rrset = testing::rrset_of({record_of("a.test. A 192.0.2.1")}, "a.test.", RRType::A);
  verdict->rrsets.push_back(
      {{rrset, RRset()}, Section::answer, Status::secure, Reason::chain_holds, Ttl{10}});
  Answer answer{verdict};
  const ClientQuery query = query_for("a.test.", RRType::A);
  EXPECT_EQ(write(query, answer).answer.at(0).ttl, Ttl{10});
  answer.age_ms = 3999;
  EXPECT_EQ(write(query, answer).answer.at(0).ttl, Ttl{7});
  answer.age_ms = 60'000;
  EXPECT_EQ(write(query, answer).answer.at(0).ttl, Ttl{0});
}

}  // namespace
}  // namespace vouch::resolver
