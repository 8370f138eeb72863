#include "vouch/message/message.hpp"

#include "tests/unit/message/octets.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

Message answer_of(std::size_t records) {
  Message message = make_query(7, {name("a.example."), RRType::TXT}, true);
  message.header.qr = true;
  for (std::size_t i = 0; i < records; ++i) {
    message.answer.push_back(
        record("a" + std::to_string(i) + ".example.", RRType::TXT, std::string(40, 'x')));
  }
  return message;
}

Message read(const Octets& octets) {
  auto message = Message::read(octets);
  EXPECT_TRUE(message.ok()) << message.error().message();
  return message.ok() ? *message : Message();
}

}  // namespace

TEST(Message, a_query_has_one_question_and_perhaps_edns) {
  Edns edns;
  edns.dnssec_ok = true;
  const Message query = make_query(0x1234, {name("example.com."), RRType::A}, true, edns);
  EXPECT_EQ(query.write(), octets_from(edns_query_hex));
  EXPECT_EQ(make_query(0x1234, {name("example.com."), RRType::A}, true).write(),
            octets_from(query_hex));
}

TEST(Message, what_is_written_is_read_as_the_same) {
  Message message = answer_of(3);
  message.authority.push_back(record("example.", RRType::SOA, "ns.example. h.example. 1 2 3 4 5"));
  message.additional.push_back(record("ns.example.", RRType::A, "192.0.2.1"));
  message.edns = Edns();
  message.edns->udp_size = 4096;
  message.edns->options.push_back({EdnsOptionCode::nsid, {1, 2}});
  message.set_rcode(Rcode::BADCOOKIE);
  const Message again = read(message.write());
  EXPECT_EQ(again.header.answer_count, 3);
  EXPECT_EQ(again.header.additional_count, 2) << "with the OPT record";
  EXPECT_EQ(again.questions, message.questions);
  EXPECT_EQ(again.answer, message.answer);
  EXPECT_EQ(again.authority, message.authority);
  EXPECT_EQ(again.additional, message.additional);
  EXPECT_EQ(again.edns, message.edns);
  EXPECT_EQ(again.rcode(), Rcode::BADCOOKIE);
  EXPECT_EQ(read(again.write()), again);
}

TEST(Message, errors_are_those_of_the_message_and_of_rdata) {
  EXPECT_EQ(Message::read(octets_from(query_hex + "00")).error().code, ErrorCode::trailing_octets);
  EXPECT_EQ(
      Message::read(octets_from("0000 8000 0000 0001 0000 0000 00 0001 0001 00000000 0003 c00002"))
          .error()
          .code,
      ErrorCode::truncated);
  EXPECT_EQ(Message::read(
                octets_from("0000 8000 0000 0001 0000 0000 00 0001 0001 00000000 0005 c000020101"))
                .error()
                .code,
            ErrorCode::trailing_octets);
}

TEST(Message, leaves_out_whole_rrsets_and_says_so) {
  Message message = answer_of(0);
  message.edns = Edns();
  for (int i = 0; i < 20; ++i) {
    message.answer.push_back(record("a.example.", RRType::TXT, "x" + std::to_string(i)));
  }
  for (int i = 0; i < 40; ++i) {
    message.answer.push_back(record("b.example.", RRType::TXT, "x" + std::to_string(i)));
  }
  message.authority.push_back(record("example.", RRType::NS, "ns.example."));
  const Octets octets = message.write(600);
  EXPECT_LE(octets.size(), 600U);
  const Message cut = read(octets);
  EXPECT_TRUE(cut.header.tc);
  EXPECT_EQ(cut.answer.size(), 20U);
  EXPECT_TRUE(cut.authority.empty()) << "nothing after what did not fit";
  EXPECT_TRUE(cut.edns);
}

TEST(Message, what_is_lacking_in_the_additional_section_is_no_truncation) {
  Message message = answer_of(1);
  for (int i = 0; i < 40; ++i)
    message.additional.push_back(
        record("g" + std::to_string(i) + ".example.", RRType::A, "192.0.2.1"));
  const Message cut = read(message.write(200));
  EXPECT_FALSE(cut.header.tc);
  EXPECT_GT(cut.additional.size(), 0U);
  EXPECT_LT(cut.additional.size(), 40U);
}

TEST(Message, a_tsig_record_stays_the_last_behind_opt) {
  Message message = answer_of(30);
  message.edns = Edns();
  message.additional.push_back(record("ns.example.", RRType::A, "192.0.2.1"));
  Record tsig{name("key."), RRType::TSIG, RRClass::ANY, Ttl{0}, {}};
  tsig.rdata = octets_from("076861736831323300 000000000001 012c 0000 1234 0000 0000");
  ASSERT_TRUE(check_rdata(RRType::TSIG, RRClass::ANY, tsig.rdata).ok());
  message.additional.push_back(tsig);
  for (const std::size_t limit : {std::size_t{512}, max_message_octets}) {
    const Octets octets = message.write(limit);
    EXPECT_LE(octets.size(), limit);
    const auto view = MessageView::read(octets);
    ASSERT_TRUE(view.ok()) << view.error().message();
    ASSERT_TRUE(view->tsig());
    EXPECT_TRUE(view->edns());
    EXPECT_EQ(view->header().tc, limit == 512);
    EXPECT_EQ(read(octets).additional.back(), tsig);
  }
}

TEST(Message, every_cut_of_a_message_is_an_error) {
  Message message = answer_of(2);
  message.edns = Edns();
  const Octets octets = message.write();
  for (std::size_t size = 0; size < octets.size(); ++size) {
    EXPECT_FALSE(Message::read(OctetView(octets).first(size)).ok()) << size;
  }
}
