#include "authority/engine/zone_change.hpp"

#include <gtest/gtest.h>

#include "tests/unit/authority/signed_zone.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch::authority {
namespace {

constexpr const char* text =
    "@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\na A 192.0.2.2\n";
const Name apex = Name::parse("example.").value();

/// Gives every signature over the type at the owner these times.
std::vector<Record> timed(std::vector<Record> records, std::uint32_t inception,
                          std::uint32_t expiration, std::string_view owner = {}) {
  for (Record& record : records) {
    const bool is_meant = owner.empty() || record.owner == Name::parse(owner).value();
    if (record.type != RRType::RRSIG || !is_meant) continue;
    auto rrsig = rr::Rrsig::read(record.rdata).value();
    rrsig.inception = inception;
    rrsig.expiration = expiration;
    record.rdata = rrsig.write();
  }
  return records;
}

TEST(ZoneChange, knows_a_signed_zone) {
  EXPECT_FALSE(is_signed(*make_zone(text, "example.", Chain::unsigned_zone)));
  EXPECT_TRUE(is_signed(*make_zone(text, "example.", Chain::nsec3)));
}

TEST(ZoneChange, finds_the_first_rrset_without_a_signature_in_force) {
  const auto records = signed_records(text, apex, Chain::nsec);
  const Timestamp now{1000};
  EXPECT_FALSE(find_lapsed(*make_zone(timed(records, 500, 1000), apex), now));
  EXPECT_FALSE(find_lapsed(*make_zone(timed(records, 1000, 2000), apex), now));
  const auto ended =
      find_lapsed(*make_zone(timed(timed(records, 500, 2000), 500, 999, "a.example."), apex), now);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->owner.text(), "a.example.");
  EXPECT_EQ(ended->type, RRType::A);
  EXPECT_EQ(ended->until, Timestamp{999});
  EXPECT_FALSE(ended->is_yet_to_begin);
  const auto to_come = find_lapsed(*make_zone(timed(records, 1001, 2000), apex), now);
  ASSERT_TRUE(to_come);
  EXPECT_EQ(to_come->owner, apex);
  EXPECT_TRUE(to_come->is_yet_to_begin);
}

TEST(ZoneChange, bears_an_old_signature_beside_one_in_force) {
  auto records = timed(signed_records(text, apex, Chain::nsec), 500, 2000);
  const auto old = timed(records, 100, 200);
  records.insert(records.end(), old.begin(), old.end());
  EXPECT_FALSE(find_lapsed(*make_zone(records, apex), Timestamp{1000}));
}

TEST(ZoneChange, looks_at_nsec3_records_as_well) {
  const auto records = timed(signed_records(text, apex, Chain::nsec3), 500, 2000);
  const Name owner = nsec3_owner(Name::parse("a.example.").value(), apex);
  const auto found =
      find_lapsed(*make_zone(timed(records, 500, 999, owner.text()), apex), Timestamp{1000});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->owner, owner);
  EXPECT_EQ(found->type, RRType::NSEC3);
}

TEST(ZoneChange, compares_records_ttls_signatures_and_nsec3) {
  const auto records = timed(signed_records(text, apex, Chain::nsec3), 500, 2000);
  const ZonePtr zone = make_zone(records, apex);
  EXPECT_TRUE(have_same_content(*zone, *make_zone(records, apex)));
  auto other_ttl = records;
  other_ttl.back().ttl = Ttl{1};
  EXPECT_FALSE(have_same_content(*zone, *make_zone(other_ttl, apex)));
  EXPECT_FALSE(have_same_content(*zone, *make_zone(timed(records, 500, 2001, "a.example."), apex)));
  const Name owner = nsec3_owner(Name::parse("a.example.").value(), apex);
  EXPECT_FALSE(have_same_content(*zone, *make_zone(timed(records, 1, 2000, owner.text()), apex)));
  EXPECT_FALSE(have_same_content(*zone, *make_zone(text, "example.", Chain::unsigned_zone)));
}

}  // namespace
}  // namespace vouch::authority
