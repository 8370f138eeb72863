#include "vouch/message/query.hpp"

#include <gtest/gtest.h>

#include "tests/support/message_octets.hpp"

namespace vouch {
namespace {

using testing_messages::header;
using testing_messages::joined;
using testing_messages::opt;
using testing_messages::option;
using testing_messages::question;
using testing_messages::record;

constexpr std::uint16_t a_type = 1;
constexpr std::uint16_t tsig_type = 250;

QueryForm form_of(const Octets& message) { return read_query(message).value().form; }

TEST(ReadQuery, reads_header_question_and_edns) {
  const Octets message = joined(
      {header(0x1234, 0x0110, 1, 0, 0, 1), question("www.Example.", a_type), opt(1232, 0, 0x8000)});
  const Query query = read_query(message).value();
  ASSERT_EQ(query.form, QueryForm::complete);
  EXPECT_EQ(query.header.id, 0x1234);
  EXPECT_EQ(query.header.opcode, Opcode::QUERY);
  EXPECT_TRUE(query.header.rd);
  EXPECT_EQ(query.question->name.text(), "www.Example.");
  EXPECT_EQ(query.question->type, RRType::A);
  EXPECT_EQ(query.question->rrclass, RRClass::IN);
  ASSERT_TRUE(query.edns);
  EXPECT_EQ(query.edns->udp_size, 1232);
  EXPECT_TRUE(query.dnssec_ok());
  EXPECT_TRUE(query.edns->cookie.empty());
}

TEST(ReadQuery, reads_the_options_of_version_0) {
  const Octets cookie = {1, 2, 3, 4, 5, 6, 7, 8};
  const Octets options =
      joined({option(3, {}), option(10, cookie), option(11, {}), option(65001, {9})});
  const Octets message =
      joined({header(1, 0, 1, 0, 0, 1), question("a.", a_type), opt(512, 0, 0, options)});
  const Query query = read_query(message).value();
  ASSERT_EQ(query.form, QueryForm::complete);
  EXPECT_TRUE(query.edns->wants_nsid);
  EXPECT_TRUE(query.edns->wants_keepalive);
  EXPECT_EQ(Octets(query.edns->cookie.begin(), query.edns->cookie.end()), cookie);
  EXPECT_FALSE(query.dnssec_ok());
}

TEST(ReadQuery, leaves_the_options_of_later_versions_alone) {
  const Octets message = joined(
      {header(1, 0, 1, 0, 0, 1), question("a.", a_type), opt(512, 1, 0, {0xff, 0xff, 0xff})});
  const Query query = read_query(message).value();
  ASSERT_EQ(query.form, QueryForm::complete);
  EXPECT_EQ(query.edns->version, 1);
}

TEST(ReadQuery, answers_neither_replies_nor_less_than_a_header) {
  EXPECT_FALSE(read_query({}));
  EXPECT_FALSE(read_query(Octets(11, 0)));
  EXPECT_FALSE(read_query(joined({header(1, 0x8000, 1, 0, 0, 0), question("a.", a_type)})));
}

TEST(ReadQuery, passes_over_records_that_a_query_does_not_need) {
  const Octets extra = record("a.", a_type, 1, {1, 2, 3, 4});
  const Octets pointing = joined({{0xc0, 0x0c}, record(".", a_type, 1, {1, 2, 3, 4})});
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 1, 1, 2), question("a.", a_type), extra, extra, extra,
                            opt(512, 0, 0)})),
            QueryForm::complete);
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 1, 0, 0),
                            question("a.", a_type),
                            {0xc0, 0x0c},
                            Octets(pointing.begin() + 3, pointing.end())})),
            QueryForm::complete);
}

TEST(ReadQuery, finds_malformed_messages) {
  const Octets asked = question("a.", a_type);
  const Octets edns = opt(512, 0, 0);
  EXPECT_EQ(form_of(header(1, 0, 1, 0, 0, 0)), QueryForm::malformed) << "no question";
  EXPECT_EQ(form_of(joined({header(1, 0, 2, 0, 0, 0), asked, asked})), QueryForm::malformed)
      << "two questions";
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 0, 0, 0), Octets(asked.begin(), asked.end() - 1)})),
            QueryForm::malformed)
      << "a cut question";
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 0, 0, 0), asked, {0}})), QueryForm::malformed)
      << "an octet left over";
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 0, 0, 0), {0xc0, 0x0c, 0, 1, 0, 1}})),
            QueryForm::malformed)
      << "a compressed question";
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 1, 0, 0), asked})), QueryForm::malformed)
      << "a missing record";
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 0, 0, 2), asked, edns, edns})), QueryForm::malformed)
      << "two OPT";
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 1, 0, 0), asked, edns})), QueryForm::malformed)
      << "OPT as answer";
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 0, 0, 1), asked, record("a.", 41, 512, {})})),
            QueryForm::malformed)
      << "OPT with an owner";
}

TEST(ReadQuery, finds_malformed_options) {
  const auto with = [](const Octets& options) {
    return form_of(
        joined({header(1, 0, 1, 0, 0, 1), question("a.", a_type), opt(512, 0, 0, options)}));
  };
  EXPECT_EQ(with({0, 3, 0}), QueryForm::malformed) << "a cut head";
  EXPECT_EQ(with({0, 3, 0, 1}), QueryForm::malformed) << "a cut option";
  for (const std::size_t octets : {0U, 7U, 9U, 15U, 41U}) {
    EXPECT_EQ(with(option(10, Octets(octets, 1))), QueryForm::malformed)
        << octets << " octets of cookie";
  }
  for (const std::size_t octets : {8U, 16U, 24U, 40U}) {
    EXPECT_EQ(with(option(10, Octets(octets, 1))), QueryForm::complete)
        << octets << " octets of cookie";
  }
}

TEST(ReadQuery, keeps_of_a_malformed_query_what_stands_before_the_fault) {
  const Octets asked = question("a.", a_type);
  const Octets edns = opt(1400, 0, 0x8000);
  const Octets cut = opt(1400, 0, 0x8000, {0, 3, 0, 9});
  const Octets bad_cookie = opt(1400, 0, 0x8000, option(10, Octets(9, 1)));
  for (const Octets& message : {joined({header(1, 0, 1, 0, 0, 2), asked, edns, edns}),
                                joined({header(1, 0, 1, 0, 0, 1), asked, edns, {0}}),
                                joined({header(1, 0, 1, 0, 0, 1), asked, cut}),
                                joined({header(1, 0, 1, 0, 0, 1), asked, bad_cookie})}) {
    const Query query = read_query(message).value();
    EXPECT_EQ(query.form, QueryForm::malformed);
    EXPECT_EQ(query.question->name.text(), "a.");
    ASSERT_TRUE(query.edns);
    EXPECT_EQ(query.edns->udp_size, 1400);
    EXPECT_TRUE(query.dnssec_ok());
    EXPECT_TRUE(query.edns->cookie.empty());
  }
  const Octets two = joined({header(1, 0, 2, 0, 0, 1), asked, asked, edns});
  const Query query = read_query(two).value();
  EXPECT_EQ(query.form, QueryForm::malformed);
  EXPECT_FALSE(query.question);
  EXPECT_TRUE(query.edns);
}

TEST(ReadQuery, wants_tsig_of_class_any_and_ttl_0) {
  Octets rdata = {1, 'x', 0};
  rdata.resize(rdata.size() + 8);
  rdata.insert(rdata.end(), {0, 0, 0, 1, 0, 0, 0, 0});
  const auto with = [&](std::uint16_t rrclass, std::uint32_t ttl) {
    return form_of(joined({header(1, 0, 1, 0, 0, 1), question("a.", a_type),
                           record("key.", tsig_type, rrclass, rdata, ttl)}));
  };
  EXPECT_EQ(with(255, 0), QueryForm::complete);
  EXPECT_EQ(with(1, 0), QueryForm::malformed);
  EXPECT_EQ(with(255, 1), QueryForm::malformed);
  EXPECT_EQ(with(255, 0x80000000), QueryForm::malformed);
}

TEST(ReadQuery, finds_tsig_as_the_last_record_only) {
  Octets rdata = {1, 'x', 0};
  rdata.resize(rdata.size() + 8);
  rdata.insert(rdata.end(), {0, 0, 0, 1, 0, 0, 0, 0});
  const Octets tsig = record("key.", tsig_type, 255, rdata);
  const Octets asked = question("a.", a_type);
  const Octets message = joined({header(1, 0, 1, 0, 0, 2), asked, opt(512, 0, 0), tsig});
  const Query query = read_query(message).value();
  ASSERT_EQ(query.form, QueryForm::complete);
  ASSERT_TRUE(query.tsig);
  EXPECT_EQ(query.tsig->owner().text(), "key.");
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 0, 0, 2), asked, tsig, opt(512, 0, 0)})),
            QueryForm::malformed);
  EXPECT_EQ(form_of(joined({header(1, 0, 1, 1, 0, 0), asked, tsig})), QueryForm::malformed);
  EXPECT_EQ(form_of(joined(
                {header(1, 0, 1, 0, 0, 1), asked, record("key.", tsig_type, 255, {1, 'x', 0})})),
            QueryForm::malformed);
}

}  // namespace
}  // namespace vouch
