// What is answered out of a zone, DNSSEC aside: RFC 1034 section 4.3.2, RFC 4592, RFC 6672, RFC
// 8482.
#include <gtest/gtest.h>

#include "tests/unit/authority/world.hpp"

namespace vouch::authority {
namespace {

using Lines = std::vector<std::string>;

const Lines soa = {"example. SOA"};

class PlainAnswer : public testing::Test {
 protected:
  const World world{Chain::unsigned_zone};

  Reply ask(const std::string& name, RRType type) const {
    return world.ask(name, type, Edns::none);
  }
};

TEST_F(PlainAnswer, gives_the_rrset_that_was_asked_for_and_nothing_else) {
  const Reply reply = ask("a.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.flags, "aa");
  EXPECT_EQ(reply.id, 0x4242);
  EXPECT_EQ(reply.questions, 1U);
  EXPECT_EQ(reply.answer, Lines{"a.example. A"});
  EXPECT_TRUE(reply.authority.empty());
  EXPECT_TRUE(reply.additional.empty());
  EXPECT_FALSE(reply.has_opt);
  EXPECT_EQ(reply.records[0].ttl, Ttl{3600});
  EXPECT_EQ(reply.records[0].rdata, (Octets{192, 0, 2, 2}));
}

TEST_F(PlainAnswer, gives_types_that_it_does_not_know) {
  EXPECT_EQ(ask("a.example.", RRType{65280}).answer, Lines{"a.example. TYPE65280"});
}

TEST_F(PlainAnswer, ignores_letter_case_and_keeps_the_clients) {
  const Reply reply = ask("A.eXample.", RRType::A);
  EXPECT_EQ(reply.answer, Lines{"A.eXample. A"});
}

TEST_F(PlainAnswer, says_no_data_with_the_negative_ttl) {
  const Reply reply = ask("a.example.", RRType::AAAA);
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.flags, "aa");
  EXPECT_TRUE(reply.answer.empty());
  EXPECT_EQ(reply.authority, soa);
  EXPECT_EQ(reply.records[0].ttl, Ttl{300});
}

TEST_F(PlainAnswer, says_no_data_at_an_empty_non_terminal) {
  const Reply reply = ask("ent.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.authority, soa);
}

TEST_F(PlainAnswer, says_nxdomain_below_a_name_and_beside_it) {
  for (const char* name :
       {"x.a.example.", "nowhere.example.", "y.ent.example.", "x.y.z.example."}) {
    const Reply reply = ask(name, RRType::A);
    EXPECT_EQ(reply.rcode, "NXDOMAIN") << name;
    EXPECT_EQ(reply.flags, "aa") << name;
    EXPECT_EQ(reply.authority, soa) << name;
  }
}

TEST_F(PlainAnswer, expands_a_wildcard_for_every_depth) {
  EXPECT_EQ(ask("x.wild.example.", RRType::A).answer, Lines{"x.wild.example. A"});
  EXPECT_EQ(ask("x.y.wild.example.", RRType::A).answer, Lines{"x.y.wild.example. A"});
  EXPECT_EQ(ask("*.wild.example.", RRType::A).answer, Lines{"*.wild.example. A"});
}

TEST_F(PlainAnswer, does_not_expand_a_wildcard_below_a_name_that_exists) {
  EXPECT_EQ(ask("x.host.wild.example.", RRType::A).rcode, "NXDOMAIN");
  EXPECT_EQ(ask("x.*.wild.example.", RRType::A).rcode, "NXDOMAIN");
}

TEST_F(PlainAnswer, says_no_data_where_a_wildcard_has_not_the_type) {
  const Reply reply = ask("x.wild.example.", RRType::TXT);
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.authority, soa);
  EXPECT_EQ(ask("x.went.example.", RRType::A).rcode, "NOERROR")
      << "the wildcard is an empty non-terminal";
}

TEST_F(PlainAnswer, refers_without_authority_at_and_below_a_cut) {
  for (const char* name : {"secure.example.", "www.secure.example.", "ns.secure.example."}) {
    const Reply reply = ask(name, RRType::A);
    EXPECT_EQ(reply.rcode, "NOERROR") << name;
    EXPECT_EQ(reply.flags, "") << name;
    EXPECT_TRUE(reply.answer.empty()) << name;
    EXPECT_EQ(reply.authority, Lines(2, "secure.example. NS")) << name;
  }
}

TEST_F(PlainAnswer, leaves_unsigned_ds_out_of_referrals) {
  const Reply reply = world.ask("www.secure.example.", RRType::A, Edns::dnssec);
  EXPECT_EQ(reply.authority, Lines(2, "secure.example. NS"));
}

TEST_F(PlainAnswer, does_not_follow_the_cname_of_a_dname_that_was_asked_for) {
  const Reply reply = ask("x.dn.example.", RRType::CNAME);
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.flags, "aa");
  EXPECT_EQ(reply.answer, (Lines{"dn.example. DNAME", "x.dn.example. CNAME"}));
  EXPECT_TRUE(reply.authority.empty());
  EXPECT_EQ(ask("no.dn.example.", RRType::CNAME).rcode, "NOERROR");
}

TEST(DnameBelowItself, is_in_the_answer_once_with_its_signature) {
  const World world(Chain::nsec, "back.target CNAME dn\nself.up DNAME up\n");
  EXPECT_EQ(world.ask("back.dn.example.", RRType::DNAME).answer,
            (Lines{"dn.example. DNAME", "dn.example. RRSIG(DNAME)", "back.dn.example. CNAME",
                   "back.target.example. CNAME", "back.target.example. RRSIG(CNAME)"}));
  EXPECT_EQ(world.ask("self.self.up.example.", RRType::DNAME).answer,
            (Lines{"self.up.example. DNAME", "self.up.example. RRSIG(DNAME)",
                   "self.self.up.example. CNAME"}));
  EXPECT_EQ(world.ask("self.self.up.example.", RRType::RRSIG).answer,
            (Lines{"self.up.example. DNAME", "self.up.example. RRSIG(DNAME)",
                   "self.self.up.example. CNAME", "self.up.example. RRSIG(NSEC)"}));
}

TEST_F(PlainAnswer, adds_glue_then_the_zones_own_addresses_to_a_referral) {
  EXPECT_EQ(ask("www.secure.example.", RRType::A).additional,
            (Lines{"ns.secure.example. A", "ns.secure.example. AAAA", "ns1.example. A",
                   "ns1.example. AAAA"}));
  EXPECT_EQ(ask("www.insecure.example.", RRType::A).additional,
            (Lines{"ns.insecure.example. A", "ns.secure.example. A", "ns.secure.example. AAAA"}))
      << "glue of a sibling zone";
  EXPECT_TRUE(ask("deep.cut.example.", RRType::A).additional.empty());
}

TEST_F(PlainAnswer, answers_ds_at_a_cut_itself) {
  const Reply reply = ask("secure.example.", RRType::DS);
  EXPECT_EQ(reply.flags, "aa");
  EXPECT_EQ(reply.answer, Lines{"secure.example. DS"});
  const Reply none = ask("insecure.example.", RRType::DS);
  EXPECT_EQ(none.flags, "aa");
  EXPECT_EQ(none.authority, soa);
  EXPECT_EQ(ask("x.secure.example.", RRType::DS).flags, "") << "below the cut it is a referral";
}

TEST_F(PlainAnswer, answers_ds_of_a_child_from_the_parent_when_both_are_here) {
  EXPECT_EQ(ask("child.example.", RRType::DS).answer, Lines{"child.example. DS"});
  EXPECT_EQ(ask("child.example.", RRType::NS).flags, "aa") << "all else from the child";
  EXPECT_EQ(ask("www.child.example.", RRType::A).answer, Lines{"www.child.example. A"});
}

TEST_F(PlainAnswer, answers_ds_at_an_apex_without_its_parent_as_no_data) {
  const Reply reply = ask("example.", RRType::DS);
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.flags, "aa");
  EXPECT_EQ(reply.authority, soa);
}

TEST_F(PlainAnswer, follows_aliases_inside_the_zone) {
  const Reply reply = ask("alias2.example.", RRType::A);
  EXPECT_EQ(reply.answer, (Lines{"alias2.example. CNAME", "alias.example. CNAME", "a.example. A"}));
  EXPECT_TRUE(reply.authority.empty());
  EXPECT_EQ(ask("alias2.example.", RRType::CNAME).answer, Lines{"alias2.example. CNAME"});
}

TEST_F(PlainAnswer, gives_the_rcode_of_the_aliases_last_name) {
  EXPECT_EQ(ask("dangling.example.", RRType::A).rcode, "NXDOMAIN");
  EXPECT_EQ(ask("dangling.example.", RRType::A).authority, soa);
  const Reply no_type = ask("alias.example.", RRType::AAAA);
  EXPECT_EQ(no_type.rcode, "NOERROR");
  EXPECT_EQ(no_type.answer, Lines{"alias.example. CNAME"});
  EXPECT_EQ(no_type.authority, soa);
}

TEST_F(PlainAnswer, does_not_follow_an_alias_out_of_the_zone) {
  const Reply reply = ask("outside.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.answer, Lines{"outside.example. CNAME"});
  EXPECT_TRUE(reply.authority.empty());
}

TEST_F(PlainAnswer, refers_after_an_alias_with_authority_for_the_alias) {
  const Reply reply = ask("to-cut.example.", RRType::A);
  EXPECT_EQ(reply.flags, "aa");
  EXPECT_EQ(reply.answer, Lines{"to-cut.example. CNAME"});
  EXPECT_EQ(reply.authority, Lines(2, "secure.example. NS"));
}

TEST_F(PlainAnswer, gives_each_alias_of_a_circle_once) {
  const Reply reply = ask("loop1.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.answer, (Lines{"loop1.example. CNAME", "loop2.example. CNAME"}));
  EXPECT_TRUE(reply.authority.empty());
}

TEST_F(PlainAnswer, synthesizes_a_cname_below_a_dname) {
  const Reply reply = ask("x.dn.example.", RRType::A);
  EXPECT_EQ(reply.answer,
            (Lines{"dn.example. DNAME", "x.dn.example. CNAME", "x.target.example. A"}));
  EXPECT_EQ(reply.records[1].ttl, reply.records[0].ttl) << "RFC 6672 section 3.1";
  EXPECT_EQ(reply.records[1].rdata,
            Octets(reply.records[2].owner.wire().begin(), reply.records[2].owner.wire().end()));
}

TEST_F(PlainAnswer, answers_at_the_owner_of_a_dname_itself) {
  EXPECT_EQ(ask("dn.example.", RRType::TXT).answer, Lines{"dn.example. TXT"});
  EXPECT_EQ(ask("dn.example.", RRType::A).authority, soa);
}

TEST_F(PlainAnswer, never_answers_what_a_dname_occludes) {
  const Reply reply = ask("below.dn.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "NXDOMAIN");
  EXPECT_EQ(reply.answer, (Lines{"dn.example. DNAME", "below.dn.example. CNAME"}));
}

TEST_F(PlainAnswer, says_yxdomain_where_a_dname_makes_too_long_a_name) {
  const std::string label(60, 'x');
  const Reply reply = ask(label + "." + label + ".dnlong.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "YXDOMAIN");
  EXPECT_EQ(reply.flags, "aa");
  EXPECT_EQ(reply.answer, Lines{"dnlong.example. DNAME"});
}

TEST_F(PlainAnswer, follows_twelve_links_of_a_growing_name) {
  const Reply reply = ask("a.dnloop.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "NOERROR");
  ASSERT_EQ(reply.answer.size(), 13U);
  EXPECT_EQ(reply.answer[0], "dnloop.example. DNAME");
  EXPECT_EQ(reply.answer[1], "a.dnloop.example. CNAME");
  EXPECT_EQ(reply.answer[2], "a.x.dnloop.example. CNAME");
}

TEST_F(PlainAnswer, adds_addresses_of_mail_and_service_hosts) {
  const Lines mail = {"mail.example. A", "mail.example. AAAA"};
  EXPECT_EQ(ask("example.", RRType::MX).additional, mail);
  EXPECT_EQ(ask("_sip._tcp.example.", RRType::SRV).additional, mail);
  EXPECT_EQ(ask("x.wild.example.", RRType::MX).additional, mail);
  EXPECT_EQ(ask("example.", RRType::NS).additional, (Lines{"ns1.example. A", "ns1.example. AAAA"}));
}

TEST_F(PlainAnswer, gives_one_rrset_for_any) {
  EXPECT_EQ(ask("a.example.", RRType::ANY).answer, Lines{"a.example. A"});
  EXPECT_EQ(ask("alias.example.", RRType::ANY).answer, Lines{"alias.example. CNAME"});
  EXPECT_EQ(ask("x.wild.example.", RRType::ANY).answer, Lines{"x.wild.example. A"});
  EXPECT_EQ(ask("secure.example.", RRType::ANY).authority, Lines(2, "secure.example. NS"));
  EXPECT_EQ(ask("ent.example.", RRType::ANY).authority, soa);
}

TEST(Answer, gives_every_rrset_for_any_where_the_policy_says_so) {
  World world{Chain::nsec};
  world.policy.minimal_any = false;
  EXPECT_EQ(sorted(world.ask("a.example.", RRType::ANY).answer),
            sorted(with_signatures(
                {"a.example. A", "a.example. TXT", "a.example. NSEC", "a.example. TYPE65280"})));
}

TEST(Answer, has_the_zones_servers_where_replies_are_not_minimal) {
  World world{Chain::unsigned_zone};
  world.policy.minimal_responses = false;
  const Reply reply = world.ask("a.example.", RRType::A, Edns::none);
  EXPECT_EQ(reply.answer, Lines{"a.example. A"});
  EXPECT_EQ(reply.authority, Lines(2, "example. NS"));
  EXPECT_EQ(reply.additional, (Lines{"ns1.example. A", "ns1.example. AAAA"}));
  const Reply servers = world.ask("example.", RRType::NS, Edns::none);
  EXPECT_TRUE(servers.authority.empty()) << "they are the answer";
  EXPECT_EQ(servers.additional, (Lines{"ns1.example. A", "ns1.example. AAAA"}));
}

TEST(Answer, serves_the_root) {
  const ZonePtr root =
      make_zone("@ SOA a b 1 2 3 4 300\n@ NS ns.test.\ntest NS ns.test\nns.test A 192.0.2.1\n", ".",
                Chain::nsec);
  World world{Chain::nsec};
  world.zones = ZoneSet({{Name(), root}});
  EXPECT_EQ(world.ask(".", RRType::SOA).answer, with_signatures({". SOA"}));
  EXPECT_EQ(world.ask(".", RRType::DS).authority, with_signatures({". SOA", ". NSEC"}));
  EXPECT_EQ(world.ask("www.test.", RRType::A).authority,
            (Lines{"test. NS", "test. NSEC", "test. RRSIG(NSEC)"}));
  EXPECT_EQ(world.ask("nowhere.", RRType::A).rcode, "NXDOMAIN");
}

}  // namespace
}  // namespace vouch::authority
