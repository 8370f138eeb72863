#include "vouch/rr/type_bitmap.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace vouch::rr {
namespace {

Octets bitmap_of(std::initializer_list<RRType> types) {
  Octets octets;
  TypeBitmap::append(octets, std::vector<RRType>(types));
  return octets;
}

// RFC 4034 section 4.3.
TEST(TypeBitmap, is_that_of_the_example_in_rfc_4034) {
  const Octets expected = {0x00, 0x06, 0x40, 0x01, 0x00, 0x00, 0x00, 0x03, 0x04, 0x1b,
                           0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                           0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                           0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x20};
  EXPECT_EQ(bitmap_of({RRType::A, RRType::MX, RRType::RRSIG, RRType::NSEC, RRType{1234}}),
            expected);
  const auto bitmap = TypeBitmap::read(expected);
  ASSERT_TRUE(bitmap.ok());
  EXPECT_EQ(bitmap->text(), "A MX RRSIG NSEC TYPE1234");
  EXPECT_TRUE(bitmap->contains(RRType::MX));
  EXPECT_TRUE(bitmap->contains(RRType{1234}));
  EXPECT_FALSE(bitmap->contains(RRType::NS));
  EXPECT_FALSE(bitmap->contains(RRType{1235}));
  EXPECT_FALSE(bitmap->contains(RRType{65280}));
}

TEST(TypeBitmap, takes_types_in_any_order_and_with_repeats) {
  EXPECT_EQ(bitmap_of({RRType::NSEC, RRType::A, RRType::NSEC}),
            bitmap_of({RRType::A, RRType::NSEC}));
  EXPECT_EQ(bitmap_of({RRType{1234}, RRType::A, RRType{1234}}),
            bitmap_of({RRType::A, RRType{1234}}));
  EXPECT_TRUE(bitmap_of({}).empty());
}

TEST(TypeBitmap, of_no_octets_has_no_types) {
  const auto bitmap = TypeBitmap::read({});
  ASSERT_TRUE(bitmap.ok());
  EXPECT_TRUE(bitmap->empty());
  EXPECT_TRUE(bitmap->types().empty());
  EXPECT_EQ(bitmap->text(), "");
  EXPECT_FALSE(bitmap->contains(RRType::A));
}

// RFC 4034 section 4.1.2.
TEST(TypeBitmap, refuses_windows_that_the_rfc_forbids) {
  const std::vector<Octets> malformed = {
      {0},                 // no length
      {0, 1},              // no octets
      {0, 2, 1},           // fewer than it says
      {0, 0},              // a window without octets
      {0, 1, 0},           // ends in a zero octet
      {0, 2, 1, 0},        // the same
      {1, 1, 1, 0, 1, 1},  // not in ascending order
      {0, 1, 1, 0, 1, 1},  // the same window twice
      {0, 1, 1, 7},        // a second window without a length
  };
  for (const Octets& octets : malformed) {
    const auto bitmap = TypeBitmap::read(octets);
    ASSERT_FALSE(bitmap.ok());
    EXPECT_EQ(bitmap.error().code, ErrorCode::bad_rdata);
  }
  Octets wide(2 + 33, 0xff);
  wide[0] = 0;
  wide[1] = 33;
  EXPECT_FALSE(TypeBitmap::read(wide).ok());
  wide[1] = 32;
  EXPECT_TRUE(TypeBitmap::read(OctetView(wide).first(2 + 32)).ok());
}

TEST(TypeBitmap, gives_back_random_sets_of_types) {
  std::mt19937 random(4034);
  for (int i = 0; i < 2000; ++i) {
    std::set<RRType> types;
    for (auto count = random() % 20; count > 0; --count) {
      types.insert(static_cast<RRType>(random() % (random() % 2 == 0 ? 256 : 65536)));
    }
    std::vector<RRType> shuffled(types.begin(), types.end());
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    Octets octets;
    TypeBitmap::append(octets, shuffled);
    const auto bitmap = TypeBitmap::read(octets);
    ASSERT_TRUE(bitmap.ok());
    ASSERT_EQ(bitmap->types(), std::vector<RRType>(types.begin(), types.end()));
    for (const RRType type : types) ASSERT_TRUE(bitmap->contains(type));
  }
}

}  // namespace
}  // namespace vouch::rr
