// The example zones of RFC 4035 and RFC 5155: both verify as they stand in the RFCs, and the
// answers of their appendices B, which are to be authenticated there step by step, get the verdicts
// that the RFCs say.
#include <gtest/gtest.h>

#include "authority/engine/answer.hpp"
#include "tests/support/signed_world.hpp"
#include "vouch/base/file.hpp"
#include "vouch/sign/verify_zone.hpp"
#include "vouch/zone/zone_load.hpp"

namespace vouch::testing {
namespace {

struct Example {
  const char* name;
  const char* file;
  Timestamp at;
};

class RfcAnswers : public ::testing::TestWithParam<Example> {
 protected:
  RfcAnswers() {
    ZoneFileOptions options;
    options.origin = Name();
    auto reader = ZoneFileReader::open(
        std::string(VOUCH_SOURCE_DIR "/tests/vectors/zones/") + GetParam().file, options);
    LoadedZone loaded = load_zone(reader.value(), name_of("example."));
    for (const Error& error : loaded.errors) ADD_FAILURE() << error.message();
    zone_ = loaded.zone;
    zones_ = authority::ZoneSet({{name_of("example."), zone_}});
    const auto keys = zone_->find(zone_->apex(), RRType::DNSKEY);
    for (const OctetView rdata : keys->rrset.rdatas) {
      if (rr::Dnskey::read(rdata).value().is_sep())
        anchors_.add({name_of("example."), RRType::DNSKEY, Octets(rdata.begin(), rdata.end())});
    }
  }

  Evidence evidence(const Question& question) const {
    Edns edns;
    edns.dnssec_ok = true;
    authority::Client client;
    client.transport = authority::Transport::tcp;
    Octets reply;
    const Octets message = make_query(1, question, false, edns).write();
    authority::answer(zones_, *read_query(message), client, {}, reply);
    Evidence evidence = Evidence::from_message(Message::read(reply).value(), "example");
    evidence.question = question;
    return evidence;
  }

  Verdict validate(const std::string& name, RRType type) const {
    Validator::Options options;
    options.anchors = &anchors_;
    // These zones are older than the advice against SHA-1.
    options.policy.refuse_sha1_signatures = false;
    WorkBudget budget;
    const Question question{name_of(name), type, RRClass::IN};
    Validator validator(question, options, budget, GetParam().at);
    Step step = validator.start(evidence(question));
    while (const Need* need = std::get_if<Need>(&step))
      step = validator.step(evidence(Question(need->question)));
    return std::get<Verdict>(std::move(step));
  }

  Status status_of(const std::string& name, RRType type) const {
    const Verdict verdict = validate(name, type);
    SCOPED_TRACE(verdict.text());
    return verdict.status();
  }
  bool is_opt_out() const { return GetParam().name == std::string("rfc5155"); }
  /// What rests on an Opt-Out span is insecure.
  Status by_span() const { return is_opt_out() ? Status::insecure : Status::secure; }

  ZonePtr zone_;
  authority::ZoneSet zones_;
  AnchorStore anchors_;
};

TEST_P(RfcAnswers, the_zone_is_secure_as_it_stands) {
  const auto report = verify_zone(*zone_, {GetParam().at, {}});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->status, ZoneStatus::secure);
  EXPECT_EQ(report->signatures, report->signatures_good);
  EXPECT_GE(report->signatures, 26U);
}

TEST_P(RfcAnswers, positive) {
  EXPECT_EQ(status_of("x.w.example.", RRType::MX), Status::secure);
  EXPECT_EQ(status_of("example.", RRType::SOA), Status::secure);
}

TEST_P(RfcAnswers, no_such_name) {
  const Verdict verdict = validate(is_opt_out() ? "a.c.x.w.example." : "ml.example.", RRType::A);
  EXPECT_EQ(verdict.status(), by_span()) << verdict.text();
  EXPECT_EQ(verdict.rcode, Rcode::NXDOMAIN);
}

TEST_P(RfcAnswers, no_such_type) {
  EXPECT_EQ(status_of("ns1.example.", RRType::MX), Status::secure);
  if (!is_opt_out()) return;
  EXPECT_EQ(status_of("y.w.example.", RRType::A), Status::secure);
}

TEST_P(RfcAnswers, delegations) {
  EXPECT_EQ(status_of("a.example.", RRType::DS), Status::secure);
  const Verdict unsigned_one = validate(is_opt_out() ? "c.example." : "b.example.", RRType::DS);
  EXPECT_EQ(unsigned_one.status(), by_span()) << unsigned_one.text();
  EXPECT_EQ(unsigned_one.rcode, Rcode::NOERROR);
}

TEST_P(RfcAnswers, wildcards) {
  const Verdict answer = validate("a.z.w.example.", RRType::MX);
  EXPECT_EQ(answer.status(), by_span()) << answer.text();
  EXPECT_EQ(answer.rrsets.front().wildcard, name_of("*.w.example."));
  const Verdict nothing = validate("a.z.w.example.", RRType::AAAA);
  EXPECT_EQ(nothing.status(), by_span()) << nothing.text();
  EXPECT_EQ(nothing.kind, AnswerKind::no_type);
}

TEST_P(RfcAnswers, ds_of_the_apex_is_not_there) {
  const Verdict verdict = validate("example.", RRType::DS);
  EXPECT_EQ(verdict.rcode, Rcode::NOERROR);
  EXPECT_NE(verdict.status(), Status::bogus) << verdict.text();
}

INSTANTIATE_TEST_SUITE_P(, RfcAnswers,
                         ::testing::Values(Example{"rfc4035", "rfc4035.zone", {1082419200}},
                                           Example{"rfc5155", "rfc5155.zone", {1262304000}}),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace vouch::testing
