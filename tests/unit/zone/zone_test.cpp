#include "vouch/zone/zone.hpp"

#include <gtest/gtest.h>

#include "tests/unit/zone/zones.hpp"
#include "vouch/zone/packed/name_order.hpp"
#include "vouch/zone/zone_builder.hpp"
#include "vouch/zone/zone_load.hpp"

namespace vouch {
namespace {

using namespace vouch::testing;

constexpr const char* zone_file = R"(
$ORIGIN Example.
$TTL 300
@ SOA ns hostmaster 7 3600 600 86400 300
@ NS ns
ns A 192.0.2.1
a.b.c TXT "below two empty non-terminals"
*.wild TXT "w"
cut NS ns.cut
cut NS ns
cut DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000
ns.cut A 192.0.2.2
deep.under.cut A 192.0.2.3
d DNAME elsewhere.
x.d TXT "occluded by the DNAME"
z A 192.0.2.9
Z A 192.0.2.8
)";

NodeKind kind(const ZonePtr& zone, std::string_view owner) {
  const auto node = zone->find(name(owner));
  if (!node) {
    ADD_FAILURE() << owner << " is absent";
    return NodeKind::empty;
  }
  return node->kind();
}

TEST(Zone, keeps_nodes_in_canonical_order_with_empty_non_terminals) {
  const ZonePtr zone = load(zone_file);
  std::vector<std::string> owners;
  for (const ZoneNode node : zone->nodes()) owners.push_back(node.owner().text());
  const std::vector<std::string> expected = {
      "Example.",        "c.Example.",      "b.c.Example.",       "a.b.c.Example.",
      "cut.Example.",    "ns.cut.Example.", "under.cut.Example.", "deep.under.cut.Example.",
      "d.Example.",      "x.d.Example.",    "ns.Example.",        "wild.Example.",
      "*.wild.Example.", "z.Example."};
  EXPECT_EQ(owners, expected);
  EXPECT_EQ(zone->node_count(), expected.size());
}

TEST(Zone, tells_cuts_and_what_they_and_a_dname_occlude) {
  const ZonePtr zone = load(zone_file);
  EXPECT_EQ(kind(zone, "example."), NodeKind::authoritative);
  EXPECT_EQ(kind(zone, "b.c.example."), NodeKind::empty);
  EXPECT_EQ(kind(zone, "cut.example."), NodeKind::delegation);
  EXPECT_EQ(kind(zone, "ns.cut.example."), NodeKind::occluded);
  EXPECT_EQ(kind(zone, "under.cut.example."), NodeKind::occluded);
  EXPECT_EQ(kind(zone, "d.example."), NodeKind::authoritative);
  EXPECT_EQ(kind(zone, "x.d.example."), NodeKind::occluded);
}

TEST(Zone, finds_the_place_of_names_that_do_not_exist) {
  const ZonePtr zone = load(zone_file);
  const auto below = zone->place(name("q.a.b.c.example."));
  EXPECT_FALSE(below.node);
  EXPECT_EQ(below.closest_encloser.owner(), name("a.b.c.example."));
  const auto wild = zone->place(name("q.r.wild.example."));
  EXPECT_EQ(wild.closest_encloser.owner(), name("wild.example."));
  ASSERT_TRUE(wild.wildcard);
  EXPECT_EQ(wild.wildcard->owner(), name("*.wild.example."));
  const auto cut = zone->place(name("deep.under.cut.example."));
  ASSERT_TRUE(cut.cut);
  EXPECT_EQ(cut.cut->owner(), name("cut.example."));
  const auto dname = zone->place(name("x.d.example."));
  ASSERT_TRUE(dname.dname);
  EXPECT_EQ(dname.dname->owner(), name("d.example."));
  EXPECT_FALSE(zone->place(name("d.example.")).dname);
}

TEST(Zone, joins_records_whose_owners_differ_in_case_only) {
  const ZonePtr zone = load(zone_file);
  EXPECT_EQ(zone->find(name("z.example."), RRType::A)->rrset.size(), 2U);
  EXPECT_EQ(zone->serial().value, 7U);
}

TEST(ZoneLoad, names_the_line_of_a_record_outside_of_the_zone) {
  ZoneFileReader reader = ZoneFileReader::from_text(
      "example. 300 IN SOA ns.example. h.example. 1 2 3 4 5\nother. 300 IN A 192.0.2.1\n", "zone",
      {});
  const LoadedZone loaded = load_zone(reader, std::nullopt);
  ASSERT_EQ(loaded.errors.size(), 1U);
  EXPECT_EQ(loaded.errors[0].code, ErrorCode::bad_zone);
  EXPECT_EQ(loaded.errors[0].where.line, 2U);
  EXPECT_FALSE(loaded.zone);
}

TEST(ZoneLoad, wants_a_soa_record) {
  ZoneFileReader reader = ZoneFileReader::from_text("example. 300 IN A 192.0.2.1\n", "zone", {});
  EXPECT_FALSE(load_zone(reader, name("example.")).errors.empty());
}

TEST(Zone, spans_many_chunks_and_still_finds_every_name) {
  ZoneBuilder builder(name("example."));
  ASSERT_TRUE(builder
                  .add(name("example."), RRType::SOA, Ttl{1},
                       parse_rdata_text(RRType::SOA, RRClass::IN, "a. b. 1 2 3 4 5").value())
                  .ok());
  const Octets address = {192, 0, 2, 1};
  for (int i = 5000; i > 0; --i) {
    ASSERT_TRUE(
        builder.add(name("h" + std::to_string(i) + ".example."), RRType::A, Ttl{1}, address).ok());
  }
  const ZonePtr zone = builder.build().value();
  EXPECT_EQ(zone->node_count(), 5001U);
  for (int i = 1; i <= 5000; ++i)
    EXPECT_TRUE(zone->find(name("H" + std::to_string(i) + ".example."), RRType::A));
  EXPECT_FALSE(zone->find(name("h5001.example.")));
  Name last = name("example.");
  for (const ZoneNode node : zone->nodes()) {
    EXPECT_FALSE(node.owner() < last.view());
    last = Name(node.owner());
  }
}

TEST(NameOrder, never_contradicts_the_canonical_order) {
  const Name apex = name("Example.");
  std::vector<Name> names;
  std::uint32_t state = 7;
  const auto draw = [&](std::uint32_t bound) {
    state = state * 1664525U + 1013904223U;
    return state / 65536U % bound;
  };
  const std::uint8_t octets[] = {0, 1, 2, 'a', 'A', 'b', '*', 255};
  for (int i = 0; i < 400; ++i) {
    Name made = apex;
    for (std::uint32_t labels = draw(4); labels > 0; --labels) {
      Octets label;
      for (std::uint32_t size = 1 + draw(5); size > 0; --size) label.push_back(octets[draw(8)]);
      made = Name::prepend(label, made).value();
    }
    names.push_back(made);
  }
  for (const Name& left : names) {
    for (const Name& right : names) {
      if (!(left < right)) continue;
      EXPECT_LE(name_order(left, apex.size()), name_order(right, apex.size()))
          << left.text() << right.text();
    }
  }
}

}  // namespace
}  // namespace vouch
