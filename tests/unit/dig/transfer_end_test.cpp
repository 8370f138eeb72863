// Where zone transfers end.
#include "dig/engine/transfer_end.hpp"

#include <gtest/gtest.h>

#include "vouch/rr/typed/zone.hpp"

namespace vouch::dig {
namespace {

Record soa(std::uint32_t serial) {
  Record record{Name(), RRType::SOA, RRClass::IN, Ttl{0}, {0, 0}};
  for (const std::uint32_t value : {serial, 1U, 1U, 1U, 1U}) {
    for (int shift = 24; shift >= 0; shift -= 8)
      record.rdata.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  return record;
}

Record other() { return {Name(), RRType::NS, RRClass::IN, Ttl{0}, {0}}; }

// How many of the records are taken until the transfer is over; 0 where it does not end.
std::size_t length(std::optional<std::uint32_t> known, const std::vector<Record>& records) {
  TransferEnd end(known);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (end.take(records[i])) return i + 1;
  }
  return 0;
}

TEST(TransferEnd, is_the_second_soa_of_a_whole_zone) {
  EXPECT_EQ(length({}, {soa(7), other(), other(), soa(7), other()}), 4U);
  EXPECT_EQ(length({}, {soa(7), soa(7), other()}), 2U);
  EXPECT_EQ(length({}, {soa(7), other(), other()}), 0U);
}

TEST(TransferEnd, of_changes_is_the_third_time_of_the_newest_serial) {
  EXPECT_EQ(length(5, {soa(7), soa(5), other(), soa(7), other(), soa(7), other()}), 6U);
  EXPECT_EQ(length(5, {soa(7), soa(5), other(), soa(6), soa(6), soa(7), other(), soa(7), other()}),
            8U);
}

TEST(TransferEnd, of_a_whole_zone_in_place_of_changes_is_the_second_soa) {
  EXPECT_EQ(length(5, {soa(7), other(), soa(7), other()}), 3U);
  EXPECT_EQ(length(5, {soa(7), soa(7), other()}), 2U);
}

TEST(TransferEnd, is_a_single_soa_where_there_is_nothing_newer) {
  TransferEnd end(7);
  EXPECT_FALSE(end.take(soa(7)));
  EXPECT_FALSE(end.is_over());
  EXPECT_TRUE(end.end_message());
}

TEST(TransferEnd, of_a_whole_zone_is_not_its_first_message_of_one_record) {
  TransferEnd end({});
  end.take(soa(7));
  EXPECT_FALSE(end.end_message());
}

}  // namespace
}  // namespace vouch::dig
