#include "authority/engine/zone_set.hpp"

#include <gtest/gtest.h>

namespace vouch::authority {
namespace {

Name name(std::string_view text) { return Name::parse(text).value(); }

std::string apex_of(const ServedZone* zone) { return zone ? zone->apex.text() : "none"; }

ZoneSet set_of(std::initializer_list<std::string_view> names) {
  std::vector<ServedZone> zones;
  for (const std::string_view text : names) zones.push_back({name(text), nullptr});
  return ZoneSet(std::move(zones));
}

TEST(ZoneSet, finds_the_nearest_ancestor) {
  const ZoneSet zones = set_of({"example.", "a.b.example.", "test."});
  EXPECT_EQ(apex_of(zones.find(name("example."))), "example.");
  EXPECT_EQ(apex_of(zones.find(name("b.example."))), "example.");
  EXPECT_EQ(apex_of(zones.find(name("A.b.EXAMPLE."))), "a.b.example.");
  EXPECT_EQ(apex_of(zones.find(name("x.y.a.b.example."))), "a.b.example.");
  EXPECT_EQ(apex_of(zones.find(name("testing."))), "none");
  EXPECT_EQ(apex_of(zones.find(name("."))), "none");
}

TEST(ZoneSet, finds_the_parents_side_of_an_apex) {
  const ZoneSet zones = set_of({"example.", "a.b.example."});
  EXPECT_EQ(apex_of(zones.find_above(name("a.b.example."))), "example.");
  EXPECT_EQ(apex_of(zones.find_above(name("example."))), "none");
  EXPECT_EQ(apex_of(zones.find_above(name("x.a.b.example."))), "a.b.example.");
}

TEST(ZoneSet, finds_the_root_for_all_that_no_other_zone_has) {
  const ZoneSet zones = set_of({".", "example."});
  EXPECT_EQ(apex_of(zones.find(name("a.test."))), ".");
  EXPECT_EQ(apex_of(zones.find(name("a.example."))), "example.");
  EXPECT_EQ(apex_of(zones.find_above(name("example."))), ".");
  EXPECT_EQ(apex_of(zones.find_above(name("."))), "none");
}

TEST(ZoneSet, is_empty_by_default) {
  EXPECT_EQ(ZoneSet().find(name("example.")), nullptr);
  EXPECT_EQ(ZoneSet().at(name("example.")), nullptr);
}

TEST(ZoneSet, finds_each_of_many_zones) {
  std::vector<ServedZone> many;
  for (int i = 0; i < 5000; ++i)
    many.push_back({name("z" + std::to_string(i) + ".example."), nullptr});
  many.push_back({name("Z7.example."), nullptr});
  const ZoneSet zones(std::move(many));
  EXPECT_EQ(zones.zones().size(), 5000U);
  for (int i = 0; i < 5000; ++i) {
    const std::string apex = "z" + std::to_string(i) + ".example.";
    const ServedZone* found = zones.find(name("www." + apex));
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->apex, name(apex));
  }
  EXPECT_EQ(zones.find(name("www.example.")), nullptr);
}

}  // namespace
}  // namespace vouch::authority
