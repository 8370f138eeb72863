// Letter case and cookies of queries to servers: what fits them, and how a server that does not
// bear them is asked.
#include "resolver/engine/servers/guarded_query.hpp"

#include <gtest/gtest.h>

#include "vouch/message/message.hpp"

namespace vouch::resolver {
namespace {

class Guarded : public ::testing::Test {
 protected:
  Guarded() { bearing.client_cookie = {1, 2, 3, 4, 5, 6, 7, 8}; }

  GuardedQuery query(GuardedQuery::Options options = {}) {
    return {question, options, bearing, [this] { return random = random * 1664525 + 1013904223; },
            now};
  }

  /// A reply that repeats what was sent, with a server cookie where it was to be.
  static Message honest(const GuardedQuery& query, const Octets& server_cookie = {}) {
    Message reply = make_query(1, query.current().question, false, Edns{});
    reply.header.qr = true;
    if (!server_cookie.empty() && query.current().cookie) {
      Octets value(query.current().cookie->value);
      value.resize(8);
      append_octets(value, server_cookie);
      reply.edns->options.push_back({EdnsOptionCode::cookie, value});
    }
    return reply;
  }
  Message folded(const GuardedQuery& query) const {
    Message reply = honest(query);
    reply.questions = {question};
    return reply;
  }
  bool has_cookie(const GuardedQuery& query) { return query.current().cookie.has_value(); }
  bool has_case(const GuardedQuery& query) {
    return !equal_octets(query.current().question.name.wire(), question.name.wire());
  }
  /// An exchange with a server that answers in full.
  void answer(const Octets& server_cookie = {}) {
    GuardedQuery asked = query();
    const Octets reply = honest(asked, server_cookie).write();
    ASSERT_TRUE(asked.fits(reply, false));
    ASSERT_FALSE(asked.on_reply(reply, false, bearing, now));
  }

  Question question{Name::parse("a-long-name-of-many-letters.example.").value(), RRType::A,
                    RRClass::IN};
  Bearing bearing;
  std::uint32_t random = 1;
  std::uint64_t now = 1'000;
  const Octets cookie{9, 9, 9, 9, 9, 9, 9, 9};
};

TEST_F(Guarded, draws_the_letters_of_each_query) {
  const GuardedQuery first = query();
  const GuardedQuery second = query();
  EXPECT_EQ(first.current().question.name, question.name) << "but for letter case";
  EXPECT_TRUE(has_case(first));
  EXPECT_FALSE(
      equal_octets(first.current().question.name.wire(), second.current().question.name.wire()));
  EXPECT_FALSE(has_case(query({false, true})));
  EXPECT_FALSE(has_cookie(query({true, false})));
}

TEST_F(Guarded, drops_what_is_in_other_letters_and_learns_nothing_from_one) {
  GuardedQuery asked = query();
  EXPECT_FALSE(asked.fits(folded(asked).write(), false));
  EXPECT_TRUE(asked.fits(honest(asked).write(), false));
  EXPECT_FALSE(asked.on_reply(honest(asked).write(), false, bearing, now));
  EXPECT_TRUE(has_case(query()));
}

// However often somebody guesses ID and port: the right reply shows that it was a forgery.
TEST_F(Guarded, is_not_weakened_by_forgeries_before_right_replies) {
  answer(cookie);
  for (int i = 0; i < 10; ++i) {
    GuardedQuery asked = query();
    ASSERT_TRUE(has_case(asked) && has_cookie(asked)) << i;
    Message wrong = honest(asked, cookie);
    wrong.edns->options[0].value[3] ^= 1;
    EXPECT_FALSE(asked.fits(folded(asked).write(), false));
    EXPECT_FALSE(asked.fits(wrong.write(), false));
    const Octets right = honest(asked, cookie).write();
    EXPECT_TRUE(asked.fits(right, false));
    EXPECT_FALSE(asked.on_reply(right, false, bearing, now));
  }
}

// An error without a question would go by whoever does not know the letters.
TEST_F(Guarded, drops_an_error_without_the_question) {
  GuardedQuery asked = query();
  Message reply = honest(asked);
  reply.questions.clear();
  reply.set_rcode(Rcode::SERVFAIL);
  EXPECT_FALSE(asked.fits(reply.write(), false));
  EXPECT_TRUE(asked.fits(reply.write(), true));
}

TEST_F(Guarded, learns_by_tcp_that_a_server_folds_letters_and_forgets_it) {
  GuardedQuery asked = query();
  const Octets reply = folded(asked).write();
  EXPECT_FALSE(asked.fits(reply, false));
  EXPECT_TRUE(asked.fits(reply, true));
  EXPECT_FALSE(asked.on_reply(reply, true, bearing, now));
  EXPECT_FALSE(has_case(query()));
  EXPECT_TRUE(has_cookie(query()));
  now += 86'400'000;
  EXPECT_TRUE(has_case(query()));
}

TEST_F(Guarded, learns_without_tcp_that_a_server_folds_letters_the_second_time) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(has_case(query()));
    GuardedQuery asked = query();
    EXPECT_FALSE(asked.fits(folded(asked).write(), false));
    asked.on_failure(true, bearing, now);
  }
  EXPECT_FALSE(has_case(query()));
}

TEST_F(Guarded, sends_the_cookie_that_the_server_gave) {
  answer(cookie);
  const GuardedQuery next = query();
  EXPECT_EQ(next.current().cookie->value, (Octets{1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9}));
}

TEST_F(Guarded, drops_a_wrong_cookie_and_none_from_who_has_sent_one) {
  GuardedQuery first = query();
  EXPECT_TRUE(first.fits(honest(first).write(), false)) << "nothing is known of the server";
  Message wrong = honest(first, cookie);
  wrong.edns->options[0].value[3] ^= 1;
  EXPECT_FALSE(first.fits(wrong.write(), false));
  wrong.edns->options[0].value.resize(5);
  EXPECT_FALSE(first.fits(wrong.write(), false)) << "no length of a cookie";

  answer(cookie);
  GuardedQuery second = query();
  EXPECT_FALSE(second.fits(honest(second).write(), false));
  EXPECT_TRUE(second.fits(honest(second, cookie).write(), false));
  EXPECT_TRUE(second.fits(honest(second).write(), true));
}

TEST_F(Guarded, learns_by_tcp_that_a_server_sends_cookies_no_more) {
  answer(cookie);
  GuardedQuery asked = query();
  const Octets reply = honest(asked).write();
  EXPECT_FALSE(asked.fits(reply, false));
  EXPECT_FALSE(asked.on_reply(reply, true, bearing, now));
  EXPECT_FALSE(has_cookie(query()));
  GuardedQuery next = query();
  EXPECT_TRUE(next.fits(honest(next).write(), false));
}

TEST_F(Guarded, does_not_unlearn_cookies_by_one_forged_reply) {
  answer(cookie);
  for (int i = 0; i < 5; ++i) {
    GuardedQuery asked = query();
    EXPECT_FALSE(asked.fits(honest(asked).write(), false));
    const Octets right = honest(asked, cookie).write();
    EXPECT_TRUE(asked.fits(right, false));
    EXPECT_FALSE(asked.on_reply(right, false, bearing, now));
    answer(cookie);
  }
  EXPECT_TRUE(has_cookie(query()));
}

TEST_F(Guarded, asks_again_with_the_new_cookie_and_then_by_tcp) {
  answer(cookie);
  GuardedQuery asked = query();
  for (std::uint8_t i = 1; i <= 3; ++i) {
    Message reply = honest(asked, Octets(8, i));
    reply.set_rcode(Rcode::BADCOOKIE);
    EXPECT_TRUE(asked.fits(reply.write(), false));
    ASSERT_EQ(asked.on_reply(reply.write(), false, bearing, now), i <= 2);
    if (i > 2) continue;
    EXPECT_EQ(asked.current().cookie->value.back(), i);
    EXPECT_EQ(asked.current().over_tcp, i == 2);
  }
}

// By UDP anybody might say so.
TEST_F(Guarded, asks_by_tcp_without_a_cookie_where_it_is_refused) {
  for (const Rcode rcode : {Rcode::FORMERR, Rcode::NOTIMP, Rcode::BADVERS}) {
    bearing = {};
    GuardedQuery asked = query();
    Message refusal = honest(asked);
    refusal.set_rcode(rcode);
    ASSERT_TRUE(asked.on_reply(refusal.write(), false, bearing, now));
    EXPECT_TRUE(asked.current().over_tcp);
    EXPECT_FALSE(has_cookie(asked));
    EXPECT_TRUE(has_cookie(query())) << "nothing is learnt from UDP";
    EXPECT_FALSE(asked.on_reply(honest(asked).write(), true, bearing, now));
    EXPECT_FALSE(has_cookie(query()));
  }
}

TEST_F(Guarded, keeps_the_refusal_where_tcp_fails) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(has_cookie(query()));
    GuardedQuery asked = query();
    Message refusal = honest(asked);
    refusal.set_rcode(Rcode::FORMERR);
    ASSERT_TRUE(asked.on_reply(refusal.write(), false, bearing, now));
    asked.on_failure(true, bearing, now);
    EXPECT_EQ(asked.reply(), refusal.write());
  }
  EXPECT_FALSE(has_cookie(query())) << "believed the second time";
}

TEST_F(Guarded, believes_no_refusal_of_a_server_that_sends_cookies) {
  answer(cookie);
  GuardedQuery asked = query();
  Message refusal = honest(asked, cookie);
  refusal.set_rcode(Rcode::FORMERR);
  EXPECT_FALSE(asked.on_reply(refusal.write(), false, bearing, now));
  EXPECT_TRUE(has_cookie(query()));
}

// Some servers, or what stands before them, drop what they do not know.
TEST_F(Guarded, tries_without_anything_after_two_losses) {
  for (int i = 0; i < 2; ++i) {
    GuardedQuery lost = query();
    EXPECT_TRUE(has_case(lost));
    lost.on_failure(true, bearing, now);
  }
  const auto try_plain = [this] {
    GuardedQuery plain = query();
    EXPECT_FALSE(has_case(plain));
    EXPECT_FALSE(has_cookie(plain));
    EXPECT_FALSE(plain.on_reply(honest(plain).write(), false, bearing, now));
  };
  try_plain();
  EXPECT_TRUE(has_case(query())) << "it may have been out of reach";
  query().on_failure(true, bearing, now);
  try_plain();
  EXPECT_FALSE(has_case(query()));
  EXPECT_FALSE(has_cookie(query()));
  now += 3'600'000;
  EXPECT_TRUE(has_case(query()));
}

TEST_F(Guarded, counts_what_is_late_once) {
  GuardedQuery late = query();
  late.on_late(bearing, now);
  late.on_late(bearing, now);
  late.on_failure(true, bearing, now);
  EXPECT_EQ(bearing.losses, 1U);
}

// Whoever can cut a server off must not get weaker queries for it.
TEST_F(Guarded, leaves_nothing_out_for_losses_of_a_server_that_has_answered) {
  answer();
  for (int i = 0; i < 10; ++i) query().on_failure(true, bearing, now);
  EXPECT_TRUE(has_case(query()));
  EXPECT_TRUE(has_cookie(query()));
}

TEST_F(Guarded, gives_names_their_letters_back) {
  const GuardedQuery asked = query();
  Message reply = honest(asked);
  reply.answer.push_back(
      {asked.current().question.name, RRType::A, RRClass::IN, Ttl{60}, {1, 2, 3, 4}});
  Octets octets = reply.write();
  GuardedQuery::restore_letters(octets, question);
  const Message restored = Message::read(octets).value();
  EXPECT_TRUE(equal_octets(restored.questions.at(0).name.wire(), question.name.wire()));
  EXPECT_TRUE(equal_octets(restored.answer.at(0).owner.wire(), question.name.wire()));
  Octets cut{1, 2, 3};
  GuardedQuery::restore_letters(cut, question);
  EXPECT_EQ(cut, (Octets{1, 2, 3}));
}

}  // namespace
}  // namespace vouch::resolver
