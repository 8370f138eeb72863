// Signatures and proofs: RFC 4035 section 3.1, RFC 5155 section 7.2.
#include <gtest/gtest.h>

#include "tests/unit/authority/world.hpp"

namespace vouch::authority {
namespace {

using Lines = std::vector<std::string>;

const Lines soa = with_signatures({"example. SOA"});

TEST(SignedAnswer, has_signatures_only_for_those_who_want_them) {
  const World world{Chain::nsec};
  EXPECT_EQ(world.ask("a.example.", RRType::A, Edns::dnssec).answer,
            with_signatures({"a.example. A"}));
  EXPECT_EQ(world.ask("a.example.", RRType::A, Edns::plain).answer, Lines{"a.example. A"});
  EXPECT_EQ(world.ask("a.example.", RRType::AAAA, Edns::plain).authority, Lines{"example. SOA"});
  EXPECT_EQ(world.ask("a.example.", RRType::NSEC, Edns::none).answer, Lines{"a.example. NSEC"})
      << "what is asked for is given in any case";
}

TEST(SignedAnswer, gives_every_signature_for_rrsig) {
  const World world{Chain::nsec};
  EXPECT_EQ(sorted(world.ask("a.example.", RRType::RRSIG, Edns::none).answer),
            sorted(Lines{"a.example. RRSIG(A)", "a.example. RRSIG(NSEC)", "a.example. RRSIG(TXT)",
                         "a.example. RRSIG(TYPE65280)"}));
  EXPECT_EQ(world.ask("ent.example.", RRType::RRSIG).authority,
            soa + with_signatures({"dnout.example. NSEC"}));
}

TEST(SignedAnswer, signs_addresses_in_the_additional_section_but_not_glue) {
  const World world{Chain::nsec};
  EXPECT_EQ(world.ask("example.", RRType::MX).additional,
            with_signatures({"mail.example. A", "mail.example. AAAA"}));
  EXPECT_EQ(world.ask("x.secure.example.", RRType::A).additional,
            (Lines{"ns.secure.example. A", "ns.secure.example. AAAA"}) +
                with_signatures({"ns1.example. A", "ns1.example. AAAA"}));
}

class Nsec : public testing::Test {
 protected:
  const World world{Chain::nsec};

  void expect(const std::string& name, RRType type, const std::string& rcode,
              const Lines& proof) const {
    const Reply reply = world.ask(name, type);
    EXPECT_EQ(reply.rcode, rcode) << name;
    EXPECT_EQ(reply.authority, soa + with_signatures(proof)) << name;
  }
};

TEST_F(Nsec, proves_that_a_name_and_its_wildcard_do_not_exist) {
  expect("nowhere.example.", RRType::A, "NXDOMAIN", {"mail.example. NSEC", "example. NSEC"});
  expect("b.a.example.", RRType::A, "NXDOMAIN", {"a.example. NSEC"});
}

TEST_F(Nsec, proves_that_a_name_has_not_the_type) {
  expect("a.example.", RRType::AAAA, "NOERROR", {"a.example. NSEC"});
  expect("insecure.example.", RRType::DS, "NOERROR", {"insecure.example. NSEC"});
}

TEST_F(Nsec, proves_an_empty_non_terminal_with_the_nsec_that_covers_it) {
  expect("ent.example.", RRType::A, "NOERROR", {"dnout.example. NSEC"});
}

TEST_F(Nsec, proves_that_no_name_is_closer_than_the_wildcard) {
  const Reply reply = world.ask("x.wild.example.", RRType::A);
  EXPECT_EQ(reply.answer, with_signatures({"x.wild.example. A"}));
  EXPECT_EQ(reply.authority, with_signatures({"host.wild.example. NSEC"}));
  EXPECT_TRUE(world.ask("*.wild.example.", RRType::A).authority.empty()) << "asked by its own name";
}

TEST_F(Nsec, proves_that_a_wildcard_has_not_the_type) {
  expect("x.wild.example.", RRType::TXT, "NOERROR",
         {"host.wild.example. NSEC", "*.wild.example. NSEC"});
}

TEST_F(Nsec, proves_that_a_wildcard_is_an_empty_non_terminal) {
  expect("y.went.example.", RRType::A, "NOERROR",
         {"x.*.went.example. NSEC", "*.walias.example. NSEC"});
}

TEST_F(Nsec, proves_that_a_delegation_has_no_ds) {
  EXPECT_EQ(world.ask("www.insecure.example.", RRType::A).authority,
            Lines(2, "insecure.example. NS") + with_signatures({"insecure.example. NSEC"}));
  EXPECT_EQ(world.ask("www.secure.example.", RRType::A).authority,
            Lines(2, "secure.example. NS") + with_signatures({"secure.example. DS"}));
}

TEST_F(Nsec, is_not_repeated_when_it_proves_two_things) {
  const Reply reply = world.ask("0.example.", RRType::A);
  EXPECT_EQ(reply.authority, soa + with_signatures({"example. NSEC"}));
}

TEST_F(Nsec, proves_each_wildcard_of_a_chain_of_aliases) {
  const Reply reply = world.ask("x.walias.example.", RRType::AAAA);
  EXPECT_EQ(reply.answer, with_signatures({"x.walias.example. CNAME"}));
  EXPECT_EQ(reply.authority, soa + with_signatures({"*.walias.example. NSEC", "a.example. NSEC"}));
}

TEST_F(Nsec, given_by_a_wildcard_is_proved_by_the_same_nsec) {
  const Reply reply = world.ask("0.walias.example.", RRType::NSEC);
  EXPECT_EQ(reply.answer, with_signatures({"0.walias.example. NSEC"}));
  EXPECT_EQ(reply.authority, with_signatures({"*.walias.example. NSEC"}));
}

TEST_F(Nsec, asked_at_a_cut_is_a_referral) {
  const Reply reply = world.ask("insecure.example.", RRType::NSEC);
  EXPECT_EQ(reply.flags, "");
  EXPECT_TRUE(reply.answer.empty());
}

// The names that the NSEC3 of an answer must match or cover, by RFC 5155 section 7.2.
class Nsec3 : public testing::Test {
 protected:
  const World world{Chain::nsec3};
};

std::string owner_for(const std::string& name) {
  return nsec3_owner(Name::parse(name).value(), Name::parse("example.").value()).text();
}

/// The owners of the NSEC3 records of the authority section.
Lines nsec3_owners(const Reply& reply) {
  Lines owners;
  for (const std::string& line : reply.authority) {
    if (line.ends_with(" NSEC3")) owners.push_back(line.substr(0, line.find(' ')));
  }
  return owners;
}

/// The owner of the NSEC3 that covers a name: the last before its hash.
std::string covering(const World& world, const std::string& name) {
  const std::string hashed = owner_for(name);
  std::string last, best;
  for (const Record& record : world.records) {
    if (record.type != RRType::NSEC3) continue;
    const std::string owner = record.owner.text();
    if (owner < hashed && owner > best) best = owner;
    if (owner > last) last = owner;
  }
  return best.empty() ? last : best;
}

TEST_F(Nsec3, proves_that_a_name_and_its_wildcard_do_not_exist) {
  const Reply reply = world.ask("x.y.a.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "NXDOMAIN");
  EXPECT_EQ(sorted(nsec3_owners(reply)),
            sorted({owner_for("a.example."), covering(world, "y.a.example."),
                    covering(world, "*.a.example.")}));
}

TEST_F(Nsec3, matches_the_name_that_has_not_the_type) {
  for (const char* name : {"a.example.", "ent.example.", "_tcp.example.", "cut.example."}) {
    const Reply reply = world.ask(name, RRType::AAAA);
    EXPECT_EQ(reply.rcode, "NOERROR") << name;
    EXPECT_EQ(reply.authority, soa + nsec3_lines({name})) << name;
  }
  EXPECT_EQ(world.ask("insecure.example.", RRType::DS).authority,
            soa + nsec3_lines({"insecure.example."}));
}

TEST_F(Nsec3, covers_the_next_closer_name_of_a_wildcard_answer) {
  const Reply reply = world.ask("x.y.wild.example.", RRType::A);
  EXPECT_EQ(reply.answer, with_signatures({"x.y.wild.example. A"}));
  EXPECT_EQ(nsec3_owners(reply), Lines{covering(world, "y.wild.example.")});
}

TEST_F(Nsec3, proves_that_a_wildcard_has_not_the_type) {
  for (const char* parent : {"wild.example.", "went.example."}) {
    const Reply reply = world.ask("x.y." + std::string(parent), RRType::TXT);
    EXPECT_EQ(reply.rcode, "NOERROR");
    EXPECT_EQ(sorted(nsec3_owners(reply)),
              sorted({owner_for(parent), covering(world, "y." + std::string(parent)),
                      owner_for("*." + std::string(parent))}))
        << parent;
  }
}

TEST_F(Nsec3, proves_that_a_delegation_has_no_ds) {
  EXPECT_EQ(world.ask("www.insecure.example.", RRType::A).authority,
            Lines(2, "insecure.example. NS") + nsec3_lines({"insecure.example."}));
}

TEST_F(Nsec3, owners_are_no_names_of_the_zone) {
  const std::string owner = owner_for("a.example.");
  for (const std::string& name : {owner, "x." + owner}) {
    for (const RRType type : {RRType::NSEC3, RRType::RRSIG, RRType::ANY, RRType::A}) {
      const Reply reply = world.ask(name, type);
      EXPECT_EQ(reply.rcode, "NXDOMAIN") << name;
      EXPECT_TRUE(reply.answer.empty()) << name;
      EXPECT_EQ(sorted(nsec3_owners(reply)), sorted({owner_for("example."), covering(world, owner),
                                                     covering(world, "*.example.")}));
    }
  }
}

TEST(Nsec3Wildcard, at_the_apex_answers_for_owners_of_nsec3) {
  const World world{Chain::nsec3, "* TXT \"any\"\n"};
  const std::string owner = owner_for("a.example.");
  EXPECT_EQ(world.ask(owner, RRType::TXT).answer, with_signatures({owner + " TXT"}));
}

TEST(Nsec3Collision, is_servfail_where_a_hash_says_that_the_name_exists) {
  const Name apex = Name::parse("example.").value();
  const Name missing = Name::parse("missing.example.").value();
  std::vector<Record> also =
      signed_records(std::string(example_text) + "missing A 192.0.2.9\n", apex, Chain::nsec3);
  std::erase_if(also, [&](const Record& record) { return record.owner == missing; });
  World world{Chain::nsec3};
  world.zones = ZoneSet({{apex, make_zone(also, apex)}});
  const Reply reply = world.ask("missing.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "SERVFAIL");
  EXPECT_EQ(reply.flags, "");
  EXPECT_TRUE(reply.authority.empty());
  EXPECT_TRUE(reply.has_opt);
}

class OptOut : public testing::Test {
 protected:
  const World world{Chain::opt_out};
};

TEST_F(OptOut, covers_an_insecure_delegation_with_the_closest_provable_encloser) {
  const Lines proof = {owner_for("example."), covering(world, "insecure.example.")};
  EXPECT_EQ(sorted(nsec3_owners(world.ask("www.insecure.example.", RRType::A))), sorted(proof));
  const Reply ds = world.ask("insecure.example.", RRType::DS);
  EXPECT_EQ(ds.rcode, "NOERROR");
  EXPECT_EQ(sorted(nsec3_owners(ds)), sorted(proof));
}

TEST_F(OptOut, takes_the_provable_encloser_above_an_empty_non_terminal) {
  const Lines proof = {owner_for("example."), covering(world, "cut.example.")};
  EXPECT_EQ(sorted(nsec3_owners(world.ask("x.deep.cut.example.", RRType::A))), sorted(proof));
  const Reply empty = world.ask("cut.example.", RRType::A);
  EXPECT_EQ(empty.rcode, "NOERROR");
  EXPECT_EQ(sorted(nsec3_owners(empty)), sorted(proof));
  const Reply none = world.ask("x.cut.example.", RRType::A);
  EXPECT_EQ(none.rcode, "NXDOMAIN");
  EXPECT_EQ(sorted(nsec3_owners(none)), sorted(proof + Lines{covering(world, "*.example.")}));
}

TEST_F(OptOut, proves_a_secure_delegation_by_its_ds) {
  EXPECT_EQ(world.ask("www.secure.example.", RRType::A).authority,
            Lines(2, "secure.example. NS") + with_signatures({"secure.example. DS"}));
}

TEST(OptOutWildcard, above_an_unproved_encloser_is_no_collision) {
  const World world{Chain::opt_out, "* TXT \"any\"\n"};
  const Reply reply = world.ask("x.cut.example.", RRType::A);
  EXPECT_EQ(reply.rcode, "NXDOMAIN");
  const Lines owners = nsec3_owners(reply);
  EXPECT_NE(std::find(owners.begin(), owners.end(), owner_for("*.example.")), owners.end());
}

}  // namespace
}  // namespace vouch::authority
