#include "vouch/zone/zone_delta.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/unit/zone/zones.hpp"
#include "vouch/zone/zone_builder.hpp"

namespace vouch {
namespace {

using namespace vouch::testing;

const Name apex = name("example.");

ZonePtr build(const std::vector<Record>& records) {
  ZoneBuilder builder(apex);
  for (const Record& one : records) EXPECT_TRUE(builder.add(one).ok());
  return builder.build().value();
}

Record soa(std::uint32_t serial) {
  return record("example.", RRType::SOA,
                "ns.example. h.example. " + std::to_string(serial) + " 2 3 4 5");
}

// Few labels, so that names meet, lie below each other and below cuts.
Name random_name(Draw& draw) {
  static constexpr std::string_view labels[] = {"a", "b", "c", "d", "e", "f", "*", "x", "y", "z"};
  Name made = apex;
  for (std::uint32_t count = 1 + draw.below(4); count > 0; --count)
    made = Name::prepend(octets_of(labels[draw.below(10)]), made).value();
  return made;
}

Record random_record(Draw& draw) {
  const std::string owner = random_name(draw).text();
  const std::string digit = std::to_string(draw.below(4));
  switch (draw.below(8)) {
    case 0: return record(owner, RRType::NS, "ns" + digit + ".other.");
    case 1: return record(owner, RRType::DNAME, "d" + digit + ".other.");
    case 2: return record(owner, RRType::TXT, "text" + digit);
    case 3:
      return record(owner, RRType::RRSIG,
                    (digit == "0"   ? "NSEC3"
                     : digit == "1" ? "NSEC"
                                    : "A") +
                        std::string(" 13 2 300 20300101000000 20200101000000 ") + digit +
                        " example. AAAA");
    case 4:
      return record("0123456789abcdefghijklmnopqrstu" + digit + ".example.", RRType::NSEC3,
                    "1 0 0 - 0123456789abcdefghijklmnopqrstuv A");
    default: return record(owner, RRType::A, "192.0.2." + digit);
  }
}

bool holds(const std::vector<Record>& records, const Record& one) {
  return std::find(records.begin(), records.end(), one) != records.end();
}

TEST(ZoneDelta, makes_the_zone_that_its_records_would_make) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Draw draw(seed);
    std::vector<Record> records = {soa(1)};
    for (std::uint32_t i = draw.below(1500); i > 0; --i) {
      Record one = random_record(draw);
      if (!holds(records, one)) records.push_back(std::move(one));
    }
    ZonePtr zone = build(records);
    for (int round = 0; round < 4; ++round) {
      ZoneDelta delta;
      for (std::uint32_t i = draw.below(1U << draw.below(9)); i > 0 && records.size() > 1; --i) {
        const auto at =
            records.begin() + 1 + draw.below(static_cast<std::uint32_t>(records.size() - 1));
        delta.removed.push_back(*at);
        records.erase(at);
      }
      for (std::uint32_t i = draw.below(1U << draw.below(9)); i > 0; --i) {
        Record one = random_record(draw);
        if (holds(records, one) || holds(delta.removed, one)) continue;
        delta.added.push_back(one);
        records.push_back(std::move(one));
      }
      const auto made = apply(*zone, delta);
      ASSERT_TRUE(made.ok()) << made.error().message();
      const ZonePtr expected = build(records);
      ASSERT_EQ(lines_of(**made), lines_of(*expected)) << "seed " << seed << " round " << round;
      EXPECT_EQ((*made)->node_count(), expected->node_count());
      EXPECT_EQ((*made)->record_count(), expected->record_count());
      EXPECT_EQ((*made)->rrset_count(), expected->rrset_count());
      zone = *made;
    }
  }
}

TEST(ZoneDelta, is_found_again_by_comparing_the_two_zones) {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    Draw draw(seed);
    std::vector<Record> left = {soa(1)};
    std::vector<Record> right = {soa(2)};
    for (std::uint32_t i = 0; i < 400; ++i) {
      const Record one = random_record(draw);
      const std::uint32_t where = draw.below(8);
      if (where != 0 && !holds(left, one)) left.push_back(one);
      if (where != 1 && !holds(right, one)) right.push_back(one);
    }
    const ZonePtr from = build(left);
    const ZonePtr to = build(right);
    const ZoneDelta delta = diff(*from, *to);
    EXPECT_EQ(lines_of(*apply(*from, delta).value()), lines_of(*to));
    EXPECT_TRUE(diff(*to, *to).empty());
    const ZoneDelta back = diff(*to, *from);
    EXPECT_EQ(back.added, delta.removed);
    EXPECT_EQ(back.removed, delta.added);
  }
}

// Many names, some of them deep, and NSEC3 records among them.
Record random_record_of_many(Draw& draw) {
  static constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
  Record one = random_record(draw);
  if (one.type == RRType::NSEC3) {
    std::string hash(digits);
    for (int i = 0; i < 3; ++i) hash[draw.below(32)] = digits[draw.below(32)];
    one.owner = name(hash + ".example.");
  } else if (draw.below(3) > 0) {
    const std::string number = std::to_string(draw.below(3000));
    one.owner = name((draw.below(2) == 0 ? "x.n" : "n") + number + ".deep.example.");
  } else {
    const std::string label = "m" + std::to_string(draw.below(500));
    one.owner = Name::prepend(octets_of(label), one.owner).value();
  }
  return one;
}

// Records found by their text.
class RecordSet {
 public:
  bool add(const Record& one) { return records_.emplace(one.text(), one).second; }
  std::vector<Record> all() const {
    std::vector<Record> list;
    for (const auto& [text, one] : records_) list.push_back(one);
    return list;
  }
  /// Up to so many records less and more.
  ZoneDelta change(Draw& draw, std::uint32_t less, std::uint32_t more) {
    ZoneDelta delta;
    for (; less > 0; --less) {
      const auto at = records_.lower_bound(random_record_of_many(draw).text());
      if (at == records_.end() || at->second.type == RRType::SOA) continue;
      delta.removed.push_back(at->second);
      records_.erase(at);
    }
    for (; more > 0; --more) {
      const Record one = random_record_of_many(draw);
      if (!holds(delta.removed, one) && add(one)) delta.added.push_back(one);
    }
    return delta;
  }

 private:
  std::map<std::string, Record> records_;
};

// Few changes to many names: chunks are patched, again and again, and at last made anew.
TEST(ZoneDelta, patches_large_zones_to_what_their_records_would_make) {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    Draw draw(seed);
    RecordSet records;
    records.add(soa(1));
    for (int i = 0; i < 6000; ++i) records.add(random_record_of_many(draw));
    ZonePtr zone = build(records.all());
    for (int round = 0; round < 20; ++round) {
      const std::uint32_t less = draw.below(1U << draw.below(7));
      const ZoneDelta delta = records.change(draw, less, draw.below(1U << draw.below(7)));
      const auto made = apply(*zone, delta);
      ASSERT_TRUE(made.ok()) << made.error().message();
      const ZonePtr expected = build(records.all());
      ASSERT_EQ(lines_of(**made), lines_of(*expected)) << "seed " << seed << " round " << round;
      ASSERT_EQ((*made)->record_count(), expected->record_count());
      ASSERT_EQ((*made)->rrset_count(), expected->rrset_count());
      ASSERT_EQ((*made)->node_count(), expected->node_count());
      ASSERT_EQ(diff(*zone, **made).added.size(), delta.added.size());
      for (const ZoneNode node : expected->nodes()) ASSERT_TRUE((*made)->find(node.owner()));
      zone = *made;
    }
  }
}

// What a snapshot costs beside the one before it, where 1 % of the names change.
double cost_of_one_percent(const ZonePtr& zone, bool scattered) {
  ZoneDelta delta{{soa(1)}, {soa(2)}};
  for (int i = 0; i < 200; ++i) {
    // Names with numbers of five digits are in the order of these.
    const int number = 10000 + (scattered ? i * 100 + i % 7 : 7000 + i);
    const std::string owner = "host" + std::to_string(number) + ".example.";
    delta.removed.push_back(record(owner, RRType::A, "192.0.2.1"));
    delta.added.push_back(record(owner, RRType::A, "192.0.2.2"));
  }
  const ZonePtr made = apply(*zone, delta).value();
  EXPECT_EQ(made->octets_beside(*made), sizeof(Zone) + made->chunk_count() * sizeof(void*) * 2);
  return static_cast<double>(made->octets_beside(*zone)) / static_cast<double>(zone->octets_used());
}

ZonePtr zone_of_hosts(bool is_signed) {
  std::vector<Record> records = {soa(1)};
  const std::string rrsig =
      "A 13 2 300 20300101000000 20200101000000 1 example. " + std::string(86, 'A') + "==";
  for (int i = 10000; i < 30000; ++i) {
    const std::string owner = "host" + std::to_string(i) + ".example.";
    records.push_back(record(owner, RRType::A, "192.0.2.1"));
    if (is_signed) records.push_back(record(owner, RRType::RRSIG, rrsig));
  }
  return build(records);
}

TEST(ZoneDelta, of_1_percent_of_the_names_costs_about_1_percent_of_the_memory) {
  const ZonePtr with_signatures = zone_of_hosts(true);
  EXPECT_LT(cost_of_one_percent(with_signatures, false), 0.02);
  EXPECT_LT(cost_of_one_percent(with_signatures, true), 0.02);
  const ZonePtr bare = zone_of_hosts(false);  // of small nodes, beside which all else weighs more
  EXPECT_LT(cost_of_one_percent(bare, false), 0.02);
  EXPECT_LT(cost_of_one_percent(bare, true), 0.05);
  RecordProperty("clustered", std::to_string(cost_of_one_percent(with_signatures, false)));
  RecordProperty("scattered", std::to_string(cost_of_one_percent(with_signatures, true)));
}

ZonePtr large_zone() {
  std::vector<Record> records = {soa(1)};
  for (int i = 0; i < 20000; ++i)
    records.push_back(record("h" + std::to_string(i) + ".example.", RRType::A, "192.0.2.1"));
  return build(records);
}

TEST(ZoneDelta, shares_with_the_old_zone_what_did_not_change) {
  const ZonePtr zone = large_zone();
  const ZonePtr made =
      apply(*zone, {{soa(1)}, {soa(2), record("new.example.", RRType::A, "192.0.2.2")}}).value();
  EXPECT_EQ(made->serial().value, 2U);
  // The first, the last, and the neighbour of the last, which is small.
  EXPECT_GE(made->chunks_shared_with(*zone) + 3, zone->chunk_count());
  const ZoneDelta delta = diff(*zone, *made);
  EXPECT_EQ(delta.removed.size(), 1U);
  EXPECT_EQ(delta.added.size(), 2U);
}

TEST(ZoneDelta, of_name_servers_at_the_apex_leaves_the_names_below_as_they_are) {
  const ZonePtr zone = large_zone();
  const ZonePtr made = apply(*zone, {{}, {record("example.", RRType::NS, "ns.example.")}}).value();
  EXPECT_GE(made->chunks_shared_with(*zone) + 1, zone->chunk_count());
}

TEST(ZoneDelta, leaves_no_crowd_of_small_chunks_behind_after_many_changes) {
  ZonePtr zone = large_zone();
  const std::size_t before = zone->chunk_count();
  for (int i = 0; i < 3000; ++i) {
    const std::string owner =
        "h" + std::to_string(i % 1000) + "-" + std::to_string(i) + ".example.";
    zone = apply(*zone, {{}, {record(owner, RRType::A, "192.0.2.1")}}).value();
  }
  EXPECT_LT(zone->chunk_count(), before * 2);
  EXPECT_EQ(zone->node_count(), 23001U);
}

TEST(ZoneDelta, refuses_what_is_not_a_change_of_this_zone) {
  const ZonePtr zone = build({soa(1), record("a.example.", RRType::A, "192.0.2.1")});
  const ZoneDelta changes[] = {
      {{record("a.example.", RRType::A, "192.0.2.2")}, {}},
      {{record("b.example.", RRType::A, "192.0.2.1")}, {}},
      {{}, {record("a.example.", RRType::A, "192.0.2.1")}},
      {{}, {record("other.", RRType::A, "192.0.2.1")}},
      {{soa(1)}, {}},
      {{}, {soa(2)}},
  };
  for (const ZoneDelta& delta : changes) {
    const auto made = apply(*zone, delta);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ErrorCode::bad_zone);
  }
}

TEST(ZoneDelta, changes_a_ttl_by_removing_and_adding_the_record) {
  const ZonePtr zone = build({soa(1), record("a.example.", RRType::A, "192.0.2.1", 300)});
  const ZonePtr made = apply(*zone, {{record("a.example.", RRType::A, "192.0.2.1", 300)},
                                     {record("a.example.", RRType::A, "192.0.2.1", 600)}})
                           .value();
  EXPECT_EQ(made->find(name("a.example."), RRType::A)->rrset.ttl.seconds, 600U);
  EXPECT_EQ(diff(*zone, *made).added.size(), 1U);
}

TEST(ZoneDelta, finds_names_below_a_cut_that_comes_and_goes) {
  const ZonePtr zone = build({soa(1), record("x.cut.example.", RRType::A, "192.0.2.1")});
  const Record ns = record("cut.example.", RRType::NS, "ns.other.");
  const ZonePtr with = apply(*zone, {{}, {ns}}).value();
  EXPECT_EQ(with->find(name("cut.example."))->kind(), NodeKind::delegation);
  EXPECT_EQ(with->find(name("x.cut.example."))->kind(), NodeKind::occluded);
  const ZonePtr without = apply(*with, {{ns}, {}}).value();
  EXPECT_EQ(without->find(name("cut.example."))->kind(), NodeKind::empty);
  EXPECT_EQ(without->find(name("x.cut.example."))->kind(), NodeKind::authoritative);
}

}  // namespace
}  // namespace vouch
