#include "vouch/zone/zone_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/unit/zone/zones.hpp"

namespace vouch {
namespace {

using namespace vouch::testing;

const Name apex = name("Example.");

ZonePtr build(const std::vector<Record>& records) {
  ZoneBuilder builder(apex);
  for (const Record& one : records) EXPECT_TRUE(builder.add(one).ok());
  return builder.build_without_soa().value();
}

Octets octets_for(Draw& draw) {
  static const std::vector<Octets> labels = [] {
    std::vector<Octets> made = {{0}, {1}, {0, 0}, {1, 0}, {2}, {255}, {'*'}, {'a', 0}, {'a', 1}};
    for (const std::string_view text :
         {"a", "A", "ab", "aB", "b", "-", "the-first-sixteen-octets-are-the-same-1",
          "THE-first-sixteen-octets-are-the-same-2", "the-first-sixteen-octets-are-the-same",
          "exactly-16-octet", "exactly-15-oct", "12345678", "1234567", "123456789"}) {
      made.emplace_back(text.begin(), text.end());
    }
    return made;
  }();
  return labels[draw.below(static_cast<std::uint32_t>(labels.size()))];
}

Name random_owner(Draw& draw) {
  Name made = draw.below(2) == 0 ? apex : name("eXAMPLE.");
  for (std::uint32_t count = draw.below(6); count > 0; --count)
    made = Name::prepend(octets_for(draw), made).value();
  return made;
}

Record random_record(Draw& draw) {
  const std::string digit = std::to_string(draw.below(3));
  Record made;
  switch (draw.below(10)) {
    case 0: made = record("x.", RRType::NS, "ns" + digit + ".other."); break;
    case 1: made = record("x.", RRType::DNAME, "d" + digit + ".other."); break;
    case 2: made = record("x.", RRType::NS, "NT" + digit + ".Other."); break;
    case 3:
      made = record("x.", RRType::RRSIG,
                    "A 13 2 300 20300101000000 20200101000000 " + digit + " example. AAAA");
      break;
    case 4: made = record("x.", RRType::NSEC3, "1 0 0 - 0123456789abcdefghijklmnopqrstuv A"); break;
    default: made = record("x.", RRType::A, "192.0.2." + digit); break;
  }
  made.owner = random_owner(draw);
  return made;
}

// The names of a zone with their kinds, said without any of the code that is tested.
std::vector<std::string> expected_names(const std::vector<Record>& records) {
  std::map<Name, std::vector<RRType>> names{{apex, {}}};
  for (const Record& one : records) {
    if (one.type == RRType::NSEC3) continue;
    names[one.owner].push_back(one.type);
    for (Name above = one.owner; above.size() > apex.size(); above = above.parent()) names[above];
  }
  const auto holds = [&](const Name& owner, RRType type) {
    const std::vector<RRType>& types = names[owner];
    return std::find(types.begin(), types.end(), type) != types.end();
  };
  std::vector<std::string> lines;
  for (const auto& [owner, types] : names) {
    bool occluded = false;
    for (Name above = owner; above.size() > apex.size();) {
      above = above.parent();
      const bool is_cut = holds(above, RRType::NS) && above.size() > apex.size();
      occluded = occluded || is_cut || holds(above, RRType::DNAME);
    }
    const bool delegates = holds(owner, RRType::NS) && owner.size() > apex.size();
    lines.push_back(Name::lowered(owner).text() + (occluded        ? " occluded"
                                                   : delegates     ? " delegation"
                                                   : types.empty() ? " empty"
                                                                   : " authoritative"));
  }
  return lines;
}

std::vector<std::string> names_of(const Zone& zone) {
  static constexpr const char* kinds[] = {" authoritative", " delegation", " occluded", " empty"};
  std::vector<std::string> lines;
  for (const ZoneNode node : zone.nodes()) {
    lines.push_back(Name::lowered(node.owner()).text() +
                    kinds[static_cast<std::size_t>(node.kind())]);
  }
  return lines;
}

TEST(ZoneBuilder, makes_the_same_zone_of_records_in_any_order) {
  for (std::uint32_t seed = 1; seed <= 25; ++seed) {
    Draw draw(seed);
    std::vector<Record> records;
    for (std::uint32_t i = draw.below(3000); i > 0; --i) records.push_back(random_record(draw));
    std::vector<Record> sorted = records;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Record& a, const Record& b) { return a.owner < b.owner; });
    const ZonePtr expected = build(sorted);
    EXPECT_EQ(names_of(*expected), expected_names(records)) << "seed " << seed;
    const std::vector<std::string> lines = lines_of(*expected);

    EXPECT_EQ(lines_of(*build(records)), lines) << "as drawn, seed " << seed;
    std::vector<Record> reversed(sorted.rbegin(), sorted.rend());
    EXPECT_EQ(lines_of(*build(reversed)), lines) << "reversed, seed " << seed;
    // Sorted but for a few that come late, as keys at the apex do.
    std::vector<Record> late = sorted;
    for (int i = 0; i < 5 && !late.empty(); ++i) {
      const auto at = late.begin() + draw.below(static_cast<std::uint32_t>(late.size()));
      std::rotate(at, at + 1, late.end());
    }
    const ZonePtr made = build(late);
    EXPECT_EQ(lines_of(*made), lines) << "some late, seed " << seed;
    EXPECT_EQ(made->record_count(), expected->record_count());
    EXPECT_EQ(made->node_count(), expected->node_count());
  }
}

TEST(ZoneBuilder, keeps_the_owner_as_it_came_first) {
  ZoneBuilder builder(apex);
  for (const char* owner : {"z.example.", "Www.example.", "wWW.example.", "a.example."})
    ASSERT_TRUE(builder.add(record(owner, RRType::A, "192.0.2.1")).ok());
  const ZonePtr zone = builder.build_without_soa().value();
  EXPECT_EQ(zone->find(name("www.example."))->owner().text(), "Www.example.");
  EXPECT_EQ(zone->record_count(), 3U);
}

TEST(ZoneBuilder, is_empty_and_usable_again_when_it_has_built) {
  ZoneBuilder builder(apex);
  ASSERT_TRUE(builder.add(record("a.example.", RRType::A, "192.0.2.1")).ok());
  EXPECT_EQ(builder.record_count(), 1U);
  EXPECT_FALSE(builder.build().ok());  // no SOA
  EXPECT_EQ(builder.record_count(), 0U);
  ASSERT_TRUE(builder.add(record("b.example.", RRType::A, "192.0.2.1")).ok());
  const ZonePtr zone = builder.build_without_soa().value();
  EXPECT_FALSE(zone->find(name("a.example.")));
  EXPECT_TRUE(zone->find(name("b.example.")));
}

Octets number_octets(std::uint32_t number) {
  return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
          static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

TEST(ZoneBuilder, takes_an_rrset_of_65535_records_and_refuses_one_more) {
  for (const std::uint32_t count : {65535U, 65536U}) {
    for (const bool late : {false, true}) {
      ZoneBuilder builder(apex);
      if (late) {
        ASSERT_TRUE(builder.add(record("z.example.", RRType::A, "192.0.2.1")).ok());
      }
      for (std::uint32_t i = count; i > 0; --i)
        ASSERT_TRUE(builder.add(name("a.example."), RRType::A, Ttl{1}, number_octets(i)).ok());
      // Twice the same counts once.
      ASSERT_TRUE(builder.add(name("a.example."), RRType::A, Ttl{1}, number_octets(7)).ok());
      const auto zone = builder.build_without_soa();
      ASSERT_EQ(zone.ok(), count == 65535U);
      if (!zone.ok()) {
        EXPECT_EQ(zone.error().code, ErrorCode::too_long);
        continue;
      }
      const auto set = (*zone)->find(name("a.example."), RRType::A);
      EXPECT_EQ(set->rrset.size(), 65535U);
      std::uint32_t next = 1;
      for (const OctetView rdata : set->rrset.rdatas)
        ASSERT_TRUE(equal_octets(rdata, number_octets(next++)));
    }
  }
}

TEST(ZoneBuilder, packs_names_with_many_types_other_ttls_and_large_records) {
  ZoneBuilder builder(apex);
  const Octets large(60000, 'x');
  for (int type = 400; type > 300; --type) {
    const auto number = static_cast<RRType>(type);
    const auto ttl = Ttl{static_cast<std::uint32_t>(type)};
    ASSERT_TRUE(builder.add(name("many.example."), number, ttl, number_octets(1)).ok());
    ASSERT_TRUE(builder.add(name("many.example."), number, Ttl{9}, number_octets(2)).ok());
    if (type <= 390) continue;
    ASSERT_TRUE(builder.add(name("large.example."), number, ttl, large).ok());
  }
  const std::string rrsig = "A 13 2 300 20300101000000 20200101000000 1 example. AAAA";
  ASSERT_TRUE(builder.add(record("sig.example.", RRType::A, "192.0.2.1", 300)).ok());
  ASSERT_TRUE(builder.add(record("sig.example.", RRType::RRSIG, rrsig, 200)).ok());
  ASSERT_TRUE(builder.add(record("orphan.example.", RRType::RRSIG, rrsig, 100)).ok());
  const ZonePtr zone = builder.build_without_soa().value();
  const auto many = zone->find(name("many.example."));
  ASSERT_EQ(many->rrset_count(), 100U);
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(many->rrset(i).rrset.type), 301 + i);
    EXPECT_EQ(many->rrset(i).rrset.ttl.seconds, 9U);
    EXPECT_EQ(many->rrset(i).rrset.size(), 2U);
    EXPECT_TRUE(many->rrset(i).mixed_ttls);
  }
  EXPECT_EQ(zone->find(name("large.example."), RRType{395})->rrset.rdatas.front().size(), 60000U);
  const auto own_ttl = zone->find(name("sig.example."), RRType::A);
  EXPECT_EQ(own_ttl->rrset.ttl.seconds, 300U);
  EXPECT_EQ(own_ttl->signatures.ttl.seconds, 200U);
  const ZoneRRset orphan = zone->find(name("orphan.example."))->rrset(0);
  EXPECT_TRUE(orphan.rrset.empty());
  EXPECT_EQ(orphan.rrset.ttl.seconds, 0U);
  EXPECT_EQ(orphan.signatures.ttl.seconds, 100U);
  EXPECT_FALSE(zone->find(name("orphan.example."), RRType::A));
}

}  // namespace
}  // namespace vouch
