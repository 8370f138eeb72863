// Every kind of answer of a zone that is signed well, with every kind of denial.
#include "tests/unit/validate/verdicts.hpp"

namespace vouch::testing {
namespace {

struct Denial {
  DenialKind kind;
  bool opt_out;
  const char* name;
};

class GoodAnswers : public ::testing::TestWithParam<Denial> {
 protected:
  SignedWorld world_{{WorldZone{"."}, WorldZone{"test."},
                      example(GetParam().kind, GetParam().opt_out),
                      with_text("other.test.", "www A 192.0.2.9")}};
  Verdict verdict_of(const std::string& name, RRType type = RRType::A) const {
    return world_.validate(name, type);
  }
  bool opt_out() const { return GetParam().opt_out; }
  /// What rests on an Opt-Out span is insecure (RFC 5155 section 9.2).
  Reason by_span() const { return opt_out() ? Reason::opt_out_denial : Reason::chain_holds; }
};

TEST_P(GoodAnswers, positive) {
  const Verdict verdict = verdict_of("www.example.test.");
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.rcode, Rcode::NOERROR);
  ASSERT_EQ(verdict.rrsets.size(), 1U);
  EXPECT_EQ(verdict.rrsets[0].rrset.rrset.size(), 2U);
  EXPECT_EQ(verdict.rrsets[0].status, Status::secure);
}

TEST_P(GoodAnswers, of_the_apex_and_of_zones_above) {
  for (const char* apex : {".", "test.", "example.test.", "other.test."}) {
    EXPECT_TRUE(is_secure(verdict_of(apex, RRType::SOA))) << apex;
    EXPECT_TRUE(is_secure(verdict_of(apex, RRType::NS))) << apex;
    EXPECT_TRUE(is_secure(verdict_of(apex, RRType::DNSKEY))) << apex;
  }
  EXPECT_TRUE(is_secure(verdict_of("test.", RRType::DS)));
  EXPECT_TRUE(is_secure(verdict_of("example.test.", RRType::DS)));
  EXPECT_TRUE(is_secure(verdict_of("signed.example.test.", RRType::DS)));
}

TEST_P(GoodAnswers, no_such_name) {
  const Verdict verdict = verdict_of("nowhere.example.test.");
  EXPECT_TRUE(is(verdict, by_span()));
  EXPECT_EQ(verdict.rcode, Rcode::NXDOMAIN);
  EXPECT_EQ(verdict.kind, AnswerKind::no_name);
  EXPECT_EQ(verdict.negative_ttl, Ttl{300});
  EXPECT_TRUE(is(verdict_of("a.b.nowhere.example.test."), by_span()));
  EXPECT_TRUE(is(verdict_of("x.www.example.test."), by_span()));
}

TEST_P(GoodAnswers, no_such_type) {
  const Verdict verdict = verdict_of("www.example.test.", RRType::TXT);
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.rcode, Rcode::NOERROR);
  EXPECT_EQ(verdict.kind, AnswerKind::no_type);
  EXPECT_TRUE(is_secure(verdict_of("example.test.", RRType::TXT)));
}

TEST_P(GoodAnswers, empty_non_terminals) {
  for (const char* name : {"c.example.test.", "b.c.example.test.", "wild.example.test."}) {
    const Verdict verdict = verdict_of(name);
    EXPECT_TRUE(is_secure(verdict)) << name;
    EXPECT_EQ(verdict.kind, AnswerKind::no_type);
  }
}

TEST_P(GoodAnswers, by_a_wildcard) {
  const Verdict verdict = verdict_of("x.y.wild.example.test.");
  EXPECT_TRUE(is(verdict, by_span()));
  const CheckedRRset* answer = find(verdict, "x.y.wild.example.test.", RRType::A);
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->wildcard, name_of("*.wild.example.test."));
  const auto told = verdict.text().find(
      ": by the wildcard *.wild.example.test., and the name itself is proven not to exist");
  EXPECT_EQ(told != std::string::npos, verdict.is_secure()) << verdict.text();
  EXPECT_TRUE(is_secure(verdict_of("*.wild.example.test.")));
}

TEST_P(GoodAnswers, no_such_type_by_a_wildcard) {
  const Verdict verdict = verdict_of("x.wild.example.test.", RRType::TXT);
  EXPECT_TRUE(is(verdict, by_span()));
  EXPECT_EQ(verdict.rcode, Rcode::NOERROR);
}

TEST_P(GoodAnswers, aliases) {
  for (const char* name : {"alias.example.test.", "dname.example.test.", "out.example.test.",
                           "www.far.example.test."}) {
    const Verdict verdict = verdict_of(name);
    EXPECT_TRUE(is_secure(verdict)) << name;
    EXPECT_EQ(verdict.rcode, Rcode::NOERROR) << name;
  }
  EXPECT_EQ(verdict_of("www.far.example.test.").final_name, name_of("www.other.test."));
  EXPECT_TRUE(is(verdict_of("x.alias.example.test."), by_span()));
}

TEST_P(GoodAnswers, alias_to_nothing) {
  const Verdict verdict = verdict_of("gone.far.example.test.");
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.rcode, Rcode::NXDOMAIN);
}

TEST_P(GoodAnswers, below_an_insecure_delegation) {
  const Verdict verdict = verdict_of("insecure.example.test.", RRType::DS);
  EXPECT_EQ(verdict.rcode, Rcode::NOERROR);
  EXPECT_TRUE(is(verdict, opt_out() ? Reason::opt_out_denial : Reason::chain_holds));
}

INSTANTIATE_TEST_SUITE_P(, GoodAnswers,
                         ::testing::Values(Denial{DenialKind::nsec, false, "nsec"},
                                           Denial{DenialKind::nsec3, false, "nsec3"},
                                           Denial{DenialKind::nsec3, true, "opt_out"}),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace vouch::testing
