#include <gmock/gmock.h>

#include "tests/unit/dnssec/denial_records.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

// apex, b (A), c as empty non-terminal above x.c, d (delegation with DS), e (delegation), f
// (DNAME), w's wildcard, z (CNAME).
constexpr const char* apex = "example. NSEC b.example. NS SOA\n";
constexpr const char* b = "b.example. NSEC x.c.example. A RRSIG NSEC\n";
constexpr const char* x_c = "x.c.example. NSEC d.example. A RRSIG NSEC\n";
constexpr const char* d = "d.example. NSEC e.example. NS DS RRSIG NSEC\n";
constexpr const char* e = "e.example. NSEC f.example. NS RRSIG NSEC\n";
constexpr const char* f = "f.example. NSEC *.w.example. DNAME RRSIG NSEC\n";
constexpr const char* wild_w = "*.w.example. NSEC z.example. MX RRSIG NSEC\n";
constexpr const char* z = "z.example. NSEC example. CNAME RRSIG NSEC\n";

DenialRecords zone() { return DenialRecords("example."); }

}  // namespace

TEST(DenialByNsec, F1_name_and_wildcard_covered) {
  const DenialProof proof = deny(zone().add(apex).add(b), "ba.example.");
  expect_shows(proof, Shown::name_absent);
  EXPECT_EQ(proof.encloser_labels, 1);
  ASSERT_EQ(proof.step_count, 2);
  EXPECT_EQ(proof.steps[0].role, ProofRole::covers_name);
  EXPECT_EQ(proof.steps[0].record, 1);
  EXPECT_EQ(proof.steps[1].role, ProofRole::covers_wildcard);
  EXPECT_EQ(proof.steps[1].record, 0);
}

TEST(DenialByNsec, F1_one_record_covers_both) {
  expect_shows(deny(zone().add(apex), "a.example."), Shown::name_absent);
}

TEST(DenialByNsec, F2_one_of_both_missing) {
  expect_fails(deny(zone().add(b), "ba.example."), ProofGap::wildcard_not_denied);
  expect_fails(deny(zone().add(apex), "ba.example."), ProofGap::name_not_denied);
  expect_fails(deny(zone(), "ba.example."), ProofGap::no_records);
}

TEST(DenialByNsec, F3_wildcard_matches) {
  const DenialRecords records = zone().add(f).add(wild_w);
  Nsec3Budget budget;
  expect_fails(deny(records, "a.w.example.", RRType::MX), ProofGap::type_exists);
  expect_fails(prove_name_absent(name_of("a.w.example."), RRType::A, records.set(), budget),
               ProofGap::wildcard_exists);
}

TEST(DenialByNsec, F4_F5_ancestor_delegation_or_dname) {
  expect_fails(deny(zone().add(apex).add(d), "x.d.example."), ProofGap::below_cut);
  expect_fails(deny(zone().add(apex).add(e), "x.e.example."), ProofGap::below_cut);
  expect_fails(deny(zone().add(apex).add(f), "x.f.example."), ProofGap::below_dname);
}

TEST(DenialByNsec, F6_next_name_outside_of_the_zone) {
  const DenialRecords records = zone().add("b.example. NSEC z.test. A\n");
  expect_fails(deny(records, "c.example."), ProofGap::no_records);
  ASSERT_EQ(records.set().refused().size(), 1U);
  EXPECT_EQ(records.set().refused()[0].why, SpanRefusal::next_outside);
}

TEST(DenialByNsec, F7_F8_last_and_only_record) {
  expect_shows(deny(zone().add(apex).add(z), "zz.example."), Shown::name_absent);
  expect_shows(deny(zone().add("example. NSEC example. NS SOA\n"), "a.b.example."),
               Shown::name_absent);
}

TEST(DenialByNsec, a_name_outside_of_the_zone_is_never_denied) {
  expect_fails(deny(zone().add(z), "zz.test."), ProofGap::name_not_denied);
  expect_fails(deny_ds(zone().add(z), "zz.test."), ProofGap::name_not_denied);
  expect_fails(deny_closer(zone().add(z), "zz.test.", 0), ProofGap::next_closer_not_covered);
}

TEST(DenialByNsec, E1_type_absent_at_the_name) {
  const DenialProof proof = deny(zone().add(b), "b.example.", RRType::MX);
  expect_shows(proof, Shown::type_absent);
  EXPECT_FALSE(proof.nxname);
  EXPECT_EQ(proof.steps[0].role, ProofRole::matches_name);
}

TEST(DenialByNsec, E2_E3_type_or_cname_listed) {
  expect_fails(deny(zone().add(b), "b.example.", RRType::A), ProofGap::type_exists);
  expect_fails(deny(zone().add(z), "z.example.", RRType::A), ProofGap::cname_exists);
  expect_fails(deny(zone().add(z), "z.example.", RRType::CNAME), ProofGap::type_exists);
}

TEST(DenialByNsec, E4_parent_side_record) {
  expect_fails(deny(zone().add(d), "d.example."), ProofGap::parent_side);
  const DenialProof proof = deny(zone().add(e), "e.example.");
  EXPECT_EQ(proof.status, ProofStatus::insecure_delegation);
  EXPECT_EQ(proof.shown, Shown::delegation);
}

TEST(DenialByNsec, E5_child_side_record_for_ds) {
  expect_fails(deny(zone().add(apex), "example.", RRType::DS), ProofGap::child_side);
  expect_shows(deny(DenialRecords(".").add(". NSEC aaa. NS SOA DNSKEY\n"), ".", RRType::DS),
               Shown::type_absent);
}

TEST(DenialByNsec, E7_E10_empty_non_terminals) {
  expect_shows(deny(zone().add(b), "c.example."), Shown::empty_non_terminal);
  // *.c exists because a.*.c does.
  const DenialRecords records =
      zone().add("b.example. NSEC a.*.c.example. A\na.*.c.example. NSEC d.example. A\n");
  expect_shows(deny(records, "q.c.example."), Shown::wildcard_type_absent);
}

TEST(DenialByNsec, E9_wildcard_without_the_type) {
  const DenialProof proof = deny(zone().add(f).add(wild_w), "a.w.example.");
  expect_shows(proof, Shown::wildcard_type_absent);
  EXPECT_EQ(proof.encloser_labels, 2);
  expect_fails(deny(zone().add(wild_w), "*.w.example.", RRType::MX), ProofGap::type_exists);
}

TEST(DenialByNsec, E9_wildcard_with_a_cname) {
  expect_fails(deny(zone().add("*.w.example. NSEC z.example. CNAME\n"), "a.w.example."),
               ProofGap::cname_exists);
}

TEST(DenialByNsec, E21_E22_compact_denial) {
  const DenialProof absent =
      deny(zone().add("q.example. NSEC \\000.q.example. RRSIG NSEC NXNAME\n"), "q.example.");
  expect_shows(absent, Shown::type_absent);
  EXPECT_TRUE(absent.nxname);
  const DenialProof lie =
      deny(zone().add("q.example. NSEC \\000.q.example. RRSIG NSEC\n"), "q.example.");
  expect_shows(lie, Shown::type_absent);
  EXPECT_FALSE(lie.nxname);
}

TEST(DenialByNsec, any_is_denied_only_where_nothing_else_is_listed) {
  expect_fails(deny(zone().add(b), "b.example.", RRType::ANY), ProofGap::type_exists);
  expect_shows(
      deny(zone().add("q.example. NSEC \\000.q.example. RRSIG NSEC\n"), "q.example.", RRType::ANY),
      Shown::type_absent);
}

TEST(DenialByNsec, D1_D3_next_closer_name) {
  expect_shows(deny_closer(zone().add(wild_w), "a.b.w.example.", 2), Shown::next_closer_absent);
  // The record covers the name, but b.w exists as an empty non-terminal.
  const DenialRecords deeper =
      zone().add("*.w.example. NSEC a.b.w.example. MX\na.b.w.example. NSEC z.example. A\n");
  expect_fails(deny_closer(deeper, "q.b.w.example.", 2), ProofGap::name_exists);
  expect_fails(deny_closer(zone().add("b.w.example. NSEC z.example. A\n"), "q.b.w.example.", 2),
               ProofGap::name_exists);
  expect_fails(deny_closer(zone().add(z), "q.b.w.example.", 2), ProofGap::next_closer_not_covered);
}

TEST(DenialByNsec, D1_the_next_closer_name_needs_a_label) {
  expect_fails(deny_closer(zone().add(f), "w.example.", 2), ProofGap::next_closer_not_covered);
  expect_fails(deny_closer(zone().add(f), "a.w.example.", 0), ProofGap::next_closer_not_covered);
}

TEST(DenialByNsec, D6_another_signer) {
  const DenialRecords records = zone().add(f, ".");
  expect_fails(deny_closer(records, "a.w.example.", 2), ProofGap::no_records);
}

TEST(DenialByNsec, B28_to_B32_ds) {
  const DenialProof insecure = deny_ds(zone().add(e), "e.example.");
  EXPECT_EQ(insecure.status, ProofStatus::insecure_delegation);
  EXPECT_EQ(insecure.shown, Shown::delegation);
  expect_shows(deny_ds(zone().add(b), "b.example."), Shown::no_cut);
  expect_fails(deny_ds(zone().add(apex), "example."), ProofGap::child_side);
  expect_fails(deny_ds(zone().add(d), "d.example."), ProofGap::type_exists);
  expect_fails(deny_ds(zone().add(z), "z.example."), ProofGap::cname_exists);
}

TEST(DenialByNsec, B34_ds_of_a_name_that_is_absent_or_an_empty_non_terminal) {
  expect_shows(deny_ds(zone().add(b), "ba.example."), Shown::name_absent);
  expect_shows(deny_ds(zone().add(b), "c.example."), Shown::empty_non_terminal);
}

TEST(DenialByNsec, a_query_for_ds_at_an_insecure_delegation_is_denied_securely) {
  expect_shows(deny(zone().add(e), "e.example.", RRType::DS), Shown::type_absent);
}

TEST(DenialByNsec, a_match_is_preferred_to_a_cover) {
  const DenialRecords records = zone().add("a.example. NSEC c.example. A\n").add(b);
  expect_fails(deny(records, "b.example."), ProofGap::type_exists);
}

TEST(DenialByNsec, a_set_takes_no_more_records_than_an_answer_needs) {
  std::string many;
  for (char c = 'a'; c < 'a' + 20; ++c)
    many += std::string(1, c) + ".example. NSEC " + std::string(1, c) + "a.example. A\n";
  EXPECT_EQ(zone().add(many).set().nsecs().size(), DenialSet::max_records);
}

TEST(DenialByNsec, is_explained_record_by_record) {
  const DenialRecords records = zone().add(apex).add("y.example. NSEC z.test. A\n");
  Nsec3Budget budget;
  const DenialProof proof = prove_denial(name_of("q.example."), RRType::A, records.set(), budget);
  EXPECT_THAT(explain(proof, records.set()),
              testing::ElementsAre("y.example. NSEC has a next name outside of the zone",
                                   "no record matches or covers the name"));
  const DenialProof good = prove_denial(name_of("a.example."), RRType::A, records.set(), budget);
  EXPECT_THAT(explain(good, records.set()),
              testing::ElementsAre("example. NSEC b.example. NS SOA covers the name",
                                   "example. NSEC b.example. NS SOA covers the wildcard",
                                   "y.example. NSEC has a next name outside of the zone"));
}
