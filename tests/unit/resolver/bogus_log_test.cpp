// The log of bogus answers is bounded, and says what it leaves out.
#include "resolver/bogus_log.hpp"

#include <gmock/gmock.h>

#include "tests/support/signed_world.hpp"

namespace vouch::resolver {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::name_of;

std::vector<std::string> note(BogusLog& log, const std::string& zone, std::uint64_t now_ms,
                              Reason reason = Reason::signature_wrong) {
  Verdict verdict;
  verdict.conclusion.reason = reason;
  verdict.conclusion.place.zone = name_of(zone);
  verdict.conclusion.place.owner = name_of("www." + zone);
  return log.note({name_of("www." + zone), RRType::A, RRClass::IN}, verdict, now_ms);
}

TEST(BogusLog, tells_of_bogus_answers_only) {
  BogusLog log;
  EXPECT_THAT(note(log, "a.test.", 0, Reason::chain_holds), IsEmpty());
  EXPECT_THAT(note(log, "a.test.", 0, Reason::answer_failed), IsEmpty());
  EXPECT_THAT(note(log, "a.test.", 0), ElementsAre(HasSubstr("www.a.test.")));
}

TEST(BogusLog, tells_a_few_of_each_zone_in_a_minute_and_then_how_many_were_left_out) {
  BogusLog log;
  unsigned told = 0;
  for (int i = 0; i < 1000; ++i) told += note(log, "a.test.", 1000).size();
  EXPECT_EQ(told, BogusLog::most_of_zone);
  EXPECT_EQ(note(log, "b.test.", 1000).size(), 1U) << "another zone is told of";
  EXPECT_THAT(note(log, "c.test.", 62'000, Reason::chain_holds),
              ElementsAre("995 more bogus answers were not logged, the last of the zone a.test."));
  EXPECT_THAT(note(log, "a.test.", 62'000), ElementsAre(HasSubstr("www.a.test.")));
}

TEST(BogusLog, is_bounded_for_all_zones_together) {
  BogusLog log;
  unsigned told = 0;
  for (int i = 0; i < 10'000; ++i)
    told += note(log, "z" + std::to_string(i) + ".test.", 1000).size();
  EXPECT_EQ(told, BogusLog::most);
}

}  // namespace
}  // namespace vouch::resolver
