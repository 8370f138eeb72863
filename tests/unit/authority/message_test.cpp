// What is answered before any zone is asked: RFC 6891, RFC 7873, RFC 8906, RFC 8945, RFC 9619; and
// how replies are cut: RFC 2181 section 9, RFC 9471.
#include <gtest/gtest.h>

#include "tests/support/message_octets.hpp"
#include "tests/unit/authority/world.hpp"

namespace vouch::authority {
namespace {

using namespace testing_messages;
using Lines = std::vector<std::string>;

constexpr std::uint16_t a_type = 1;
constexpr std::uint16_t opcode_notify = 4 << 11;
constexpr std::uint16_t opcode_update = 5 << 11;

const World& world() {
  static const World made{Chain::nsec};
  return made;
}

Octets query(const std::string& name, std::uint16_t type, std::uint16_t flags = 0,
             const Octets& additional = {}, std::uint16_t rrclass = 1) {
  return joined({header(7, flags, 1, 0, 0, additional.empty() ? 0 : 1),
                 question(name, type, rrclass), additional});
}

void expect_refused(const Octets& message, const std::string& rcode,
                    Transport transport = Transport::udp) {
  const Reply reply = world().send(message, transport);
  EXPECT_EQ(reply.rcode, rcode);
  EXPECT_EQ(reply.flags, "");
  EXPECT_TRUE(reply.answer.empty() && reply.authority.empty());
}

TEST(Message, copies_id_and_rd_and_no_other_flag) {
  const Reply reply = world().send(query("a.example.", a_type, 0x07f0));
  EXPECT_EQ(reply.id, 7);
  EXPECT_EQ(reply.flags, "aa rd");
  EXPECT_EQ(reply.rcode, "NOERROR");
}

TEST(Message, that_is_malformed_is_formerr) {
  expect_refused(header(7, 0, 0, 0, 0, 0), "FORMERR");
  expect_refused(header(7, 0, 1, 0, 0, 0), "FORMERR");
  expect_refused(joined({header(7, 0, 2, 0, 0, 0), question("a.example.", a_type),
                         question("a.example.", a_type)}),
                 "FORMERR");
  expect_refused(joined({query("a.example.", a_type), {0}}), "FORMERR");
  expect_refused(query("a.example.", a_type, 0, opt(1232, 0, 0, {0, 10, 0, 4, 1, 2, 3, 4})),
                 "FORMERR");
}

TEST(Message, that_is_malformed_gets_the_opt_record_back_that_could_be_read) {
  const Octets asked = question("a.example.", a_type);
  const Octets edns = opt(1232, 0, 0x8000);
  const Octets bad_cookie = opt(1232, 0, 0x8000, {0, 10, 0, 4, 1, 2, 3, 4});
  const Octets cut_option = opt(1232, 0, 0x8000, {0, 3, 0, 9});
  for (const Octets& message : {joined({header(7, 0, 1, 0, 0, 2), asked, edns, edns}),
                                joined({header(7, 0, 2, 0, 0, 1), asked, asked, edns}),
                                joined({header(7, 0, 1, 0, 0, 1), asked, edns, {0}}),
                                joined({header(7, 0, 1, 0, 0, 1), asked, bad_cookie}),
                                joined({header(7, 0, 1, 0, 0, 1), asked, cut_option})}) {
    const Reply reply = world().send(message);
    EXPECT_EQ(reply.rcode, "FORMERR");
    EXPECT_TRUE(reply.has_opt);
    EXPECT_TRUE(reply.dnssec_ok);
  }
  EXPECT_FALSE(world().send(joined({header(7, 0, 1, 0, 0, 1), asked, {0}})).has_opt);
}

TEST(Message, of_an_unknown_opcode_is_notimp) {
  for (const unsigned opcode : {1U, 2U, 3U, 6U, 15U}) {
    const Reply reply =
        world().send(header(7, static_cast<std::uint16_t>(opcode << 11), 0, 0, 0, 0));
    EXPECT_EQ(reply.rcode, "NOTIMP") << opcode;
    EXPECT_EQ(reply.flags, "") << opcode;
    EXPECT_EQ(static_cast<unsigned>(reply.opcode), opcode);
    EXPECT_EQ(reply.size, 12U) << "all sections empty (RFC 8906 section 8.1.4)";
  }
}

TEST(Message, of_notify_or_update_is_refused_for_a_zone_and_notauth_elsewhere) {
  constexpr std::uint16_t soa_type = 6;
  for (const std::uint16_t opcode : {opcode_notify, opcode_update}) {
    expect_refused(query("example.", soa_type, opcode), "REFUSED");
    expect_refused(query("a.example.", soa_type, opcode), "NOTAUTH");
    expect_refused(query("org.", soa_type, opcode), "NOTAUTH");
    expect_refused(header(7, opcode, 0, 0, 0, 0), "FORMERR");
  }
}

TEST(Message, asking_for_a_transfer_is_refused) {
  constexpr std::uint16_t ixfr = 251;
  constexpr std::uint16_t axfr = 252;
  expect_refused(query("example.", axfr), "NOTIMP");
  expect_refused(query("example.", axfr), "REFUSED", Transport::tcp);
  expect_refused(query("example.", ixfr), "REFUSED");
  expect_refused(query("a.example.", axfr), "NOTAUTH", Transport::tcp);
  expect_refused(query("org.", ixfr), "NOTAUTH");
}

TEST(Message, for_a_name_in_no_zone_is_refused_with_the_reason) {
  const Reply reply = world().send(query("www.elsewhere.test.", a_type, 0, opt(1232, 0, 0x8000)));
  EXPECT_EQ(reply.rcode, "REFUSED");
  EXPECT_EQ(reply.flags, "");
  ASSERT_NE(reply.option(EdnsOptionCode::extended_error), nullptr);
  EXPECT_EQ(*reply.option(EdnsOptionCode::extended_error), (Octets{0, 20}));
}

TEST(Message, for_a_zone_that_could_not_be_loaded_is_servfail_with_the_reason) {
  const Reply reply = world().send(query("www.broken.test.", a_type, 0, opt(1232, 0, 0)));
  EXPECT_EQ(reply.rcode, "SERVFAIL");
  EXPECT_EQ(reply.flags, "");
  ASSERT_NE(reply.option(EdnsOptionCode::extended_error), nullptr);
  EXPECT_EQ(*reply.option(EdnsOptionCode::extended_error), (Octets{0, 14}));
}

TEST(Message, asking_for_nxname_is_formerr_with_the_reason) {
  const Reply reply = world().send(query("a.example.", 128, 0, opt(1232, 0, 0)));
  EXPECT_EQ(reply.rcode, "FORMERR");
  ASSERT_NE(reply.option(EdnsOptionCode::extended_error), nullptr);
  EXPECT_EQ(*reply.option(EdnsOptionCode::extended_error), (Octets{0, 30}));
}

TEST(Message, of_another_class_is_refused_and_of_every_class_never_authoritative) {
  expect_refused(query("a.example.", a_type, 0, {}, 4), "REFUSED");
  expect_refused(query("a.example.", a_type, 0, {}, 254), "REFUSED");
  expect_refused(query("a.example.", a_type, 0, {}, 0), "REFUSED");
  const Reply any = world().send(query("a.example.", a_type, 0, {}, 255));
  EXPECT_EQ(any.answer, Lines{"a.example. A"});
  EXPECT_EQ(any.flags, "");
}

TEST(Message, with_a_tsig_is_notauth_with_badkey) {
  const Name algorithm = Name::parse("hmac-sha256.").value();
  Octets rdata(algorithm.wire().begin(), algorithm.wire().end());
  append_octets(rdata,
                Octets{0, 0, 0x65, 0x53, 0xf1, 0, 1, 0x2c, 0, 2, 0xaa, 0xbb, 0, 9, 0, 0, 0, 0});
  const Reply reply = world().send(query("a.example.", a_type, 0, record("key.", 250, 255, rdata)));
  EXPECT_EQ(reply.rcode, "NOTAUTH");
  ASSERT_EQ(reply.additional, Lines{"key. TSIG"});
  const Octets& tsig = reply.records[0].rdata;
  const std::size_t names = 13;
  EXPECT_EQ(Octets(tsig.begin() + names, tsig.end()),
            (Octets{0, 0, 0x65, 0x53, 0xf1, 0, 1, 0x2c, 0, 0, 0, 9, 0, 17, 0, 0}));
}

TEST(Chaos, tells_version_and_identity_where_the_policy_has_them) {
  constexpr std::uint16_t txt = 16;
  World told{Chain::unsigned_zone};
  told.policy.version = "vouch 1";
  told.policy.identity = "ns1";
  for (const char* name : {"version.bind.", "VERSION.server."}) {
    const Reply reply = told.send(query(name, txt, 0, {}, 3));
    ASSERT_EQ(reply.answer.size(), 1U) << name;
    EXPECT_EQ(text_of(reply.records[0].rdata), "\7vouch 1");
  }
  for (const char* name : {"hostname.bind.", "id.server."})
    EXPECT_EQ(told.send(query(name, txt, 0, {}, 3)).answer.size(), 1U) << name;
  EXPECT_EQ(told.send(query("authors.bind.", txt, 0, {}, 3)).rcode, "REFUSED");
  EXPECT_EQ(told.send(query("version.bind.", a_type, 0, {}, 3)).rcode, "REFUSED");
  EXPECT_EQ(told.send(query("version.bind.", txt)).rcode, "REFUSED")
      << "in class IN it is a name like others";
  expect_refused(query("version.bind.", txt, 0, {}, 3), "REFUSED");
}

// ---- EDNS

TEST(Edns, is_in_the_reply_exactly_when_it_is_in_the_query) {
  EXPECT_FALSE(world().ask("a.example.", RRType::A, Edns::none).has_opt);
  const Reply plain = world().ask("a.example.", RRType::A, Edns::plain);
  EXPECT_TRUE(plain.has_opt);
  EXPECT_FALSE(plain.dnssec_ok);
  EXPECT_EQ(plain.udp_size, 1232);
  EXPECT_TRUE(plain.options.empty());
  EXPECT_TRUE(world().ask("a.example.", RRType::A, Edns::dnssec).dnssec_ok);
}

TEST(Edns, of_another_version_is_badvers_without_an_answer) {
  const Reply reply = world().send(query("a.example.", a_type, 0, opt(1232, 1, 0x8000)));
  EXPECT_EQ(reply.rcode, "BADVERS");
  EXPECT_EQ(reply.flags, "");
  EXPECT_TRUE(reply.answer.empty());
  EXPECT_TRUE(reply.dnssec_ok);
}

TEST(Edns, flags_and_options_that_are_unknown_are_ignored) {
  const Reply reply =
      world().send(query("a.example.", a_type, 0, opt(1232, 0, 0x7fff, option(65001, {1, 2}))));
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_EQ(reply.answer, Lines{"a.example. A"});
  EXPECT_TRUE(reply.options.empty());
}

TEST(Edns, nsid_is_given_to_those_who_ask) {
  World named{Chain::unsigned_zone};
  const Octets asks = query("a.example.", a_type, 0, opt(1232, 0, 0, option(3, {})));
  EXPECT_EQ(named.send(asks).option(EdnsOptionCode::nsid), nullptr);
  named.policy.nsid = {'n', '1'};
  ASSERT_NE(named.send(asks).option(EdnsOptionCode::nsid), nullptr);
  EXPECT_EQ(*named.send(asks).option(EdnsOptionCode::nsid), (Octets{'n', '1'}));
  EXPECT_TRUE(named.ask("a.example.", RRType::A, Edns::plain).options.empty());
}

TEST(Edns, keepalive_is_offered_over_tcp_only) {
  World patient{Chain::unsigned_zone};
  patient.policy.tcp_keepalive = 100;
  const Octets asks = query("a.example.", a_type, 0, opt(1232, 0, 0, option(11, {})));
  EXPECT_TRUE(patient.send(asks).options.empty());
  const Reply reply = patient.send(asks, Transport::tcp);
  ASSERT_NE(reply.option(EdnsOptionCode::tcp_keepalive), nullptr);
  EXPECT_EQ(*reply.option(EdnsOptionCode::tcp_keepalive), (Octets{0, 100}));
}

class Cookies : public testing::Test {
 protected:
  Cookies() { world_.policy.cookies = CookieSecrets{}; }

  Reply ask(const Octets& cookie, Transport transport = Transport::udp) const {
    return world_.send(query("a.example.", a_type, 0, opt(1232, 0, 0, option(10, cookie))),
                       transport);
  }

  World world_{Chain::unsigned_zone};
  const Octets client_ = {1, 2, 3, 4, 5, 6, 7, 8};
};

TEST_F(Cookies, are_answered_with_a_server_cookie) {
  const Reply reply = ask(client_);
  EXPECT_EQ(reply.answer, Lines{"a.example. A"});
  const Octets* cookie = reply.option(EdnsOptionCode::cookie);
  ASSERT_NE(cookie, nullptr);
  ASSERT_EQ(cookie->size(), 24U);
  EXPECT_EQ(Octets(cookie->begin(), cookie->begin() + 8), client_);
}

TEST_F(Cookies, may_be_asked_for_without_a_question) {
  const Reply reply =
      world_.send(joined({header(7, 0, 0, 0, 0, 1), opt(1232, 0, 0, option(10, client_))}));
  EXPECT_EQ(reply.rcode, "NOERROR");
  EXPECT_NE(reply.option(EdnsOptionCode::cookie), nullptr);
  EXPECT_EQ(world_.send(joined({header(7, 0, 0, 0, 0, 1), opt(1232, 0, 0)})).rcode, "FORMERR");
}

TEST_F(Cookies, must_be_good_where_the_policy_says_so) {
  world_.policy.require_server_cookie = true;
  const Reply refused = ask(client_);
  EXPECT_EQ(refused.rcode, "BADCOOKIE");
  EXPECT_TRUE(refused.answer.empty());
  ASSERT_NE(refused.option(EdnsOptionCode::cookie), nullptr);
  EXPECT_EQ(ask(*refused.option(EdnsOptionCode::cookie)).answer, Lines{"a.example. A"});
  EXPECT_EQ(ask(client_, Transport::tcp).answer, Lines{"a.example. A"});
  EXPECT_EQ(world_.ask("a.example.", RRType::A).answer, Lines{"a.example. A"})
      << "a client without cookies";
}

// ---- sizes

std::string big_text(const std::string& owner, int records) {
  std::string text;
  for (int i = 0; i < records; ++i)
    text += owner + " TXT \"" + std::to_string(100 + i) + std::string(97, 'x') + "\"\n";
  return text;
}

TEST(Truncation, keeps_to_512_octets_without_edns) {
  const World big{Chain::unsigned_zone, big_text("big", 5)};
  const Reply reply = big.ask("big.example.", RRType::TXT, Edns::none);
  EXPECT_EQ(reply.flags, "aa tc");
  EXPECT_TRUE(reply.answer.empty()) << "RRsets are not cut";
  EXPECT_EQ(big.ask_tcp("big.example.", RRType::TXT, Edns::none).answer.size(), 5U);
  EXPECT_EQ(big.ask("big.example.", RRType::TXT, Edns::plain).answer.size(), 5U);
}

TEST(Truncation, keeps_to_what_client_and_policy_allow) {
  World big{Chain::unsigned_zone, big_text("big", 11)};
  EXPECT_EQ(big.ask("big.example.", RRType::TXT, Edns::plain, 65535).flags, "aa tc")
      << "1232 octets";
  big.policy.udp_size = 4096;
  EXPECT_EQ(big.ask("big.example.", RRType::TXT, Edns::plain, 65535).flags, "aa");
  EXPECT_EQ(big.ask("big.example.", RRType::TXT, Edns::plain, 1200).flags, "aa tc");
  const World small{Chain::unsigned_zone, big_text("small", 4)};
  EXPECT_EQ(small.ask("small.example.", RRType::TXT, Edns::plain, 0).flags, "aa")
      << "less than 512 is 512";
}

TEST(Truncation, is_needed_for_signatures_and_proofs) {
  const World big{Chain::nsec, big_text("four", 4)};
  EXPECT_EQ(big.ask("four.example.", RRType::TXT, Edns::plain, 512).flags, "aa");
  EXPECT_EQ(big.ask("four.example.", RRType::TXT, Edns::dnssec, 512).flags, "aa tc");
  const Reply proof = World(Chain::nsec3).ask("nowhere.example.", RRType::A, Edns::dnssec, 512);
  EXPECT_EQ(proof.flags, "aa tc");
  EXPECT_EQ(proof.rcode, "NXDOMAIN");
}

std::string servers(const std::string& cut, const std::string& parent, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += cut + " NS n" + std::to_string(i) + "." + parent + "\n";
  return text;
}

std::string glue(const std::string& parent, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    text += "n" + number + "." + parent + " A 192.0.2." + number + "\nn" + number + "." + parent +
            " AAAA 2001:db8::" + number + "\n";
  }
  return text;
}

TEST(Truncation, is_told_where_glue_of_the_childs_own_servers_is_missing) {
  const World many{Chain::unsigned_zone, servers("many", "many", 13) + glue("many", 13)};
  const Reply reply = many.ask("many.example.", RRType::A, Edns::none);
  EXPECT_EQ(reply.flags, "tc");
  EXPECT_EQ(reply.authority.size(), 13U);
  const Reply whole = many.ask_tcp("many.example.", RRType::A);
  EXPECT_EQ(whole.flags, "");
  EXPECT_EQ(whole.additional.size(), 26U);
}

TEST(Truncation, is_not_told_where_other_addresses_are_missing) {
  const World many{Chain::unsigned_zone,
                   servers("many", "many", 13) + glue("many", 13) + servers("sibling", "many", 13)};
  const Reply reply = many.ask("sibling.example.", RRType::A, Edns::none);
  EXPECT_EQ(reply.flags, "");
  EXPECT_EQ(reply.authority.size(), 13U);
  EXPECT_GT(reply.additional.size(), 0U);
  EXPECT_LT(reply.additional.size(), 26U);
  EXPECT_LE(reply.size, 512U);
}

TEST(Truncation, is_not_told_where_signatures_of_additional_addresses_are_missing) {
  std::string text;
  for (int i = 0; i < 6; ++i) {
    const std::string host = "m" + std::to_string(i);
    text += "mx MX 10 " + host + "\n" + host + " A 192.0.2.1\n";
  }
  const World many{Chain::nsec, text};
  for (std::uint16_t size = 512; size < 1232; ++size) {
    const Reply reply = many.ask("mx.example.", RRType::MX, Edns::dnssec, size);
    EXPECT_EQ(reply.flags, "aa") << size;
    EXPECT_EQ(reply.answer.size(), 7U) << size;
    EXPECT_LE(reply.size, size);
  }
  const Reply reply = many.ask("mx.example.", RRType::MX, Edns::dnssec, 512);
  const auto is_signature = [](const std::string& line) { return line.ends_with(")"); };
  const auto signatures =
      std::count_if(reply.additional.begin(), reply.additional.end(), is_signature);
  EXPECT_GT(reply.additional.size(), 0U);
  EXPECT_LT(signatures, static_cast<std::ptrdiff_t>(reply.additional.size()) - signatures);
  EXPECT_EQ(many.ask("mx.example.", RRType::MX, Edns::dnssec).additional.size(), 12U);
}

TEST(Truncation, counts_the_options_of_the_reply) {
  World big{Chain::unsigned_zone, big_text("big", 4)};
  big.policy.cookies = CookieSecrets{};
  big.policy.nsid = Octets(60, 'n');
  for (std::uint16_t size = 512; size < 700; ++size) {
    const Octets options = joined({option(10, Octets(8, 1)), option(3, {})});
    const Reply reply = big.send(query("big.example.", 16, 0, opt(size, 0, 0, options)));
    EXPECT_LE(reply.size, size);
    EXPECT_EQ(reply.options.size(), 2U);
  }
}

// ---- hostile

TEST(Hostile, messages_never_break_the_reply) {
  const Octets good =
      query("x.wild.example.", a_type, 0, opt(1232, 0, 0x8000, option(10, Octets(8, 1))));
  std::uint32_t state = 12345;
  const auto next = [&state] { return state = state * 1664525 + 1013904223; };
  for (int round = 0; round < 20000; ++round) {
    Octets message = good;
    const unsigned changes = 1 + next() % 4;
    for (unsigned i = 0; i < changes; ++i)
      message[next() % message.size()] = static_cast<std::uint8_t>(next() >> 16);
    if (next() % 4 == 0) message.resize(next() % message.size());
    const Transport transport = next() % 2 == 0 ? Transport::udp : Transport::tcp;
    const Reply reply = world().send(message, transport);
    ASSERT_LE(reply.size, 65535U);
    if (transport == Transport::udp) {
      ASSERT_LE(reply.size, 1232U);
    }
  }
}

TEST(Hostile, names_of_the_greatest_length_are_answered) {
  std::string name;
  for (int i = 0; i < 123; ++i) name += "a.";
  for (const Chain chain : {Chain::nsec, Chain::nsec3, Chain::opt_out}) {
    const World one{chain};
    for (const char* below :
         {"example.", "wild.example.", "dn.example.", "dnloop.example.", "insecure.example."}) {
      std::string asked = name;
      while (asked.size() + std::string(below).size() > 254) asked.erase(0, 2);
      EXPECT_GT(one.ask(asked + below, RRType::A).size, 12U);
      EXPECT_GT(one.ask_tcp(asked + below, RRType::ANY).size, 12U);
    }
  }
}

}  // namespace
}  // namespace vouch::authority
