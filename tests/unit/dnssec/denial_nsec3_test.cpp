#include <gmock/gmock.h>

#include "tests/unit/dnssec/denial_records.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

const Nsec3Chain chain(unsigned flags = 0, std::uint16_t iterations = 0) {
  return Nsec3Chain("example.",
                    {{"example.", "NS SOA RRSIG DNSKEY NSEC3PARAM"},
                     {"b.example.", "A RRSIG"},
                     {"c.example.", ""},
                     {"x.c.example.", "A RRSIG"},
                     {"d.example.", "NS DS RRSIG"},
                     {"e.example.", "NS"},
                     {"f.example.", "DNAME RRSIG"},
                     {"w.example.", ""},
                     {"*.w.example.", "MX RRSIG"},
                     {"z.example.", "CNAME RRSIG"}},
                    flags, iterations);
}

DenialRecords zone() { return DenialRecords("example."); }

// All that proves that q.example. does not exist.
DenialRecords nothing_at_q(unsigned flags = 0, std::uint16_t iterations = 0) {
  const Nsec3Chain records = chain(flags, iterations);
  return zone()
      .add(records.matching("example."))
      .add(records.covering("q.example."))
      .add(records.covering("*.example."));
}

}  // namespace

TEST(DenialByNsec3, F9_closest_encloser_next_closer_and_wildcard) {
  const DenialProof proof = deny(nothing_at_q(), "a.q.example.");
  expect_shows(proof, Shown::name_absent);
  EXPECT_EQ(proof.encloser_labels, 1);
  ASSERT_EQ(proof.step_count, 3);
  EXPECT_EQ(proof.steps[0].role, ProofRole::matches_closest_encloser);
  EXPECT_EQ(proof.steps[1].role, ProofRole::covers_next_closer);
  EXPECT_EQ(proof.steps[2].role, ProofRole::covers_wildcard);
}

TEST(DenialByNsec3, F9_any_part_missing) {
  // A name whose three records are different ones.
  const std::string encloser = chain().matching("x.c.example.");
  const std::string wildcard = chain().covering("*.x.c.example.");
  std::string label = "a";
  const auto is_alike = [&](const std::string& record) {
    return record == encloser || record == wildcard;
  };
  while (is_alike(chain().covering((label + ".x.c.example.").c_str()))) ++label[0];
  const std::string text = label + ".x.c.example.";
  const char* name = text.c_str();
  const std::string next_closer = chain().covering(name);
  ASSERT_NE(wildcard, encloser);
  expect_shows(deny(zone().add(encloser).add(next_closer).add(wildcard), name), Shown::name_absent);
  expect_fails(deny(zone().add(next_closer).add(wildcard), name), ProofGap::no_closest_encloser);
  expect_fails(deny(zone().add(encloser).add(wildcard), name), ProofGap::next_closer_not_covered);
  expect_fails(deny(zone().add(encloser).add(next_closer), name), ProofGap::wildcard_not_denied);
}

TEST(DenialByNsec3, F10_opt_out_at_the_next_closer_name) {
  expect_shows(deny(nothing_at_q(1), "q.example."), Shown::name_absent, ProofStatus::opt_out);
  expect_shows(deny_ds(nothing_at_q(1), "q.example."), Shown::hidden, ProofStatus::opt_out);
}

TEST(DenialByNsec3, F11_F12_closest_encloser_that_is_a_delegation_or_a_dname) {
  expect_fails(deny(zone().add(chain().matching("d.example.")), "q.d.example."),
               ProofGap::below_cut);
  expect_shows(deny(zone().add(chain().matching("e.example.")), "q.e.example."), Shown::delegation,
               ProofStatus::insecure_delegation);
  expect_fails(deny(zone()
                        .add(chain().matching("f.example."))
                        .add(chain().covering("q.f.example."))
                        .add(chain().covering("*.f.example.")),
                    "q.f.example."),
               ProofGap::below_dname);
}

TEST(DenialByNsec3, F14_records_of_different_chains_are_not_mixed) {
  const Nsec3Chain other = chain(0, 1);
  expect_fails(deny(zone()
                        .add(chain().matching("example."))
                        .add(other.covering("q.example."))
                        .add(other.covering("*.example.")),
                    "q.example."),
               ProofGap::next_closer_not_covered);
}

TEST(DenialByNsec3, F14_one_whole_chain_beside_parts_of_another_is_enough) {
  DenialRecords records("example.");
  records.add(chain(0, 1).matching("example."))
      .add(chain().matching("example."))
      .add(chain().covering("q.example."))
      .add(chain().covering("*.example."));
  expect_shows(deny(records, "q.example."), Shown::name_absent);
}

TEST(DenialByNsec3, F17_F18_iterations) {
  expect_shows(deny(nothing_at_q(0, 50), "q.example."), Shown::name_absent);
  const DenialProof soft = deny(nothing_at_q(0, 51), "q.example.");
  EXPECT_EQ(soft.status, ProofStatus::not_looked_at);
  EXPECT_EQ(soft.gap, ProofGap::too_many_iterations);
  expect_fails(deny(nothing_at_q(0, 501), "q.example."), ProofGap::too_many_iterations);
}

TEST(DenialByNsec3, F17_a_chain_with_few_iterations_is_not_passed_over) {
  DenialRecords records("example.");
  records.add(chain(0, 100).matching("example.")).add(chain().matching("example."));
  expect_fails(deny(records, "q.example."), ProofGap::next_closer_not_covered);
}

TEST(DenialByNsec3, F19_hashes_are_counted) {
  const DenialRecords records = nothing_at_q();
  Nsec3Budget budget;
  const Name deep = name_of("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.q.example.");
  const DenialProof proof = prove_denial(deep, RRType::A, records.set(), budget);
  expect_shows(proof, Shown::name_absent);
  EXPECT_EQ(budget.hashes_done, 18U) << "each name of the chain once, and the wildcard";

  budget = {};
  budget.hashes_left = 10;
  expect_fails(prove_denial(deep, RRType::A, records.set(), budget), ProofGap::hash_budget);
  EXPECT_EQ(budget.hashes_done, 10U);
}

TEST(DenialByNsec3, E11_type_absent_at_the_name) {
  expect_shows(deny(zone().add(chain().matching("b.example.")), "b.example.", RRType::MX),
               Shown::type_absent);
  expect_fails(deny(zone().add(chain().matching("b.example.")), "b.example."),
               ProofGap::type_exists);
  expect_fails(deny(zone().add(chain().matching("z.example.")), "z.example."),
               ProofGap::cname_exists);
  expect_shows(deny(zone().add(chain().matching("c.example.")), "c.example."),
               Shown::empty_non_terminal);
}

TEST(DenialByNsec3, E4_E5_sides_of_a_cut) {
  expect_fails(deny(zone().add(chain().matching("d.example.")), "d.example."),
               ProofGap::parent_side);
  expect_shows(deny(zone().add(chain().matching("e.example.")), "e.example."), Shown::delegation,
               ProofStatus::insecure_delegation);
  expect_fails(deny(zone().add(chain().matching("example.")), "example.", RRType::DS),
               ProofGap::child_side);
}

TEST(DenialByNsec3, E13_E14_wildcard_without_the_type) {
  for (const unsigned flags : {0U, 1U}) {
    const Nsec3Chain records = chain(flags);
    const DenialRecords proof_records = zone()
                                            .add(records.matching("w.example."))
                                            .add(records.covering("q.w.example."))
                                            .add(records.matching("*.w.example."));
    const ProofStatus status = flags == 0 ? ProofStatus::holds : ProofStatus::opt_out;
    expect_shows(deny(proof_records, "q.w.example."), Shown::wildcard_type_absent, status);
    expect_fails(deny(proof_records, "q.w.example.", RRType::MX), ProofGap::type_exists);
  }
}

TEST(DenialByNsec3, E15_opt_out_without_wildcard_may_hide_the_name) {
  const Nsec3Chain records = chain(1);
  DenialRecords parts("example.");
  parts.add(records.matching("x.c.example.")).add(records.covering("q.x.c.example."));
  expect_shows(deny(parts, "q.x.c.example."), Shown::hidden, ProofStatus::opt_out);
  Nsec3Budget budget;
  expect_fails(prove_name_absent(name_of("q.x.c.example."), RRType::A, parts.set(), budget),
               ProofGap::wildcard_not_denied);
}

TEST(DenialByNsec3, E20_either_kind_is_enough) {
  DenialRecords records("example.");
  records.add("a.example. NSEC b.example. A\n").add(chain().matching("b.example."));
  expect_shows(deny(records, "b.example.", RRType::MX), Shown::type_absent);
  DenialRecords other("example.");
  other.add("b.example. NSEC c.example. A\n").add(chain().matching("x.c.example."));
  expect_shows(deny(other, "b.example.", RRType::MX), Shown::type_absent);
}

TEST(DenialByNsec3, B35_B36_B37_ds) {
  expect_shows(deny_ds(zone().add(chain().matching("e.example.")), "e.example."), Shown::delegation,
               ProofStatus::insecure_delegation);
  expect_shows(deny_ds(zone().add(chain().matching("b.example.")), "b.example."), Shown::no_cut);
  expect_fails(deny_ds(zone().add(chain().matching("d.example.")), "d.example."),
               ProofGap::type_exists);
  expect_shows(deny_ds(nothing_at_q(), "q.example."), Shown::name_absent);
}

TEST(DenialByNsec3, D4_D5_next_closer_name) {
  expect_shows(deny_closer(zone().add(chain().covering("q.w.example.")), "a.q.w.example.", 2),
               Shown::next_closer_absent);
  expect_shows(deny_closer(zone().add(chain(1).covering("q.w.example.")), "q.w.example.", 2),
               Shown::next_closer_absent, ProofStatus::opt_out);
  expect_fails(deny_closer(zone().add(chain().matching("b.example.")), "a.b.example.", 1),
               ProofGap::name_exists);
}

TEST(DenialByNsec3, is_explained_record_by_record) {
  const DenialRecords records = nothing_at_q();
  Nsec3Budget budget;
  const DenialProof proof = prove_denial(name_of("q.example."), RRType::A, records.set(), budget);
  const std::vector<std::string> lines = explain(proof, records.set());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_THAT(lines[0], testing::StartsWith(hash_text("example.") + ".example. NSEC3 1 0 0 - "));
  EXPECT_THAT(lines[0],
              testing::EndsWith(" NS SOA RRSIG DNSKEY NSEC3PARAM matches the closest encloser"));
}
