#include "authority/engine/rate_limiter.hpp"

#include <gtest/gtest.h>

#include "authority/engine/answer.hpp"
#include "tests/unit/authority/world.hpp"
#include "vouch/message/query.hpp"

namespace vouch::authority {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr RateLimit ten_a_second{second / 10, 2};

const Octets client = {192, 0, 2, 1};

class Limiter : public testing::Test {
 protected:
  /// How many of the answers are sent whole, as the server would.
  struct Sent {
    int whole = 0;
    int truncated = 0;
    int dropped = 0;
  };
  Sent send(int count, OctetView address, const AnswerSource& source, std::uint64_t from_ns,
            std::uint64_t over_ns, const RateLimit& limit = ten_a_second) {
    Sent sent;
    for (int i = 0; i < count; ++i) {
      const std::uint64_t now =
          from_ns + over_ns * static_cast<std::uint64_t>(i) / static_cast<std::uint64_t>(count);
      if (limiter_.is_quiet(limit, address, now)) {
        ++sent.whole;
        continue;
      }
      const Passage passage = limiter_.judge(limit, address, source, now);
      ++(passage == Passage::whole       ? sent.whole
         : passage == Passage::truncated ? sent.truncated
                                         : sent.dropped);
    }
    return sent;
  }

  static AnswerSource source(std::string_view name, RRType type = RRType::A) {
    static std::vector<std::unique_ptr<Name>> names;
    names.push_back(std::make_unique<Name>(Name::parse(name).value()));
    return {*names.back(), type, Rcode::NOERROR};
  }

  RateLimiter limiter_{SipKey{1, 2, 3}};
};

TEST_F(Limiter, leaves_what_is_within_the_rate_alone) {
  EXPECT_EQ(send(100, client, source("a."), second, 10 * second).whole, 100);
}

TEST_F(Limiter, keeps_a_flood_of_one_response_to_the_rate) {
  const Sent sent = send(100'000, client, source("a."), second, 10 * second);
  EXPECT_GE(sent.whole, 100);
  EXPECT_LE(sent.whole, 125)
      << "a second's worth at once by block and by response, then ten a second";
  EXPECT_NEAR(sent.truncated, sent.dropped, 1);
}

TEST_F(Limiter, sends_as_many_truncated_as_slip_says) {
  const Sent none = send(1000, client, source("a."), second, second, {second / 10, 0});
  EXPECT_EQ(none.truncated, 0);
  const Sent all = send(1000, {{10, 0, 0, 1}}, source("a."), second, second, {second / 10, 1});
  EXPECT_EQ(all.dropped, 0);
  EXPECT_GT(all.truncated, 900);
}

TEST_F(Limiter, counts_each_response_for_itself) {
  send(1000, client, source("a."), second, second);
  EXPECT_GE(send(10, client, source("b."), 2 * second, second).whole, 10);
  EXPECT_GE(send(10, client, source("a.", RRType::MX), 2 * second, second).whole, 10);
  AnswerSource denied = source("a.");
  denied.rcode = Rcode::NXDOMAIN;
  EXPECT_GE(send(10, client, denied, 2 * second, second).whole, 10);
}

TEST_F(Limiter, ignores_letter_case) {
  send(1000, client, source("a."), second, second);
  EXPECT_NE(limiter_.judge(ten_a_second, client, source("A."), second), Passage::whole);
}

TEST_F(Limiter, counts_blocks_of_24_and_56_bits) {
  send(1000, client, source("a."), second, second);
  EXPECT_LE(send(100, {{192, 0, 2, 99}}, source("a."), 2 * second, second).whole, 12);
  EXPECT_GE(send(10, {{192, 0, 3, 1}}, source("a."), 2 * second, second).whole, 10);
  Octets v6(16, 0x20);
  send(1000, v6, source("a."), second, second);
  v6[7] = 1;
  EXPECT_LE(send(100, v6, source("a."), 2 * second, second).whole, 12);
  v6[6] = 1;
  EXPECT_GE(send(10, v6, source("a."), 2 * second, second).whole, 10);
}

TEST_F(Limiter, forgets_a_flood_soon) {
  send(100'000, client, source("a."), second, second);
  EXPECT_EQ(send(20, client, source("a."), 5 * second, 2 * second).whole, 20);
}

// Noise from everywhere must not push out what is being limited.
TEST_F(Limiter, remembers_a_flood_among_noise) {
  const AnswerSource flooded = source("a.");
  int whole = 0;
  std::uint64_t now = second;
  for (std::uint32_t i = 0; i < 400'000; ++i, now += 10'000) {
    const Octets noise = {10, static_cast<std::uint8_t>(i >> 10), static_cast<std::uint8_t>(i >> 2),
                          1};
    send(1, noise, flooded, now, 1);
    if (i % 100 == 0) whole += send(1, client, flooded, now, 1).whole;
  }
  EXPECT_LE(whole, 70) << "of 4000 in four seconds";
}

// ---- what counts as one response

class Source : public testing::Test {
 protected:
  std::string of(const std::string& name, RRType type) {
    const Octets message = make_query(name, type, Edns::dnssec);
    const Octets address = {192, 0, 2, 1};
    Octets reply;
    const AnswerSource source = answer(world_.zones, *read_query(message),
                                       {Transport::udp, address, 0}, world_.policy, reply);
    return source.name.text() + ' ' + text(source.type) + ' ' + std::string(text(source.rcode));
  }
  const World world_{Chain::nsec};
};

TEST_F(Source, of_positive_answers_is_name_and_type) {
  EXPECT_EQ(of("a.example.", RRType::A), "a.example. A NOERROR");
  EXPECT_EQ(of("alias2.example.", RRType::A), "alias2.example. A NOERROR");
}

TEST_F(Source, of_any_number_of_names_is_one) {
  EXPECT_EQ(of("x1.wild.example.", RRType::A), "*.wild.example. A NOERROR");
  EXPECT_EQ(of("x1.dn.example.", RRType::A), "dn.example. A NXDOMAIN");
  EXPECT_EQ(of("x1.example.", RRType::A), "example. TYPE0 NXDOMAIN");
  EXPECT_EQ(of("x1.secure.example.", RRType::A), "secure.example. TYPE0 NOERROR");
  EXPECT_EQ(of("x1.elsewhere.test.", RRType::A), ". TYPE0 REFUSED");
}

TEST_F(Source, of_no_data_is_the_name_whatever_the_type) {
  EXPECT_EQ(of("a.example.", RRType{1000}), "a.example. TYPE0 NOERROR");
  EXPECT_EQ(of("x1.wild.example.", RRType{1001}), "*.wild.example. TYPE0 NOERROR");
}

TEST_F(Source, of_a_truncated_answer_has_the_question_the_opt_and_tc) {
  const Octets message = make_query("a.example.", RRType::A, Edns::dnssec);
  Octets octets;
  answer_truncated(*read_query(message), Client{}, world_.policy, Rcode::NXDOMAIN, octets);
  const Reply reply = read_reply(octets);
  EXPECT_EQ(reply.flags, "tc");
  EXPECT_EQ(reply.rcode, "NXDOMAIN");
  EXPECT_EQ(reply.questions, 1U);
  EXPECT_TRUE(reply.has_opt);
  EXPECT_EQ(octets.size(), message.size());
}

}  // namespace
}  // namespace vouch::authority
