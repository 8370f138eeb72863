// Responses with records that are not what their types ask for: each harms its own RRset only (RFC
// 4034 section 3.1.8, RFC 4035 section 5.2, RFC 2181 section 5).
#include "tests/unit/validate/verdicts.hpp"

namespace vouch::testing {
namespace {

Record raw(const std::string& owner, RRType type, Octets rdata, RRClass rrclass = RRClass::IN) {
  return {name_of(owner), type, rrclass, Ttl{3600}, std::move(rdata)};
}

// The response as it is read from its octets.
void send(Message& reply) {
  auto read = Message::read_response(reply.write());
  ASSERT_TRUE(read.ok()) << read.error().message();
  reply = *std::move(read);
}

class MalformedRecords : public ::testing::Test {
 protected:
  /// Changes what www.example.test. A is answered with.
  void change(std::function<void(Message&)> how) {
    world_.tamper = [how = std::move(how)](const Question& question, Message& reply) {
      if (question.type != RRType::A || question.name != name_of(www)) return;
      how(reply);
      send(reply);
    };
  }
  void add_to(Section section, Record record) {
    change([=](Message& reply) { reply.section(section).push_back(record); });
  }
  Verdict verdict() const { return world_.validate(www, RRType::A); }
  Octets rrsig() const {
    for (const Record& each : world_.served({name_of(www), RRType::A, RRClass::IN}).answer) {
      if (each.type == RRType::RRSIG) return each.rdata;
    }
    return {};
  }

  static constexpr const char* www = "www.example.test.";
  SignedWorld world_{{WorldZone{"test."}, example()}};
};

TEST_F(MalformedRecords, elsewhere_in_the_response_do_no_harm) {
  const Record all[] = {raw("x.test.", RRType::HTTPS, {0}),
                        raw("x.test.", RRType::TXT, {9, 'a'}),
                        raw("x.test.", RRType::CAA, {0, 200, 'a'}),
                        raw("x.test.", RRType::A, {192, 0, 2}),
                        raw("x.test.", RRType::A, {192, 0, 2, 1}, RRClass::CH),
                        raw("www.example.test.", RRType::AAAA, {1})};
  for (const Record& each : all) {
    for (const Section section : all_sections) {
      add_to(section, each);
      EXPECT_TRUE(is_secure(verdict())) << each.text() << " in " << text(section);
    }
  }
}

TEST_F(MalformedRecords, among_the_answer_make_it_a_failure) {
  add_to(Section::answer, raw(www, RRType::A, {192, 0, 2}));
  const Evidence evidence = world_.evidence({name_of(www), RRType::A, RRClass::IN});
  EXPECT_EQ(evidence.failure, FetchFailure::malformed);
  EXPECT_TRUE(is(verdict(), Reason::answer_failed));
  EXPECT_TRUE(is_answer_malformed(world_.reply({name_of(www), RRType::A, RRClass::IN})));
  add_to(Section::answer, raw("other.example.test.", RRType::A, {192, 0, 2}));
  EXPECT_FALSE(is_answer_malformed(world_.reply({name_of(www), RRType::A, RRClass::IN})));
  EXPECT_TRUE(is_secure(verdict()));
}

TEST_F(MalformedRecords, at_the_target_of_an_alias_are_asked_for_again) {
  world_.tamper = [](const Question& question, Message& reply) {
    if (question.name != name_of("alias.example.test.")) return;
    reply.answer.push_back(raw(www, RRType::A, {192, 0, 2}));
    send(reply);
  };
  EXPECT_TRUE(is_secure(world_.validate("alias.example.test.", RRType::A)));
}

TEST_F(MalformedRecords, of_signatures_leave_the_good_one) {
  Octets unsigned_one = rrsig();
  unsigned_one.resize(rr::Rrsig::read(rrsig())->write().size() -
                      rr::Rrsig::read(rrsig())->signature.size());
  for (const Octets& bad : {Octets{0, 1, 2}, unsigned_one}) {
    add_to(Section::answer, raw(www, RRType::RRSIG, bad));
    EXPECT_TRUE(is_secure(verdict()));
    change([=](Message& reply) {
      std::erase_if(reply.answer, [](const Record& each) { return each.type == RRType::RRSIG; });
      reply.answer.push_back(raw(www, RRType::RRSIG, bad));
    });
    EXPECT_TRUE(is(verdict(), Reason::signature_malformed));
    // What is asked for with CD set is there.
    const Evidence evidence = world_.evidence({name_of(www), RRType::A, RRClass::IN});
    EXPECT_EQ(evidence.failure, FetchFailure::none);
    EXPECT_NE(find_rrset(evidence.answer, name_of(www), RRType::A), nullptr);
  }
}

TEST_F(MalformedRecords, of_signatures_cost_no_check) {
  Octets bad = rrsig();
  bad.resize(bad.size() - rr::Rrsig::read(rrsig())->signature.size());
  change([=](Message& reply) {
    for (std::uint8_t i = 0; i < 5; ++i) {
      Octets other = bad;
      other[7] = i;
      reply.answer.push_back(raw(www, RRType::RRSIG, other));
    }
  });
  EXPECT_TRUE(is_secure(verdict()));
}

// An RRset with one record more, signed as it is.
void add_signed(SignedWorld& world, const std::string& zone, RRType type, const Octets& rdata) {
  const std::string owner = "example.test.";
  world.tamper = [=, &world](const Question& question, Message& reply) {
    if (question.type != type || question.name != name_of(owner)) return;
    RRset rrset = rrset_of(reply.answer, owner, type);
    rrset.add(rdata);
    drop_signatures(reply.answer, owner, type);
    reply.answer.push_back(world.sign(zone, rrset));
    reply.answer.push_back(raw(owner, type, rdata));
    send(reply);
  };
}

TEST_F(MalformedRecords, of_ds_and_dnskey_are_skipped_one_by_one) {
  for (const Octets& bad : {Octets{}, Octets{1}, Octets{1, 2, 3}, Octets{0, 1, 8, 2}}) {
    add_signed(world_, "test.", RRType::DS, bad);
    EXPECT_TRUE(is_secure(verdict())) << bad.size();
    add_signed(world_, "example.test.", RRType::DNSKEY, bad);
    EXPECT_TRUE(is_secure(verdict())) << bad.size();
    const Record record = raw("example.test.", RRType::DS, bad);
    EXPECT_EQ(rdata_text(record.type, record.rrclass, bad).substr(0, 2), "\\#");
  }
}

TEST_F(MalformedRecords, of_ds_alone_make_no_zone_insecure) {
  world_.tamper = [this](const Question& question, Message& reply) {
    if (question.type != RRType::DS || question.name != name_of("example.test.")) return;
    RRset rrset(name_of("example.test."), RRType::DS, RRClass::IN, Ttl{3600});
    rrset.add(Octets{1, 2, 3});
    reply.answer = {raw("example.test.", RRType::DS, {1, 2, 3}), world_.sign("test.", rrset)};
    send(reply);
  };
  EXPECT_TRUE(is(verdict(), Reason::ds_matches_no_key));
}

TEST_F(MalformedRecords, of_denials_are_no_denials) {
  world_.tamper = [](const Question&, Message& reply) {
    for (Record& each : reply.authority) {
      if (each.type == RRType::NSEC) each.rdata.pop_back();
    }
    send(reply);
  };
  EXPECT_EQ(world_.validate("nowhere.example.test.", RRType::A).status(), Status::bogus);
}

TEST(Responses, with_too_many_records_are_not_looked_at) {
  Message message;
  message.questions.push_back({name_of("a."), RRType::A, RRClass::IN});
  const auto fill = [&](unsigned count) {
    message.answer.clear();
    for (unsigned i = 0; i < count; ++i)
      message.answer.push_back(
          raw("a.", RRType::A,
              {10, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)}));
  };
  const Limits limits;
  fill(limits.records_per_rrset);
  EXPECT_EQ(Evidence::from_message(message, "").failure, FetchFailure::none);
  fill(limits.records_per_rrset + 1);
  EXPECT_EQ(Evidence::from_message(message, "").failure, FetchFailure::oversized);
  message.questions.front().type = RRType::AAAA;
  EXPECT_EQ(Evidence::from_message(message, "").failure, FetchFailure::none);
  EXPECT_TRUE(Evidence::from_message(message, "").answer.empty());
  fill(static_cast<unsigned>(limits.response.records) + 1);
  const auto read = Message::read_response(message.write(), limits.response);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::too_long);
  WorkBudget budget;
  EXPECT_TRUE(budget.spend_records(limits.records));
  EXPECT_FALSE(budget.spend_records(1));
}

}  // namespace
}  // namespace vouch::testing
