#include <gtest/gtest.h>

#include "vouch/base/wire_reader.hpp"
#include "vouch/base/wire_writer.hpp"

namespace vouch {
namespace {

TEST(WireReader, reads_numbers_in_network_order) {
  const Octets octets = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
  WireReader reader(octets);
  EXPECT_EQ(*reader.u8(), 0x01);
  EXPECT_EQ(*reader.u16(), 0x0203);
  EXPECT_EQ(*reader.u32(), 0x04050607U);
  EXPECT_EQ(*reader.u48(), 0x08090a0b0c0dULL);
  EXPECT_TRUE(reader.at_end());
}

TEST(WireReader, says_where_the_octets_ran_out_and_stays_there) {
  const Octets octets = {0, 0, 9};
  WireReader reader(octets, 1);
  const auto result = reader.u32();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::truncated);
  EXPECT_EQ(result.error().where.offset, 1U);
  EXPECT_EQ(reader.offset(), 1U);
  EXPECT_EQ(*reader.u16(), 9);
}

TEST(WireReader, every_read_fails_on_every_shorter_input) {
  const Octets octets(6);
  for (std::size_t size = 0; size < 6; ++size) {
    const OctetView view = OctetView(octets).first(size);
    EXPECT_EQ(WireReader(view).u8().ok(), size >= 1);
    EXPECT_EQ(WireReader(view).u16().ok(), size >= 2);
    EXPECT_EQ(WireReader(view).u32().ok(), size >= 4);
    EXPECT_FALSE(WireReader(view).u48().ok());
    EXPECT_FALSE(WireReader(view).octets(6).ok());
  }
}

TEST(WireReader, counted_octets_do_not_move_the_cursor_when_too_few_are_left) {
  const Octets octets = {3, 'a', 'b', 'c', 4, 'd'};
  WireReader reader(octets);
  EXPECT_EQ(text_of(*reader.counted_u8()), "abc");
  EXPECT_FALSE(reader.counted_u8().ok());
  EXPECT_EQ(reader.offset(), 4U);
  const Octets two = {0, 2, 'x', 'y', 0xff, 0xff, 'z'};
  WireReader wide(two);
  EXPECT_EQ(text_of(*wide.counted_u16()), "xy");
  EXPECT_FALSE(wide.counted_u16().ok());
  EXPECT_EQ(wide.offset(), 4U);
}

TEST(WireReader, an_offset_past_the_end_leaves_nothing) {
  const Octets octets = {1, 2};
  WireReader reader(octets, 5);
  EXPECT_EQ(reader.left(), 0U);
  EXPECT_TRUE(reader.rest().empty());
  EXPECT_FALSE(reader.u8().ok());
  EXPECT_FALSE(reader.octets(static_cast<std::size_t>(-1)).ok());
}

TEST(WireWriter, writes_what_the_reader_reads) {
  Octets octets;
  WireWriter writer(octets);
  writer.u8(0x01);
  writer.u16(0x0203);
  writer.u32(0x04050607U);
  writer.u48(0x08090a0b0c0dULL);
  writer.octets(Octets{14, 15});
  EXPECT_EQ(octets, (Octets{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}));
  writer.patch_u16(1, 0xfffe);
  EXPECT_EQ(octets[1], 0xff);
  EXPECT_EQ(octets[2], 0xfe);
  EXPECT_EQ(writer.offset(), 15U);
}

}  // namespace
}  // namespace vouch
