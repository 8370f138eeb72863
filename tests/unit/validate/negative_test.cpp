// Negative answers with records missing, wrong or altered, rows E2 to F22 of the decision table.
#include "tests/unit/validate/verdicts.hpp"

namespace vouch::testing {
namespace {

constexpr const char* apex = "example.test.";
constexpr const char* www = "www.example.test.";
constexpr const char* gone = "nowhere.example.test.";

bool is_denial(const Record& each) {
  return each.type == RRType::NSEC || each.type == RRType::NSEC3 || covers(each, RRType::NSEC) ||
         covers(each, RRType::NSEC3);
}

bool is_soa(const Record& each) { return each.type == RRType::SOA || covers(each, RRType::SOA); }

class Negatives : public ::testing::Test {
 protected:
  explicit Negatives(DenialKind kind = DenialKind::nsec)
      : world_{{WorldZone{"test."}, example(kind)}} {}

  void reply(std::function<void(Message&)> change) {
    world_.tamper = [change = std::move(change)](const Question& question, Message& reply) {
      const bool is_of_chain = question.type == RRType::DS || question.type == RRType::DNSKEY;
      if (!is_of_chain) change(reply);
    };
  }
  Verdict no_type() const { return world_.validate(www, RRType::TXT); }
  Verdict no_name() const { return world_.validate(gone, RRType::A); }
  /// The denial is this NSEC of the zone, signed well.
  void deny_by(const std::string& line, const Forgery& forgery = {},
               const std::string& signer = apex) {
    deny_by_all({line}, forgery, signer);
  }
  void deny_by_all(const std::vector<std::string>& lines, const Forgery& forgery = {},
                   const std::string& signer = apex) {
    reply([=, this](Message& reply) {
      std::erase_if(reply.authority, is_denial);
      for (const std::string& line : lines) {
        const Record record = record_of(line);
        RRset rrset(record.owner, record.type, record.rrclass, record.ttl);
        rrset.add(record.rdata);
        reply.authority.push_back(record);
        reply.authority.push_back(world_.sign(signer, rrset, forgery));
      }
    });
  }

  SignedWorld world_;
};

TEST_F(Negatives, without_denial_are_bogus) {
  reply([](Message& reply) { std::erase_if(reply.authority, is_denial); });
  EXPECT_TRUE(is(no_type(), Reason::denial_missing));
  EXPECT_TRUE(is(no_name(), Reason::denial_missing));
  EXPECT_EQ(no_name().ede(), ExtendedErrorCode::nsec_missing);
}

TEST_F(Negatives, with_an_unsigned_denial_are_bogus) {
  reply([](Message& reply) {
    std::erase_if(reply.authority, [](const Record& each) { return covers(each, RRType::NSEC); });
  });
  EXPECT_TRUE(is(no_type(), Reason::denial_unsigned));
  EXPECT_TRUE(is(no_name(), Reason::denial_unsigned));
}

TEST_F(Negatives, of_a_zone_that_denies_nothing_are_told_as_such) {
  world_.tamper = [](const Question&, Message& reply) {
    std::erase_if(reply.authority, is_denial);
  };
  EXPECT_TRUE(is(no_type(), Reason::denial_missing));
  EXPECT_TRUE(is(no_name(), Reason::denial_missing));
  EXPECT_EQ(no_name().conclusion.place.owner, name_of(gone));
}

TEST_F(Negatives, with_an_altered_denial_are_bogus) {
  reply([](Message& reply) {
    for (Record& each : reply.authority) {
      if (each.type == RRType::NSEC) each.rdata.back() ^= 1;
    }
  });
  EXPECT_TRUE(is(no_type(), Reason::denial_bogus));
}

TEST_F(Negatives, without_soa_hold_but_are_not_kept) {
  reply([](Message& reply) { std::erase_if(reply.authority, is_soa); });
  EXPECT_TRUE(is_secure(no_type()));
  EXPECT_EQ(no_type().negative_ttl, std::nullopt);
  EXPECT_TRUE(is_secure(no_name()));
}

TEST_F(Negatives, need_a_signed_soa_if_there_is_one) {
  reply([](Message& reply) {
    std::erase_if(reply.authority, [](const Record& each) { return covers(each, RRType::SOA); });
  });
  EXPECT_TRUE(is(no_type(), Reason::soa_unsigned));
  reply([](Message& reply) { alter(reply.authority, apex, RRType::SOA); });
  EXPECT_TRUE(is(no_type(), Reason::soa_bogus));
  reply([](Message& reply) {
    for (Record& each : reply.authority) {
      if (is_soa(each)) each.owner = name_of("other.test.");
    }
  });
  EXPECT_TRUE(is(no_type(), Reason::soa_of_another_zone));
}

TEST_F(Negatives, keep_no_longer_than_the_lowest_of_soa_and_nsec) {
  EXPECT_EQ(no_type().negative_ttl, Ttl{300});
  reply([](Message& reply) {
    for (Record& each : reply.authority) {
      if (each.type == RRType::NSEC) each.ttl = Ttl{7};
    }
  });
  EXPECT_EQ(no_type().negative_ttl, Ttl{7});
}

TEST_F(Negatives, are_not_proven_by_a_record_that_lists_the_type) {
  deny_by("www.example.test. 300 NSEC z.example.test. A TXT RRSIG NSEC");
  EXPECT_TRUE(is(no_type(), Reason::type_exists));
  deny_by("www.example.test. 300 NSEC z.example.test. CNAME RRSIG NSEC");
  EXPECT_TRUE(is(no_type(), Reason::cname_exists));
}

TEST_F(Negatives, are_not_proven_by_the_parent_side_of_a_cut) {
  deny_by("www.example.test. 300 NSEC z.example.test. NS DS RRSIG NSEC");
  EXPECT_TRUE(is(no_type(), Reason::denied_by_parent));
  deny_by("www.example.test. 300 NSEC z.example.test. NS RRSIG NSEC");
  EXPECT_EQ(no_type().status(), Status::insecure);
}

TEST_F(Negatives, are_not_proven_by_a_record_of_a_name_above) {
  deny_by("example.test. 300 NSEC z.example.test. SOA NS DNAME RRSIG NSEC DNSKEY");
  EXPECT_TRUE(is(no_name(), Reason::denied_above_dname));
  deny_by_all({"now.example.test. 300 NSEC z.example.test. NS RRSIG NSEC",
               "example.test. 300 NSEC a.example.test. SOA NS RRSIG NSEC DNSKEY"});
  EXPECT_TRUE(is_secure(no_name()));
  // The same NSEC is of a delegation above this name.
  EXPECT_NE(world_.validate("x.now.example.test.", RRType::A).status(), Status::secure);
}

TEST_F(Negatives, need_the_denial_of_the_wildcard) {
  deny_by("now.example.test. 300 NSEC z.example.test. A RRSIG NSEC");
  EXPECT_TRUE(is(no_name(), Reason::wildcard_not_denied));
  deny_by("example.test. 300 NSEC a.example.test. SOA NS RRSIG NSEC DNSKEY");
  EXPECT_TRUE(is(no_name(), Reason::name_not_denied));
}

TEST_F(Negatives, of_names_that_a_wildcard_matches_are_bogus) {
  deny_by_all({"now.example.test. 300 NSEC z.example.test. A RRSIG NSEC",
               "*.example.test. 300 NSEC a.example.test. TXT RRSIG NSEC"});
  EXPECT_TRUE(is(no_name(), Reason::wildcard_exists));
}

TEST_F(Negatives, are_not_proven_by_a_next_name_outside_of_the_zone) {
  deny_by_all({"now.example.test. 300 NSEC z.other.test. A RRSIG NSEC",
               "example.test. 300 NSEC a.example.test. SOA NS RRSIG NSEC DNSKEY"});
  EXPECT_EQ(no_name().status(), Status::bogus);
}

TEST_F(Negatives, are_not_proven_by_records_of_a_zone_above) {
  deny_by("example.test. 300 NSEC zz.test. NS RRSIG NSEC", {}, "test.");
  EXPECT_EQ(no_name().status(), Status::bogus);
  deny_by("a.test. 300 NSEC zz.test. A RRSIG NSEC", {}, "test.");
  EXPECT_EQ(no_name().status(), Status::bogus);
}

TEST_F(Negatives, of_a_zone_of_one_name_hold) {
  SignedWorld world({WorldZone{"test."}, [] {
                       WorldZone zone{"example.test."};
                       zone.text = "@ NS ns.test.\n";
                       return zone;
                     }()});
  const Verdict verdict = world.validate(gone, RRType::A);
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.rcode, Rcode::NXDOMAIN);
}

TEST_F(Negatives, of_empty_non_terminals_are_no_error_whatever_the_server_says) {
  reply([](Message& reply) { reply.set_rcode(Rcode::NXDOMAIN); });
  const Verdict verdict = world_.validate("c.example.test.", RRType::A);
  EXPECT_TRUE(is_secure(verdict));
  EXPECT_EQ(verdict.rcode, Rcode::NOERROR);
}

TEST_F(Negatives, in_compact_form_hold) {
  deny_by("nowhere.example.test. 300 NSEC \\000.nowhere.example.test. RRSIG NSEC NXNAME");
  const Verdict absent = no_name();
  EXPECT_TRUE(is_secure(absent));
  EXPECT_TRUE(absent.nxname);
  deny_by("nowhere.example.test. 300 NSEC \\000.nowhere.example.test. RRSIG NSEC");
  const Verdict empty = no_name();
  EXPECT_TRUE(is_secure(empty));
  EXPECT_FALSE(empty.nxname);
}

TEST_F(Negatives, with_an_answer_of_the_name_contradict_themselves) {
  world_.tamper = [](const Question& question, Message& reply) {
    if (question.type == RRType::A) reply.set_rcode(Rcode::NXDOMAIN);
  };
  EXPECT_TRUE(is(world_.validate(www, RRType::A), Reason::answer_contradicts_rcode));
}

class Nsec3Negatives : public Negatives {
 protected:
  Nsec3Negatives() : Negatives(DenialKind::nsec3) {}

  /// Takes the RRset of denial with this number out of the reply.
  void leave_out(std::size_t number) {
    reply([number](Message& reply) {
      std::vector<Name> owners;
      for (const Record& each : reply.authority) {
        if (each.type == RRType::NSEC3) owners.push_back(each.owner);
      }
      if (number >= owners.size()) return;
      const Name owner = owners[number];
      std::erase_if(reply.authority,
                    [&](const Record& each) { return each.owner == owner && is_denial(each); });
    });
  }
  /// Changes the RDATA of every NSEC3, and signs it again.
  void rewrite(std::function<void(Octets&)> change) {
    reply([this, change = std::move(change)](Message& reply) {
      std::vector<Record> kept;
      for (Record& each : reply.authority) {
        if (covers(each, RRType::NSEC3)) continue;
        kept.push_back(each);
        if (each.type != RRType::NSEC3) continue;
        change(kept.back().rdata);
        RRset rrset(each.owner, each.type, each.rrclass, each.ttl);
        rrset.add(kept.back().rdata);
        kept.push_back(world_.sign(apex, rrset));
      }
      reply.authority = kept;
    });
  }
  std::size_t denial_records(const std::string& name, RRType type) const {
    std::size_t count = 0;
    for (const Record& each : world_.served({name_of(name), type, RRClass::IN}).authority)
      count += each.type == RRType::NSEC3 ? 1 : 0;
    return count;
  }
};

TEST_F(Nsec3Negatives, need_every_record) {
  for (const char* name : {gone, "a.b.nowhere.example.test.", "x.www.example.test."}) {
    const std::size_t count = denial_records(name, RRType::A);
    ASSERT_GE(count, 2U) << name;
    for (std::size_t i = 0; i < count; ++i) {
      leave_out(i);
      EXPECT_EQ(world_.validate(name, RRType::A).status(), Status::bogus) << name << " " << i;
    }
    world_.tamper = nullptr;
    EXPECT_TRUE(is_secure(world_.validate(name, RRType::A))) << name;
  }
}

TEST_F(Nsec3Negatives, need_a_known_hash_and_known_flags) {
  rewrite([](Octets& rdata) { rdata[0] = 2; });
  EXPECT_TRUE(is(no_name(), Reason::denial_unusable));
  rewrite([](Octets& rdata) { rdata[1] = 2; });
  EXPECT_TRUE(is(no_name(), Reason::denial_unusable));
}

TEST_F(Nsec3Negatives, with_many_iterations_are_insecure_and_with_absurdly_many_bogus) {
  rewrite([](Octets& rdata) { rdata[3] = 51; });
  EXPECT_TRUE(is(no_name(), Reason::nsec3_iterations_high));
  rewrite([](Octets& rdata) { rdata[2] = 9; });
  EXPECT_TRUE(is(no_name(), Reason::nsec3_iterations_absurd));
  EXPECT_EQ(no_name().status(), Status::bogus);
}

TEST_F(Nsec3Negatives, on_an_opt_out_span_are_insecure) {
  rewrite([](Octets& rdata) { rdata[1] = 1; });
  const Verdict verdict = no_name();
  EXPECT_TRUE(is(verdict, Reason::opt_out_denial));
  EXPECT_EQ(verdict.rcode, Rcode::NXDOMAIN);
  EXPECT_TRUE(is_secure(no_type()));
}

TEST_F(Nsec3Negatives, need_owners_right_below_the_zone) {
  reply([this](Message& reply) {
    std::vector<Record> kept;
    for (Record& each : reply.authority) {
      if (covers(each, RRType::NSEC3)) continue;
      kept.push_back(each);
      if (each.type != RRType::NSEC3) continue;
      kept.back().owner =
          Name::prepend(each.owner.view().first_label(), name_of("x.example.test.")).value();
      RRset rrset(kept.back().owner, each.type, each.rrclass, each.ttl);
      rrset.add(each.rdata);
      kept.push_back(world_.sign(apex, rrset));
    }
    reply.authority = kept;
  });
  EXPECT_TRUE(is(no_name(), Reason::denial_unusable));
}

TEST_F(Nsec3Negatives, cost_no_more_hashes_than_the_limits_say) {
  std::string deep;
  for (unsigned i = 0; i < 110; ++i) deep += "a.";
  const Question question{name_of(deep + apex), RRType::A, RRClass::IN};
  WorkBudget budget(world_.options.limits);
  EXPECT_TRUE(is_secure(world_.validate(question, budget)));
  EXPECT_LE(budget.nsec3.hashes_done, world_.options.limits.nsec3_hashes);
  world_.options.limits.nsec3_hashes = 5;
  WorkBudget small(world_.options.limits);
  const Verdict verdict = world_.validate(question, small);
  EXPECT_TRUE(is(verdict, Reason::nsec3_over_budget));
}

}  // namespace
}  // namespace vouch::testing
