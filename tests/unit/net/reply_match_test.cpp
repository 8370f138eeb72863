#include "net/reply_match.hpp"

#include <gtest/gtest.h>

#include "tests/unit/net/messages.hpp"

namespace vouch::net::test {
namespace {

TEST(ReplyMatch, takes_the_answer_to_the_query) {
  const Octets query = make_query(0x1234);
  EXPECT_TRUE(is_reply_to(query, make_reply(query)));
  EXPECT_TRUE(is_reply_to(query, make_reply(query, 100)));
}

TEST(ReplyMatch, refuses_other_ids_and_queries) {
  const Octets query = make_query(0x1234);
  EXPECT_FALSE(is_reply_to(query, make_reply(make_query(0x1235))));
  EXPECT_FALSE(is_reply_to(query, make_reply(make_query(0x1334))));
  EXPECT_FALSE(is_reply_to(query, query));
}

TEST(ReplyMatch, refuses_another_opcode) {
  const Octets query = make_query(1);
  Octets reply = make_reply(query);
  reply[2] |= 0x20;
  EXPECT_FALSE(is_reply_to(query, reply));
}

TEST(ReplyMatch, refuses_another_question) {
  const Octets query = make_query(1, "www.example.");
  EXPECT_FALSE(is_reply_to(query, make_reply(make_query(1, "wwx.example."))));
  EXPECT_FALSE(is_reply_to(query, make_reply(make_query(1, "www.example.com."))));
  for (const std::size_t from_end : {3U, 1U}) {
    Octets reply = make_reply(query);
    reply[reply.size() - from_end] ^= 2;
    EXPECT_FALSE(is_reply_to(query, reply)) << from_end;
  }
}

TEST(ReplyMatch, ignores_letter_case) {
  const Octets query = make_query(1, "wWw.ExAmple.");
  const Octets other = make_reply(make_query(1, "www.example."));
  EXPECT_TRUE(is_reply_to(query, other));
}

TEST(ReplyMatch, takes_an_answer_without_question_only_with_an_error) {
  const Octets query = make_query(1);
  Octets reply = make_reply(query);
  reply.resize(12);
  reply[5] = 0;
  EXPECT_FALSE(is_reply_to(query, reply));
  reply[3] |= 1;  // FORMERR
  EXPECT_TRUE(is_reply_to(query, reply));
}

TEST(ReplyMatch, refuses_what_is_cut_or_malformed) {
  const Octets query = make_query(1);
  const Octets reply = make_reply(query);
  for (std::size_t size = 0; size < reply.size(); ++size) {
    EXPECT_FALSE(is_reply_to(query, OctetView(reply).first(size))) << size;
  }
  Octets pointer = reply;
  pointer[12] = 0xc0;
  EXPECT_FALSE(is_reply_to(query, pointer));
  EXPECT_FALSE(is_reply_to({}, reply));
}

TEST(ReplyMatch, takes_later_messages_of_a_transfer_without_question) {
  const Octets query = make_query(7);
  Octets later = make_reply(query);
  later.resize(12);
  later[5] = 0;
  EXPECT_TRUE(is_continuation_of(query, later));
  later[1] ^= 1;
  EXPECT_FALSE(is_continuation_of(query, later));
}

TEST(ReplyMatch, sees_truncation) {
  Octets reply = make_reply(make_query(1));
  EXPECT_FALSE(is_truncated(reply));
  reply[2] |= 2;
  EXPECT_TRUE(is_truncated(reply));
  EXPECT_FALSE(is_truncated(OctetView(reply).first(11)));
}

}  // namespace
}  // namespace vouch::net::test
