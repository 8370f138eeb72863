// Verdicts as the cache keeps them.
#include "resolver/engine/memory/packed_verdict.hpp"

#include <gtest/gtest.h>

#include "tests/support/signed_world.hpp"

namespace vouch::resolver {
namespace {

using testing::name_of;
using testing::SignedWorld;
using testing::WorldZone;

SignedWorld make_world() {
  WorldZone zone{"example.test."};
  zone.text =
      "www A 192.0.2.1\nwww A 192.0.2.2\nalias CNAME www\nfar DNAME other.test.\n"
      "*.wild A 192.0.2.3\n";
  WorldZone bad{"bad.test."};
  bad.text = "www A 192.0.2.1\n";
  bad.after_signing = [](std::vector<Record>& records) {
    testing::alter(records, "www.bad.test.", RRType::A);
  };
  WorldZone plain{"plain.test."};
  plain.is_signed = false;
  plain.text = "www A 192.0.2.1\n";
  WorldZone other{"other.test."};
  other.text = "www A 192.0.2.9\n";
  return SignedWorld({WorldZone{"test."}, zone, bad, plain, other});
}

std::string text_of(RRsetView rrset) {
  std::string text = rrset.owner.text() + " " + vouch::text(rrset.type);
  for (const OctetView rdata : rrset.rdatas)
    text += " " + rdata_text(rrset.type, rrset.rrclass, rdata);
  return text;
}

class Packed : public ::testing::TestWithParam<std::pair<const char*, RRType>> {};

TEST_P(Packed, verdicts_come_out_as_they_went_in) {
  const SignedWorld world = make_world();
  const auto& [name, type] = GetParam();
  const Verdict before = world.validate(name, type);
  const PackedVerdict packed(before, name_of(name));
  const Verdict after = packed.unpacked(name_of(name));
  EXPECT_EQ(packed.reason(), before.conclusion.reason);
  EXPECT_EQ(packed.rcode(), before.rcode);
  EXPECT_EQ(after.conclusion.reason, before.conclusion.reason);
  EXPECT_EQ(after.rcode, before.rcode);
  EXPECT_EQ(after.kind, before.kind);
  EXPECT_EQ(after.final_name, before.final_name);
  EXPECT_EQ(after.nxname, before.nxname);
  EXPECT_EQ(after.negative_ttl, before.negative_ttl);
  EXPECT_EQ(after.ttl_cap(), before.ttl_cap());
  const bool is_told = before.ede() || packed.is_refused();
  EXPECT_EQ(is_told ? after.text() : "", is_told ? before.text() : "");
  ASSERT_EQ(after.rrsets.size(), before.rrsets.size());
  for (std::size_t i = 0; i < before.rrsets.size(); ++i) {
    const CheckedRRset& left = before.rrsets[i];
    const CheckedRRset& right = after.rrsets[i];
    EXPECT_EQ(text_of(left.rrset.rrset), text_of(right.rrset.rrset));
    EXPECT_EQ(left.rrset.signatures.size(), right.rrset.signatures.size());
    EXPECT_TRUE(equal_octets(left.rrset.signatures.rdatas().packed(),
                             right.rrset.signatures.rdatas().packed()));
    EXPECT_EQ(left.section, right.section);
    EXPECT_EQ(left.status, right.status);
    EXPECT_EQ(left.reason, right.reason);
    EXPECT_EQ(left.ttl, right.ttl);
    EXPECT_EQ(left.is_synthesized, right.is_synthesized);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Of, Packed,
    ::testing::Values(
        std::pair{"www.example.test.", RRType::A}, std::pair{"alias.example.test.", RRType::A},
        std::pair{"www.far.example.test.", RRType::A}, std::pair{"x.wild.example.test.", RRType::A},
        std::pair{"none.example.test.", RRType::A}, std::pair{"www.example.test.", RRType::MX},
        std::pair{"www.example.test.", RRType::ANY}, std::pair{"www.example.test.", RRType::RRSIG},
        std::pair{"www.bad.test.", RRType::A}, std::pair{"www.plain.test.", RRType::A},
        std::pair{"none.plain.test.", RRType::A}, std::pair{".", RRType::DNSKEY}));

TEST(PackedVerdict, takes_little_more_than_its_octets) {
  const SignedWorld world = make_world();
  const Name name = name_of("www.example.test.");
  const PackedVerdict packed(world.validate("www.example.test.", RRType::A), name);
  // Two addresses, one signature of 64 octets, the owner and the signer; and two allocations, each
  // with a head and rounded up.
  EXPECT_LE(packed.held_octets(), 300U + 32U);
}

}  // namespace
}  // namespace vouch::resolver
