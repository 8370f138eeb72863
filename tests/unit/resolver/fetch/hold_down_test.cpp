// When a server is left alone for a zone, for how long, and who tries again (RFC 9520 section 3.2).
#include "resolver/engine/servers/hold_down.hpp"

#include <gtest/gtest.h>

namespace vouch::resolver {
namespace {

ServerAddress server(std::uint8_t last) {
  ServerAddress address;
  address.octets = {192, 0, 2, last};
  return address;
}

const Name zone = Name::parse("example.test.").value();
const Name other_zone = Name::parse("other.test.").value();

class HoldingDown : public ::testing::Test {
 protected:
  Standing standing(std::uint64_t now) { return holds_.standing(server(1), zone, now); }
  void lose_questions(unsigned count, std::uint64_t now) {
    for (unsigned i = 0; i < count; ++i) holds_.note_lost(server(1), zone, now);
  }
  void lose_probes(unsigned count, std::uint64_t now) {
    for (unsigned i = 0; i < count; ++i) holds_.note_probe_lost(server(1), zone, now);
  }

  HoldDown holds_;
};

TEST_F(HoldingDown, follows_from_no_question_however_many_are_lost) {
  lose_questions(2, 1000);
  EXPECT_EQ(standing(1000), Standing::good);
  lose_questions(1, 1000);
  EXPECT_EQ(standing(1000), Standing::suspected);
  lose_questions(1000, 1000);
  EXPECT_EQ(standing(1000), Standing::suspected);
  EXPECT_EQ(standing(1000 + 61'000), Standing::good) << "it is forgotten";
}

TEST_F(HoldingDown, follows_from_probes_and_lasts_twice_as_long_each_time_up_to_a_minute) {
  lose_questions(3, 1000);
  lose_probes(1, 1000);
  EXPECT_EQ(standing(1000), Standing::suspected) << "one may be lost";
  std::uint64_t now = 1000;
  for (const std::uint64_t seconds : {1U, 2U, 4U, 8U, 16U, 32U, 60U, 60U}) {
    lose_probes(1, now);
    EXPECT_EQ(standing(now + seconds * 1000 - 1), Standing::held) << seconds;
    now += seconds * 1000;
    EXPECT_EQ(standing(now), Standing::due) << seconds;
  }
}

// Nothing is answered without root servers or forwarders: a network that is back is noticed soon.
TEST_F(HoldingDown, is_short_for_the_root) {
  for (unsigned i = 0; i < 20; ++i) holds_.note_probe_lost(server(1), Name(), 1000);
  EXPECT_EQ(holds_.standing(server(1), Name(), 1000 + 3'000), Standing::held);
  EXPECT_EQ(holds_.standing(server(1), Name(), 1000 + 5'000), Standing::due);
}

TEST_F(HoldingDown, follows_from_one_probe_that_is_refused) {
  holds_.note_refusal(server(1), zone, 1000);
  EXPECT_EQ(standing(1000), Standing::suspected);
  holds_.note_probe_refused(server(1), zone, 1000);
  EXPECT_EQ(standing(1000), Standing::held);
}

TEST_F(HoldingDown, ends_with_one_answer) {
  lose_questions(3, 1000);
  lose_probes(10, 1000);
  holds_.note_answer(server(1), zone);
  EXPECT_EQ(standing(1000), Standing::good);
  lose_questions(1, 1000);
  EXPECT_EQ(standing(1000), Standing::good) << "nothing is left of it";
}

// Whoever has a zone on a server that many share can make no more than that zone fail.
TEST_F(HoldingDown, is_of_one_zone_and_one_server) {
  lose_questions(3, 1000);
  lose_probes(10, 1000);
  EXPECT_EQ(holds_.standing(server(1), other_zone, 1000), Standing::good);
  EXPECT_EQ(holds_.standing(server(2), zone, 1000), Standing::good);
}

TEST_F(HoldingDown, is_probed_by_one_at_a_time) {
  lose_questions(3, 1000);
  EXPECT_FALSE(holds_.is_probed(server(1), zone, 1000));
  holds_.begin_probe(server(1), zone, 2000, 1000);
  EXPECT_TRUE(holds_.is_probed(server(1), zone, 1999));
  EXPECT_FALSE(holds_.is_probed(server(1), zone, 2000)) << "who began it may have gone";
  holds_.begin_probe(server(1), zone, 4000, 2000);
  holds_.note_probe_lost(server(1), zone, 3000);
  EXPECT_FALSE(holds_.is_probed(server(1), zone, 3000));
}

TEST(HoldDown, is_bounded) {
  HoldDown holds(100);
  for (unsigned i = 0; i < 1000; ++i) {
    const Name name = Name::parse("z" + std::to_string(i) + ".test.").value();
    holds.note_refusal(server(1), name, 1000);
  }
  EXPECT_EQ(holds.standing(server(1), Name::parse("z0.test.").value(), 1000), Standing::good);
  EXPECT_EQ(holds.standing(server(1), Name::parse("z999.test.").value(), 1000),
            Standing::suspected);
}

}  // namespace
}  // namespace vouch::resolver
