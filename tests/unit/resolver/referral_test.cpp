// What a reply of a name server is, and what of a referral is believed (RFC 1034 section 5.3.3, RFC
// 2181 section 5.4.1).
#include <gtest/gtest.h>

#include "resolver/engine/servers/response_kind.hpp"
#include "tests/support/signed_world.hpp"

namespace vouch::resolver {
namespace {

using testing::name_of;
using testing::record_of;

Message reply(std::vector<std::string> answer, std::vector<std::string> authority,
              std::vector<std::string> additional = {}) {
  Message message;
  message.header.qr = true;
  for (const std::string& each : answer) message.answer.push_back(record_of(each));
  for (const std::string& each : authority) message.authority.push_back(record_of(each));
  for (const std::string& each : additional) message.additional.push_back(record_of(each));
  return message;
}

ResponseKind kind(const Message& message, const std::string& name = "www.example.test.",
                  RRType type = RRType::A, const std::string& zone = "test.") {
  std::optional<Delegation> delegation;
  return judge_response(message, {name_of(name), type, RRClass::IN}, name_of(zone), true, 53,
                        delegation);
}

std::optional<Delegation> referral(const Message& message,
                                   const std::string& name = "www.example.test.",
                                   const std::string& zone = "test.") {
  return read_referral(message, name_of(zone), name_of(name), 53);
}

TEST(ResponseKind, is_an_answer_where_there_is_what_was_asked_for_or_an_alias) {
  EXPECT_EQ(kind(reply({"www.example.test. A 192.0.2.1"}, {})), ResponseKind::answer);
  EXPECT_EQ(kind(reply({"www.example.test. CNAME a.test."}, {})), ResponseKind::answer);
  EXPECT_EQ(kind(reply({"example.test. DNAME a.test."}, {})), ResponseKind::answer);
}

TEST(ResponseKind, is_lame_where_the_answer_is_to_something_else) {
  EXPECT_EQ(kind(reply({"ftp.example.test. A 192.0.2.1"}, {})), ResponseKind::lame);
  EXPECT_EQ(kind(reply({"www.example.test. MX 1 a."}, {})), ResponseKind::lame);
  EXPECT_EQ(kind(reply({"www.example.test. A 192.0.2.1"}, {}), "www.example.test.", RRType::A,
                 "other.test."),
            ResponseKind::lame)
      << "not of the zone that was asked";
}

TEST(ResponseKind, is_a_denial_with_soa_or_aa) {
  EXPECT_EQ(kind(reply({}, {"test. SOA ns. h. 1 2 3 4 5"})), ResponseKind::no_type);
  Message nothing = reply({}, {});
  EXPECT_EQ(kind(nothing), ResponseKind::lame);
  nothing.header.aa = true;
  EXPECT_EQ(kind(nothing), ResponseKind::no_type);
  nothing.set_rcode(Rcode::NXDOMAIN);
  EXPECT_EQ(kind(nothing), ResponseKind::no_name);
}

// RFC 2308 section 2.2: a referral is told from a denial by its NS records without SOA.
TEST(ResponseKind, is_no_denial_where_there_are_name_servers_without_soa_whatever_aa_says) {
  for (const char* ns : {"test. NS ns.test.", ". NS ns.", "other.test. NS ns.test."}) {
    Message leads_nowhere = reply({}, {ns});
    leads_nowhere.header.aa = true;
    EXPECT_EQ(kind(leads_nowhere), ResponseKind::lame) << ns;
  }
  Message downwards = reply({}, {"example.test. NS ns.test."});
  downwards.header.aa = true;
  EXPECT_EQ(kind(downwards), ResponseKind::referral);
  Message denial = reply({}, {"test. NS ns.test.", "test. SOA ns. h. 1 2 3 4 5"});
  denial.header.aa = true;
  EXPECT_EQ(kind(denial), ResponseKind::no_type);
}

TEST(ResponseKind, is_a_failure_where_yxdomain_comes_without_dname) {
  Message records = reply({"www.example.test. A 192.0.2.1"}, {});
  records.set_rcode(Rcode::YXDOMAIN);
  EXPECT_EQ(kind(records), ResponseKind::failure);
  Message dname = reply({"example.test. DNAME a.test."}, {});
  dname.set_rcode(Rcode::YXDOMAIN);
  EXPECT_EQ(kind(dname), ResponseKind::answer);
}

TEST(ResponseKind, is_lame_where_a_referral_leads_up_or_aside) {
  EXPECT_EQ(kind(reply({}, {". NS a."})), ResponseKind::lame);
  EXPECT_EQ(kind(reply({}, {"test. NS a."})), ResponseKind::lame);
  EXPECT_EQ(kind(reply({}, {"other.test. NS a."})), ResponseKind::lame);
  EXPECT_EQ(kind(reply({}, {"www.example.test. NS a."})), ResponseKind::referral);
  EXPECT_EQ(kind(reply({}, {"a.www.example.test. NS a."})), ResponseKind::lame);
}

TEST(ResponseKind, is_a_failure_by_its_rcode) {
  Message message = reply({"www.example.test. A 192.0.2.1"}, {});
  for (const Rcode rcode : {Rcode::SERVFAIL, Rcode::REFUSED, Rcode{11}}) {
    message.set_rcode(rcode);
    EXPECT_EQ(kind(message), ResponseKind::failure);
  }
  message.set_rcode(Rcode::FORMERR);
  EXPECT_EQ(kind(message), ResponseKind::no_edns);
}

// RFC 4035 section 3.1.4.1: the parent has the DS, and may know no better than to refer to the
// child.
TEST(ResponseKind, of_a_referral_to_the_name_whose_ds_was_asked_for_is_no_referral) {
  const Message message = reply({}, {"example.test. NS ns.example.test."});
  EXPECT_EQ(kind(message, "example.test.", RRType::DS), ResponseKind::no_type);
  EXPECT_EQ(kind(message, "www.example.test.", RRType::DS), ResponseKind::referral);
}

TEST(Referral, brings_the_name_servers_with_their_glue) {
  const auto found =
      referral(reply({}, {"example.test. NS ns.example.test.", "example.test. NS b."},
                     {"ns.example.test. A 192.0.2.1", "ns.example.test. A 192.0.2.2",
                      "ns.example.test. AAAA 2001:db8::1"}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->zone.text(), "example.test.");
  ASSERT_EQ(found->servers.size(), 2U);
  EXPECT_EQ(found->servers[0].addresses.size() + found->servers[1].addresses.size(), 3U);
  EXPECT_EQ(found->ttl, 3600U);
}

TEST(Referral, brings_no_addresses_of_names_that_the_zone_has_no_say_in) {
  const auto found = referral(reply({}, {"example.test. NS ns.other."},
                                    {"ns.other. A 203.0.113.1", "bank.test. A 203.0.113.1"}));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->servers.size(), 1U);
  EXPECT_TRUE(found->servers[0].addresses.empty());
}

TEST(Referral, is_of_one_zone_below_the_one_that_was_asked) {
  EXPECT_FALSE(referral(reply({}, {"test. NS a."})));
  EXPECT_FALSE(referral(reply({}, {". NS a."})));
  EXPECT_FALSE(referral(reply({}, {"other.test. NS a."})));
  const auto mixed = referral(reply({}, {"example.test. NS a.", "www.example.test. NS b."}));
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->servers.size(), 1U) << "records of another owner do not join in";
}

TEST(Referral, is_bounded) {
  std::vector<std::string> servers;
  std::vector<std::string> glue;
  for (int i = 0; i < 100; ++i) {
    servers.push_back("example.test. NS ns" + std::to_string(i) + ".example.test.");
    glue.push_back("ns0.example.test. A 192.0.2." + std::to_string(i + 1));
  }
  const auto found = referral(reply({}, servers, glue));
  ASSERT_TRUE(found);
  EXPECT_LE(found->servers.size(), max_name_servers);
  for (const NameServer& each : found->servers)
    EXPECT_LE(each.addresses.size(), max_server_addresses);
}

TEST(ServerAddress, is_one_that_a_server_can_have) {
  const auto usable = [](RRType type, const std::string& text) {
    return server_address(type, parse_rdata_text(type, RRClass::IN, text).value(), 53).has_value();
  };
  EXPECT_TRUE(usable(RRType::A, "192.0.2.1"));
  EXPECT_TRUE(usable(RRType::A, "127.0.0.1"));
  EXPECT_TRUE(usable(RRType::AAAA, "2001:db8::1"));
  EXPECT_TRUE(usable(RRType::AAAA, "::1"));
  for (const char* text : {"0.0.0.0", "0.0.0.1", "224.0.0.1", "255.255.255.255"})
    EXPECT_FALSE(usable(RRType::A, text)) << text;
  for (const char* text : {"::", "ff02::1"}) EXPECT_FALSE(usable(RRType::AAAA, text)) << text;
  EXPECT_FALSE(server_address(RRType::A, Octets(16, 1), 53));
  EXPECT_FALSE(server_address(RRType::TXT, Octets(4, 1), 53));
}

}  // namespace
}  // namespace vouch::resolver
