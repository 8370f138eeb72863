// Delegations and DS records, rows B1 to B8 and B23 to B51 of the decision table.
#include "tests/unit/validate/verdicts.hpp"
#include "vouch/dnssec/key_tag.hpp"

namespace vouch::testing {
namespace {

constexpr const char* cut = "example.test.";
constexpr const char* no_digest =
    "0000000000000000000000000000000000000000000000000000000000000001";

class Delegations : public ::testing::Test {
 protected:
  Verdict www() const { return world_.validate("www.example.test.", RRType::A); }
  /// Puts these in the place of the DS RRset of example.test., signed well.
  void set_ds(const std::vector<Record>& all) {
    world_.edit_and_sign("test.", cut, RRType::DS, [&](std::vector<Record>& records) {
      drop(records, cut, RRType::DS);
      records.insert(records.end(), all.begin(), all.end());
    });
  }
  static Record ds(const std::string& fields) {
    return record_of("example.test. DS " + fields + " " + no_digest);
  }
  Record good_ds(DigestType digest = DigestType::sha256) const {
    return world_.ds("example.test.", digest);
  }
  /// Puts another digest into a DS of the right key.
  Record spoiled_ds(DigestType digest) const {
    Record record = good_ds(digest);
    record.rdata.back() ^= 1;
    return record;
  }
  /// Replaces the reply to the question for the DS of example.test.
  void reply_to_ds(std::function<void(Message&)> change) {
    world_.tamper = [change = std::move(change)](const Question& question, Message& reply) {
      if (question.type == RRType::DS && question.name == name_of(cut)) change(reply);
    };
  }

  SignedWorld world_{{WorldZone{"test."}, example()}};
};

TEST_F(Delegations, with_unsupported_algorithms_only_are_insecure) {
  set_ds({ds("1 12 2"), ds("2 3 2")});
  EXPECT_TRUE(is(www(), Reason::ds_algorithm_unsupported));
  set_ds({ds("1 0 2")});
  EXPECT_TRUE(is(www(), Reason::ds_algorithm_unsupported));
  set_ds({ds("1 253 2")});
  EXPECT_TRUE(is(www(), Reason::ds_algorithm_unsupported));
}

TEST_F(Delegations, with_sha1_signatures_only_are_insecure_by_policy) {
  set_ds({ds("1 5 2"), ds("1 7 2")});
  EXPECT_TRUE(is(www(), Reason::ds_algorithm_unsupported));
  world_.options.policy.refuse_sha1_signatures = false;
  EXPECT_TRUE(is(www(), Reason::ds_matches_no_key));
}

TEST_F(Delegations, without_algorithm_and_digest_both_supported_are_insecure) {
  set_ds({ds("1 13 3")});
  EXPECT_TRUE(is(www(), Reason::ds_digest_unsupported));
  set_ds({ds("1 13 3"), ds("1 12 2")});
  EXPECT_TRUE(is(www(), Reason::ds_digest_unsupported));
}

TEST_F(Delegations, with_one_usable_ds_that_fails_are_bogus) {
  set_ds({ds("1 12 2"), ds("2 13 2")});
  EXPECT_TRUE(is(www(), Reason::ds_matches_no_key));
  set_ds({ds("1 12 2"), good_ds()});
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Delegations, ignore_sha1_beside_stronger_digests) {
  set_ds({good_ds(DigestType::sha1), spoiled_ds(DigestType::sha256)});
  EXPECT_TRUE(is(www(), Reason::ds_matches_no_key));
  set_ds({spoiled_ds(DigestType::sha1), good_ds(DigestType::sha256)});
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Delegations, with_sha1_alone_hold_unless_the_policy_says_no) {
  set_ds({good_ds(DigestType::sha1)});
  EXPECT_TRUE(is_secure(www()));
  world_.options.policy.refuse_sha1_ds = true;
  EXPECT_TRUE(is(www(), Reason::ds_digest_unsupported));
}

TEST_F(Delegations, with_other_digests_or_a_standby_key_hold) {
  set_ds({good_ds(DigestType::sha384)});
  EXPECT_TRUE(is_secure(www()));
  set_ds({good_ds(), ds("77 13 2"), ds("78 8 2")});
  EXPECT_TRUE(is_secure(www()));
}

TEST_F(Delegations, must_point_to_a_key_that_signs_the_keys) {
  const KeyPair& zsk = world_.keys(cut).at(1);
  set_ds({{name_of(cut), RRType::DS, RRClass::IN, Ttl{3600},
           make_ds(name_of(cut), zsk.dnskey(), DigestType::sha256).value()}});
  EXPECT_TRUE(is(www(), Reason::ds_key_does_not_sign));
}

TEST_F(Delegations, with_a_ds_of_no_key_are_bogus) {
  set_ds({ds("1 13 2")});
  EXPECT_TRUE(is(www(), Reason::ds_matches_no_key));
  set_ds({spoiled_ds(DigestType::sha256)});
  EXPECT_TRUE(is(www(), Reason::ds_matches_no_key));
}

TEST_F(Delegations, with_a_ds_signed_by_the_child_are_bogus) {
  reply_to_ds([&](Message& reply) {
    std::erase_if(reply.answer, [](const Record& each) { return each.type == RRType::RRSIG; });
    reply.answer.push_back(world_.sign(cut, rrset_of(reply.answer, cut, RRType::DS)));
  });
  EXPECT_TRUE(is(www(), Reason::ds_signed_by_child));
}

TEST_F(Delegations, with_an_altered_ds_are_bogus) {
  reply_to_ds([&](Message& reply) { alter(reply.answer, cut, RRType::DS); });
  EXPECT_TRUE(is(www(), Reason::ds_bogus));
  EXPECT_EQ(www().conclusion.place.zone, name_of("test."));
}

TEST_F(Delegations, that_give_neither_ds_nor_proof_are_bogus) {
  reply_to_ds([&](Message& reply) {
    reply.answer.clear();
    reply.authority.clear();
  });
  EXPECT_TRUE(is(www(), Reason::ds_not_denied));
}

TEST_F(Delegations, whose_ds_cannot_be_fetched_give_no_verdict) {
  world_.fails = [](const Question& question) {
    return question.type == RRType::DS ? FetchFailure::servfail : FetchFailure::none;
  };
  EXPECT_TRUE(is(www(), Reason::ds_unreachable));
  EXPECT_EQ(www().status(), Status::failed);
}

TEST_F(Delegations, that_are_denied_by_the_child_are_bogus) {
  reply_to_ds([&](Message& reply) {
    const Message child = world_.served({name_of(cut), RRType::TXT, RRClass::IN});
    reply.answer.clear();
    reply.authority = child.authority;
  });
  EXPECT_TRUE(is(www(), Reason::ds_denied_by_child));
}

TEST_F(Delegations, that_are_denied_by_a_record_that_lists_the_ds_are_bogus) {
  reply_to_ds([&](Message& reply) {
    const auto all = world_.records("test.");
    reply.answer.clear();
    for (const Record& each : all) {
      if (each.owner == name_of(cut) && (each.type == RRType::NSEC || covers(each, RRType::NSEC)))
        reply.authority.push_back(each);
    }
  });
  EXPECT_TRUE(is(www(), Reason::ds_denied_though_listed));
}

TEST_F(Delegations, that_are_denied_by_a_record_that_lists_a_cname_are_bogus) {
  reply_to_ds([&](Message& reply) {
    reply.answer.clear();
    reply.authority = {record_of("example.test. 300 NSEC zz.test. CNAME RRSIG NSEC")};
    reply.authority.push_back(world_.sign("test.", rrset_of(reply.authority, cut, RRType::NSEC)));
  });
  EXPECT_TRUE(is(www(), Reason::ds_denied_beside_cname));
}

TEST_F(Delegations, are_looked_at_again_before_they_are_bogus) {
  unsigned asked = 0;
  reply_to_ds([&](Message& reply) {
    if (++asked == 1) alter(reply.answer, cut, RRType::DS);
  });
  EXPECT_TRUE(is_secure(www()));
  EXPECT_EQ(asked, 2U);
}

TEST_F(Delegations, take_the_cut_for_no_cut_where_a_cname_is_signed) {
  world_.tamper = [&](const Question& question, Message& reply) {
    if (question.type != RRType::DS || !(question.name == name_of("c.example.test."))) return;
    reply.authority.clear();
    reply.answer = {record_of("c.example.test. CNAME x.example.test.")};
    reply.answer.push_back(
        world_.sign(cut, rrset_of(reply.answer, "c.example.test.", RRType::CNAME)));
  };
  EXPECT_TRUE(is_secure(world_.validate("a.b.c.example.test.", RRType::TXT)));
}

TEST_F(Delegations, that_are_hidden_by_an_unsigned_cname_are_bogus) {
  world_.tamper = [&](const Question& question, Message& reply) {
    if (question.type == RRType::DS && question.name == name_of("c.example.test.")) {
      reply.authority.clear();
      reply.answer = {record_of("c.example.test. CNAME x.example.test.")};
    }
    if (question.type == RRType::TXT)
      std::erase_if(reply.answer, [](const Record& each) { return each.type == RRType::RRSIG; });
  };
  EXPECT_TRUE(
      is(world_.validate("a.b.c.example.test.", RRType::TXT), Reason::cname_for_ds_unsigned));
}

TEST_F(Delegations, with_cds_records_in_the_child_treat_them_as_any_other) {
  SignedWorld world({WorldZone{"test."}, with_text("example.test.", "@ CDS 0 0 0 00\n")});
  EXPECT_TRUE(is_secure(world.validate("example.test.", RRType::CDS)));
}

// Delegations without DS, with each kind of denial in the parent.
struct Parent {
  DenialKind kind;
  bool opt_out;
  Reason reason;
  const char* name;
};

class InsecureDelegations : public ::testing::TestWithParam<Parent> {
 protected:
  WorldZone parent() const {
    WorldZone zone{"test."};
    zone.denial = GetParam().kind;
    zone.opt_out = GetParam().opt_out;
    return zone;
  }
  static WorldZone plain(const std::string& apex) {
    WorldZone zone = with_text(apex, "www A 192.0.2.1\nalias CNAME www.good.test.\n");
    zone.is_signed = false;
    return zone;
  }
};

TEST_P(InsecureDelegations, are_proven) {
  SignedWorld world({parent(), plain("plain.test."), with_text("good.test.", "www A 192.0.2.1\n")});
  EXPECT_TRUE(is(world.validate("www.plain.test.", RRType::A), GetParam().reason));
  EXPECT_TRUE(is(world.validate("plain.test.", RRType::SOA), GetParam().reason));
  const Verdict absent = world.validate("none.plain.test.", RRType::A);
  EXPECT_TRUE(is(absent, GetParam().reason));
  EXPECT_EQ(absent.rcode, Rcode::NXDOMAIN);
  EXPECT_TRUE(is(world.validate("alias.plain.test.", RRType::A), GetParam().reason));
}

TEST_P(InsecureDelegations, make_signed_zones_below_insecure) {
  SignedWorld world(
      {parent(), plain("plain.test."), with_text("below.plain.test.", "www A 192.0.2.1\n")});
  EXPECT_TRUE(is(world.validate("www.below.plain.test.", RRType::A), GetParam().reason));
}

TEST_P(InsecureDelegations, are_not_believed_without_proof) {
  SignedWorld world({parent(), plain("plain.test.")});
  world.tamper = [](const Question& question, Message& reply) {
    if (question.type != RRType::DS) return;
    std::erase_if(reply.authority, [](const Record& each) {
      return each.type == RRType::NSEC || each.type == RRType::NSEC3;
    });
  };
  EXPECT_TRUE(is(world.validate("www.plain.test.", RRType::A), Reason::ds_not_denied));
}

TEST_P(InsecureDelegations, are_not_believed_where_the_proof_is_not_signed) {
  SignedWorld world({parent(), plain("plain.test.")});
  world.tamper = [](const Question& question, Message& reply) {
    if (question.type != RRType::DS) return;
    std::erase_if(reply.authority, [](const Record& each) { return each.type == RRType::RRSIG; });
  };
  EXPECT_TRUE(is(world.validate("www.plain.test.", RRType::A), Reason::denial_unsigned));
  EXPECT_EQ(world.validate("www.plain.test.", RRType::A).status(), Status::bogus);
}

TEST_P(InsecureDelegations, are_not_believed_where_the_proof_is_altered) {
  SignedWorld world({parent(), plain("plain.test.")});
  world.tamper = [](const Question& question, Message& reply) {
    if (question.type != RRType::DS) return;
    for (Record& each : reply.authority) {
      if (each.type == RRType::NSEC || each.type == RRType::NSEC3) each.rdata.back() ^= 1;
    }
  };
  EXPECT_EQ(world.validate("www.plain.test.", RRType::A).status(), Status::bogus);
}

TEST_P(InsecureDelegations, cannot_be_faked_for_a_signed_zone) {
  SignedWorld world(
      {parent(), plain("plain.test."), with_text("signed.test.", "www A 192.0.2.1\n")});
  // Denial of the DS of plain.test. is given for that of signed.test., whose data is stripped.
  world.tamper = [&](const Question& question, Message& reply) {
    if (question.name.is_at_or_below(name_of("signed.test.")) && question.type != RRType::DS) {
      std::erase_if(reply.answer, [](const Record& each) { return each.type == RRType::RRSIG; });
      return;
    }
    if (!(question.name == name_of("signed.test.")) || question.type != RRType::DS) return;
    reply.answer.clear();
    reply.authority = world.served({name_of("plain.test."), RRType::DS, RRClass::IN}).authority;
  };
  EXPECT_EQ(world.validate("www.signed.test.", RRType::A).status(), Status::bogus);
}

INSTANTIATE_TEST_SUITE_P(
    , InsecureDelegations,
    ::testing::Values(Parent{DenialKind::nsec, false, Reason::unsigned_delegation, "nsec"},
                      Parent{DenialKind::nsec3, false, Reason::unsigned_delegation, "nsec3"},
                      Parent{DenialKind::nsec3, true, Reason::opt_out_delegation, "opt_out"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Iterations, over_the_limit_make_a_delegation_insecure_where_they_are_signed) {
  WorldZone parent{"test."};
  parent.denial = DenialKind::nsec3;
  parent.iterations = 51;
  WorldZone plain = with_text("plain.test.", "www A 192.0.2.1\n");
  plain.is_signed = false;
  SignedWorld world({parent, plain});
  EXPECT_TRUE(is(world.validate("www.plain.test.", RRType::A), Reason::nsec3_iterations_high));
  EXPECT_EQ(world.validate("www.plain.test.", RRType::A).status(), Status::insecure);
  EXPECT_TRUE(is_secure(world.validate("ns.test.", RRType::A)));
  world.tamper = [](const Question& question, Message& reply) {
    if (question.type == RRType::DS)
      std::erase_if(reply.authority, [](const Record& each) { return each.type == RRType::RRSIG; });
  };
  EXPECT_TRUE(is(world.validate("www.plain.test.", RRType::A), Reason::denial_unsigned));
}

// Canonical order puts those of algorithm 1 first.
TEST_F(Delegations, are_judged_by_all_of_their_ds_records) {
  std::vector<Record> all;
  const std::uint16_t tag = rr::Ds::read(good_ds().rdata)->key_tag;
  for (unsigned i = 0; i < 40; ++i)
    all.push_back(record_of("example.test. DS " + std::to_string(i % 2 == 0 ? 0 : tag) + " 1 " +
                            std::to_string(i + 1) + " " + no_digest));
  all.push_back(good_ds());
  set_ds(all);
  EXPECT_TRUE(is_secure(www()));
  all.pop_back();
  set_ds(all);
  EXPECT_TRUE(is(www(), Reason::ds_algorithm_unsupported));
}

TEST_F(Delegations, with_more_usable_ds_records_than_are_looked_at_are_bogus) {
  const auto ds = rr::Ds::read(good_ds().rdata);
  const std::string fields = std::to_string(ds->key_tag) + " 13 2 ";
  std::vector<Record> all;
  const auto add = [&](unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      const std::string number = std::to_string(1000 + i);
      all.push_back(record_of("example.test. DS " + fields + number + std::string(60, '0')));
    }
  };
  add(world_.options.limits.ds_per_zone - 1);
  all.push_back(record_of("example.test. DS 1 1 2 " + std::string(64, '0')));
  all.push_back(good_ds());
  // The good one may be the last.
  set_ds(all);
  EXPECT_TRUE(is_secure(www()));
  all.clear();
  add(world_.options.limits.ds_per_zone + 1);
  all.push_back(record_of("example.test. DS 1 1 2 " + std::string(64, '0')));
  set_ds(all);
  EXPECT_TRUE(is(www(), Reason::too_many_ds));
  EXPECT_EQ(www().status(), Status::bogus);
  // Those of other key tags cost nothing, and are not counted.
  all.clear();
  for (unsigned i = 0; i < 100; ++i)
    all.push_back(record_of("example.test. DS " + std::to_string((ds->key_tag + 1 + i) % 65536) +
                            " 13 2 " + std::string(64, '0')));
  all.push_back(good_ds());
  set_ds(all);
  EXPECT_TRUE(is_secure(www()));
}

}  // namespace
}  // namespace vouch::testing
