#include "vouch/dnssec/nsec.hpp"

#include "tests/unit/dnssec/denial_records.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

class Nsec : public testing::Test {
 protected:
  NsecRecord record(const std::string& text, const char* signer = "example.") {
    rrset_ = rrset_of(text);
    signer_ = name_of(signer);
    return {rrset_.owner(), signer_, rr::Nsec::read(rrset_.rdatas().front()).value()};
  }
  NsecRelation relation_to(const std::string& text, const char* name) {
    return relation(record(text), name_of("example."), name_of(name));
  }

 private:
  RRset rrset_;
  Name signer_;
};

}  // namespace

TEST_F(Nsec, matches_its_owner_in_any_letter_case) {
  EXPECT_EQ(relation_to("b.example. NSEC d.example. A", "B.Example."), NsecRelation::matches);
}

TEST_F(Nsec, covers_what_stands_between_in_canonical_order) {
  const char* text = "b.example. NSEC d.example. A";
  EXPECT_EQ(relation_to(text, "c.example."), NsecRelation::covers);
  EXPECT_EQ(relation_to(text, "x.b.example."), NsecRelation::covers);
  EXPECT_EQ(relation_to(text, "a.example."), NsecRelation::none);
  EXPECT_EQ(relation_to(text, "d.example."), NsecRelation::none);
  EXPECT_EQ(relation_to(text, "a.d.example."), NsecRelation::none);
  EXPECT_EQ(relation_to(text, "example."), NsecRelation::none);
}

TEST_F(Nsec, the_last_one_covers_the_rest_of_the_zone) {
  const char* text = "x.example. NSEC example. A";
  EXPECT_EQ(relation_to(text, "z.example."), NsecRelation::covers);
  EXPECT_EQ(relation_to(text, "a.x.example."), NsecRelation::covers);
  EXPECT_EQ(relation_to(text, "a.example."), NsecRelation::none);
  EXPECT_EQ(relation_to(text, "example."), NsecRelation::none);
}

TEST_F(Nsec, the_only_one_covers_all_but_the_apex) {
  const char* text = "example. NSEC example. NS SOA";
  EXPECT_EQ(relation_to(text, "example."), NsecRelation::matches);
  EXPECT_EQ(relation_to(text, "a.example."), NsecRelation::covers);
  EXPECT_EQ(relation_to(text, "z.y.example."), NsecRelation::covers);
}

TEST_F(Nsec, shows_an_empty_non_terminal_by_a_next_name_below_it) {
  const char* text = "a.example. NSEC x.c.example. A";
  EXPECT_EQ(relation_to(text, "c.example."), NsecRelation::empty_non_terminal);
  EXPECT_EQ(relation_to(text, "b.example."), NsecRelation::covers);
  EXPECT_EQ(relation_to(text, "b.c.example."), NsecRelation::covers);
}

TEST_F(Nsec, of_a_delegation_says_nothing_about_names_below) {
  EXPECT_EQ(relation_to("b.example. NSEC d.example. NS DS", "x.b.example."),
            NsecRelation::below_cut);
  EXPECT_EQ(relation_to("b.example. NSEC d.example. NS DS", "c.example."), NsecRelation::covers);
  EXPECT_EQ(relation_to("example. NSEC d.example. NS SOA", "a.example."), NsecRelation::covers);
}

TEST_F(Nsec, of_a_dname_says_nothing_about_names_below) {
  EXPECT_EQ(relation_to("b.example. NSEC d.example. DNAME", "x.b.example."),
            NsecRelation::below_dname);
  EXPECT_EQ(relation_to("b.example. NSEC d.example. DNAME", "c.example."), NsecRelation::covers);
}

TEST_F(Nsec, is_refused_with_another_signer) {
  const Name zone = name_of("example.");
  EXPECT_EQ(check_nsec(record("b.example. NSEC d.example. A"), zone), SpanRefusal::usable);
  EXPECT_EQ(check_nsec(record("b.example. NSEC d.example. A", "."), zone),
            SpanRefusal::wrong_signer);
  EXPECT_EQ(check_nsec(record("b.example. NSEC d.example. A", "b.example."), zone),
            SpanRefusal::wrong_signer);
}

TEST_F(Nsec, F6_is_refused_with_a_next_name_outside_of_the_zone) {
  const Name zone = name_of("example.");
  EXPECT_EQ(check_nsec(record("b.example. NSEC z.test. A"), zone), SpanRefusal::next_outside);
  EXPECT_EQ(check_nsec(record("a.test. NSEC b.example. A"), zone), SpanRefusal::owner_outside);
}

TEST_F(Nsec, is_refused_when_it_runs_backwards_to_another_name_than_the_apex) {
  const Name zone = name_of("example.");
  EXPECT_EQ(check_nsec(record("d.example. NSEC b.example. A"), zone), SpanRefusal::runs_backwards);
  EXPECT_EQ(check_nsec(record("d.example. NSEC d.example. A"), zone), SpanRefusal::runs_backwards);
  EXPECT_EQ(check_nsec(record("d.example. NSEC example. A"), zone), SpanRefusal::usable);
}

TEST_F(Nsec, gives_the_closest_encloser_by_the_nearer_of_its_two_names) {
  EXPECT_EQ(closest_encloser(record("a.b.example. NSEC z.example. A"), name_of("x.b.example.")),
            name_of("b.example."));
  EXPECT_EQ(closest_encloser(record("a.example. NSEC z.c.example. A"), name_of("x.c.example.")),
            name_of("c.example."));
  EXPECT_EQ(closest_encloser(record("a.example. NSEC z.example. A"), name_of("x.c.example.")),
            name_of("example."));
}
