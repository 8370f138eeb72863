// The responses that are dearest to read and to group cost in proportion to what is in them.
#include "tests/support/worst_responses.hpp"

#include <gtest/gtest.h>
#include <time.h>

#include <limits>

#include "vouch/validate/evidence.hpp"

namespace vouch {
namespace {

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// The best of several runs, so that what else the machine does is left out.
double seconds_for(const Octets& response) {
  Limits limits;
  limits.records_per_rrset = 65535;
  double best = std::numeric_limits<double>::max();
  for (int run = 0; run < 7; ++run) {
    const double start = cpu_seconds();
    const auto message = Message::read_response(response);
    EXPECT_TRUE(message.ok());
    if (message.ok()) Evidence::from_message(*message, "", NameView(), limits);
    best = std::min(best, cpu_seconds() - start);
  }
  return best;
}

unsigned records_of(const Octets& response) {
  return static_cast<unsigned>(response[6] << 8 | response[7]);
}

// Eight times the records: n log n costs 12 times as much, n * n 64 times.
TEST(WorstOfResponses, cost_in_proportion_to_their_records) {
  const auto few = worst_responses(200);
  const auto many = worst_responses(1600);
  ASSERT_EQ(few.size(), many.size());
  for (std::size_t i = 0; i < few.size(); ++i) {
    if (records_of(few[i].octets) != 200) continue;
    EXPECT_LT(seconds_for(many[i].octets), 40 * seconds_for(few[i].octets)) << many[i].what;
  }
}

TEST(WorstOfResponses, are_as_large_as_responses_can_be) {
  const auto all = worst_responses();
  EXPECT_EQ(all.size(), static_cast<std::size_t>(worst_response_count));
  for (const WorstResponse& each : all) {
    EXPECT_TRUE(records_of(each.octets) >= 1000 || each.octets.size() > 65000) << each.what;
    EXPECT_TRUE(Message::read_response(each.octets).ok()) << each.what;
  }
}

// Nothing of a response with more records than are taken is looked at, not even its owners.
TEST(WorstOfResponses, with_too_many_records_cost_nothing) {
  WorstWriter writer;
  const std::size_t at = put_long_name(writer, 1, true);
  while (writer.add(pointer_to(at), RRType::A, {192, 0, 2, 1})) {
  }
  const Octets response = writer.finish();
  const Limits limits;
  const auto read = Message::read_response(response, limits.response);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::too_long);
}

}  // namespace
}  // namespace vouch
