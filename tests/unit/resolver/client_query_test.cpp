// What clients send, and what must be refused at once.
#include "resolver/engine/client_query.hpp"

#include <gtest/gtest.h>

#include "vouch/message/message.hpp"

namespace vouch::resolver {
namespace {

Message query(const std::string& name, RRType type, bool with_edns = true) {
  std::optional<Edns> edns;
  if (with_edns) edns.emplace();
  return make_query(77, {Name::parse(name).value(), type, RRClass::IN}, true, edns);
}

struct Read {
  std::optional<ClientQuery> query;
  Octets reply;

  Message refusal() const { return Message::read(reply).value(); }
};

Read read(const Octets& octets) {
  Read read;
  read.query = read_client_query(octets, read.reply);
  return read;
}
Read read(const Message& message) { return read(message.write()); }

std::optional<ExtendedErrorCode> ede(const Message& reply) {
  if (!reply.edns || reply.edns->extended_errors().empty()) return std::nullopt;
  return reply.edns->extended_errors().front().code;
}

TEST(ClientQuery, is_read) {
  Message message = query("www.Example.test.", RRType::AAAA);
  message.header.cd = true;
  message.edns->dnssec_ok = true;
  message.edns->compact_ok = true;
  message.edns->udp_size = 4096;
  const auto found = read(message).query;
  ASSERT_TRUE(found);
  EXPECT_EQ(found->question.text(), "www.Example.test. IN AAAA");
  EXPECT_TRUE(found->header.cd);
  EXPECT_TRUE(found->has_edns && found->dnssec_ok && found->compact_ok);
  EXPECT_EQ(found->udp_size, 4096);
}

TEST(ClientQuery, has_room_for_512_octets_at_least) {
  EXPECT_EQ(read(query("a.test.", RRType::A, false)).query->udp_size, 512);
  Message small = query("a.test.", RRType::A);
  small.edns->udp_size = 100;
  EXPECT_EQ(read(small).query->udp_size, 512) << "RFC 6891 section 6.2.3";
}

// RFC 9824 section 3.5.
TEST(ClientQuery, for_nxname_is_a_format_error_and_is_not_sent_on) {
  const Message reply = read(query("a.test.", RRType{128})).refusal();
  EXPECT_EQ(reply.rcode(), Rcode::FORMERR);
  EXPECT_EQ(ede(reply), ExtendedErrorCode::invalid_query_type);
}

TEST(ClientQuery, for_transfers_is_refused) {
  for (const RRType type : {RRType::AXFR, RRType::IXFR})
    EXPECT_EQ(read(query("a.test.", type)).refusal().rcode(), Rcode::REFUSED);
}

TEST(ClientQuery, for_types_of_messages_is_a_format_error) {
  for (const RRType type : {RRType::OPT, RRType::TSIG, RRType::TKEY})
    EXPECT_EQ(read(query("a.test.", type)).refusal().rcode(), Rcode::FORMERR) << text(type);
}

TEST(ClientQuery, in_other_classes_is_refused) {
  for (const RRClass rrclass : {RRClass::CH, RRClass::HS, RRClass::ANY, RRClass{77}}) {
    Message message = query("version.bind.", RRType::TXT);
    message.questions[0].rrclass = rrclass;
    EXPECT_EQ(read(message).refusal().rcode(), Rcode::REFUSED);
  }
}

TEST(ClientQuery, of_other_operations_is_not_implemented) {
  for (const Opcode opcode : {Opcode::NOTIFY, Opcode::UPDATE, Opcode{2}, Opcode{15}}) {
    Message message = query("a.test.", RRType::A);
    message.header.opcode = opcode;
    EXPECT_EQ(read(message).refusal().rcode(), Rcode::NOTIMP);
  }
}

TEST(ClientQuery, of_another_version_of_edns_is_told_so) {
  Message message = query("a.test.", RRType::A);
  message.edns->version = 1;
  const Message reply = read(message).refusal();
  EXPECT_EQ(reply.rcode(), Rcode::BADVERS);
  EXPECT_EQ(reply.edns->version, 0);
}

TEST(ClientQuery, with_another_number_of_questions_is_a_format_error) {
  Message none = query("a.test.", RRType::A);
  none.questions.clear();
  EXPECT_EQ(read(none).refusal().rcode(), Rcode::FORMERR);
  Message two = query("a.test.", RRType::A);
  two.questions.push_back(two.questions[0]);
  EXPECT_EQ(read(two).refusal().rcode(), Rcode::FORMERR);
}

TEST(ClientQuery, that_is_cut_is_a_format_error_with_its_id) {
  Octets octets = query("a.test.", RRType::A).write();
  octets.resize(octets.size() - 3);
  const Message reply = read(octets).refusal();
  EXPECT_EQ(reply.rcode(), Rcode::FORMERR);
  EXPECT_EQ(reply.header.id, 77);
}

// Two servers that answer each other's answers would never end.
TEST(ClientQuery, is_no_reply_and_is_a_whole_header) {
  Message reply = query("a.test.", RRType::A);
  reply.header.qr = true;
  EXPECT_FALSE(read(reply).query);
  EXPECT_TRUE(read(reply).reply.empty());
  EXPECT_TRUE(read(Octets(11, 0)).reply.empty());
  EXPECT_TRUE(read(Octets()).reply.empty());
}

TEST(ClientQuery, without_edns_gets_none_back) {
  const Message reply = read(query("a.test.", RRType::AXFR, false)).refusal();
  EXPECT_FALSE(reply.edns);
  EXPECT_TRUE(reply.header.rd && reply.header.ra && reply.header.qr);
}

}  // namespace
}  // namespace vouch::resolver
