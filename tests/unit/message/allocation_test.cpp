// Answering a query must not allocate: reading a message and building a reply are counted here.
#include "tests/unit/message/allocation_count.hpp"
#include "tests/unit/message/octets.hpp"
#include "vouch/message/builder.hpp"
#include "vouch/message/message_view.hpp"

using namespace vouch;
using namespace vouch::test;

TEST(Allocation, reading_a_query_takes_none) {
  const Octets octets = octets_from(
      "1234 0100 0001 0000 0000 0001"
      "28"
      "6162636465666768696a6162636465666768696a6162636465666768696a6162636465666768696a"
      "076578616d706c6503636f6d00 0001 0001"
      "00 0029 04d0 00008000 000c 000a00080102030405060708");
  const std::size_t before = allocation_count();
  const auto view = MessageView::read(octets);
  const bool good = view.ok() && view->question() && view->dnssec_ok() && view->edns() &&
                    view->edns()->options.contains(EdnsOptionCode::cookie);
  EXPECT_EQ(allocation_count(), before);
  EXPECT_TRUE(good);
}

TEST(Allocation, walking_a_reply_takes_none) {
  Octets octets;
  octets.reserve(1000);
  MessageBuilder builder(octets);
  for (int i = 0; i < 20; ++i) {
    builder.add_record(Section::answer,
                       record("a-rather-long-label-for-this.example.", RRType::A, "192.0.2.1"));
  }
  builder.finish(Header());
  const Name owner = name("a-rather-long-label-for-this.example.");
  const std::size_t before = allocation_count();
  const auto view = MessageView::read(octets);
  std::size_t found = 0;
  if (view.ok()) {
    for (const RecordView& record : view->answer()) found += record.owner_is(owner) ? 1 : 0;
  }
  EXPECT_EQ(allocation_count(), before);
  EXPECT_EQ(found, 20U);
}

TEST(Allocation, building_a_reply_into_reserved_octets_takes_none) {
  const RRset answer =
      rrset("a-rather-long-label-for-this.example.", RRType::A, {"192.0.2.1", "192.0.2.2"});
  const RRset servers = rrset("example.", RRType::NS, {"ns1.example.", "ns2.example."});
  const Name owner = answer.owner();
  Edns edns;
  edns.options.push_back({EdnsOptionCode::nsid, {1, 2, 3}});
  Octets out;
  out.reserve(1300);
  const std::size_t before = allocation_count();
  MessageBuilder builder(out, 1232);
  bool good = builder.reserve_edns(edns);
  good = builder.add_question({owner, RRType::A, RRClass::IN}) && good;
  good = builder.add_rrset(Section::answer, answer, {}, {.owner = owner.view(), .ttl = {}}) && good;
  good = builder.add_rrset(Section::authority, servers) && good;
  builder.finish(Header(), Rcode::NOERROR);
  EXPECT_EQ(allocation_count(), before);
  EXPECT_TRUE(good);
}
