// Servers as they are: lossy, lame, old, wrongly delegated; what is done about each, and what is
// remembered of it.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

using testing::record_of;

WorldZone zone_with(std::string apex, std::string text, bool is_signed = true) {
  WorldZone zone{std::move(apex)};
  zone.text = std::move(text);
  zone.is_signed = is_signed;
  return zone;
}

bool is_about(const ServerQuery& query, const std::string& name, RRType type) {
  return query.question.name == name_of(name) && query.question.type == type;
}

std::size_t count_about(const std::vector<ServerQuery>& sent, const std::string& name) {
  return static_cast<std::size_t>(
      std::count_if(sent.begin(), sent.end(),
                    [&](const ServerQuery& each) { return each.question.name == name_of(name); }));
}

std::vector<WorldZone> usual_zones() {
  return {WorldZone{"test."}, zone_with("example.test.",
                                        "www A 192.0.2.1\na.b.c A 192.0.2.2\nd.b.c A 192.0.2.2\n"
                                        "*.wild A 192.0.2.3\nshort 60 A 192.0.2.4\n")};
}

/// example.test. with two servers, at 192.0.2.200 and .201.
std::vector<WorldZone> zones_with_two_servers(bool is_signed) {
  std::vector<WorldZone> zones{
      WorldZone{"test."},
      zone_with("example.test.",
                "@ NS ns\n@ NS ns2\nns A 192.0.2.200\nns2 A 192.0.2.201\nwww A 192.0.2.1\n"
                "ftp A 192.0.2.2\nmail A 192.0.2.3\n",
                is_signed)};
  zones[0].text = "example NS ns2.example\nns2.example A 192.0.2.201\nns.example A 192.0.2.200\n";
  return zones;
}

bool is_first(const ServerQuery& query) { return query.server.octets[3] == 200; }
bool is_second(const ServerQuery& query) { return query.server.octets[3] == 201; }

TEST(LostDatagrams, are_sent_again_where_there_is_no_other_server) {
  for (const unsigned lost : {1U, 2U}) {
    Internet internet(usual_zones());
    unsigned left = lost;
    internet.fails = [&](const ServerQuery& query) {
      if (!is_about(query, "www.example.test.", RRType::A) || left == 0) return FetchFailure::none;
      --left;
      return FetchFailure::timeout;
    };
    EXPECT_TRUE(internet.ask("www.example.test.", RRType::A).verdict->is_secure()) << lost;
  }
}

// RFC 9520 section 3.1: not more than three queries over one transport.
TEST(LostDatagrams, are_not_sent_for_ever) {
  Internet internet(usual_zones());
  internet.fails = [&](const ServerQuery& query) {
    return query.server == internet.server("example.test.") ? FetchFailure::timeout
                                                            : FetchFailure::none;
  };
  EXPECT_EQ(internet.ask("www.example.test.", RRType::A).verdict->status(), Status::failed);
  EXPECT_LE(count_about(internet.sent, "www.example.test."), 3U);
}

TEST(ServersThatCannotBeReached, are_not_asked_again) {
  Internet internet(usual_zones());
  internet.fails = [&](const ServerQuery& query) {
    return query.server == internet.server("example.test.") ? FetchFailure::unreachable
                                                            : FetchFailure::none;
  };
  EXPECT_EQ(internet.ask("www.example.test.", RRType::A).verdict->status(), Status::failed);
  EXPECT_EQ(count_about(internet.sent, "www.example.test."), 1U);
}

TEST(Formerr, that_comes_once_does_not_make_a_signed_zone_bogus) {
  Internet internet(usual_zones());
  bool is_done = false;
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (!(query.server == internet.server("example.test.")) || !query.edns || is_done) return false;
    is_done = true;
    reply.set_rcode(Rcode::FORMERR);
    return true;
  };
  EXPECT_TRUE(internet.ask("www.example.test.", RRType::A).verdict->is_secure());
  internet.sent.clear();
  EXPECT_TRUE(internet.ask("b.wild.example.test.", RRType::A).verdict->is_secure());
  for (const ServerQuery& each : internet.sent) EXPECT_TRUE(each.edns) << each.question.text();
}

TEST(Edns, that_a_server_refused_twice_is_left_out_from_then_on) {
  Internet internet({WorldZone{"test."}, zone_with("plain.test.", "www A 192.0.2.1\n", false)});
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (!(query.server == internet.server("plain.test.")) || !query.edns) return false;
    reply.set_rcode(Rcode::FORMERR);
    return true;
  };
  internet.ask("www.plain.test.", RRType::A);
  internet.ask("ftp.plain.test.", RRType::A);
  internet.ask("mail.plain.test.", RRType::A);
  for (const ServerQuery& each : internet.sent) EXPECT_FALSE(each.edns) << each.question.text();
}

class LameServer : public ::testing::TestWithParam<Rcode> {};

TEST_P(LameServer, is_left_alone_for_a_while) {
  Internet internet(zones_with_two_servers(false));
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (is_first(query)) reply.set_rcode(GetParam());
    if (is_second(query)) reply = internet.world.served(query.question);
    return is_first(query) || is_second(query);
  };
  // Which one is asked first is chance; after a few questions the lame one was met.
  std::size_t asked = 0;
  for (const char* name : {"www.example.test.", "ftp.example.test.", "mail.example.test.",
                           "a.example.test.", "b.example.test.", "c.example.test."}) {
    EXPECT_EQ(internet.ask(name, RRType::A).verdict->status(), Status::insecure) << name;
    asked += static_cast<std::size_t>(
        std::count_if(internet.sent.begin(), internet.sent.end(), is_first));
  }
  EXPECT_LE(asked, 1U);
  internet.wait(3600);
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (!is_first(query) && !is_second(query)) return false;
    if (is_second(query)) reply.set_rcode(Rcode::REFUSED);
    if (is_first(query)) reply = internet.world.served(query.question);
    return true;
  };
  EXPECT_EQ(internet.ask("mail.example.test.", RRType::A).verdict->status(), Status::insecure)
      << "it came back";
}

// NOERROR without anything and without AA is a lame answer, too.
INSTANTIATE_TEST_SUITE_P(AnsweringWith, LameServer,
                         ::testing::Values(Rcode::REFUSED, Rcode::SERVFAIL, Rcode::NOERROR));

TEST(Glue, of_addresses_that_no_server_has_is_not_used) {
  for (const char* address : {"0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255"}) {
    Internet internet({WorldZone{"test."}});
    internet.answers = [&](const ServerQuery& query, Message& reply) {
      if (!query.question.name.is_at_or_below(name_of("evil.test."))) return false;
      reply.authority.push_back(record_of("evil.test. NS ns.evil.test."));
      reply.additional.push_back(record_of(std::string("ns.evil.test. A ") + address));
      return true;
    };
    EXPECT_EQ(internet.ask("www.evil.test.", RRType::A).verdict->status(), Status::failed);
    for (const ServerQuery& each : internet.sent)
      EXPECT_FALSE(each.server.octets[0] == 0 || each.server.octets[0] >= 224) << address;
  }
}

TEST(Glue, that_is_out_of_date_is_looked_up_anew) {
  std::vector<WorldZone> zones{
      WorldZone{"test."}, zone_with("other.test.", "ns A 192.0.2.201\n"),
      zone_with("plain.test.", "@ NS ns.other.test.\nwww A 192.0.2.1\n", false)};
  Internet internet(zones);
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    const bool is_plain = query.question.name.is_at_or_below(name_of("plain.test."));
    if (query.server == internet.server("test.") && is_plain && query.question.type != RRType::DS) {
      reply.authority.push_back(record_of("plain.test. NS ns.other.test."));
      reply.additional.push_back(record_of("ns.other.test. A 192.0.2.199"));
      return true;
    }
    if (!is_second(query)) return false;
    reply = internet.world.served(query.question);
    return true;
  };
  internet.fails = [](const ServerQuery& query) {
    return query.server.octets[3] == 199 ? FetchFailure::timeout : FetchFailure::none;
  };
  const Answer answer = internet.ask("www.plain.test.", RRType::A);
  EXPECT_EQ(answer.verdict->status(), Status::insecure) << answer.verdict->text();
}

TEST(PartsOfNames, that_were_asked_for_are_not_asked_for_again) {
  Internet internet(usual_zones());
  internet.ask("a.b.c.example.test.", RRType::A);
  EXPECT_EQ(count_about(internet.sent, "c.example.test."), 1U);
  EXPECT_TRUE(internet.ask("d.b.c.example.test.", RRType::A).verdict->is_secure());
  EXPECT_EQ(count_about(internet.sent, "c.example.test."), 0U);
  EXPECT_EQ(internet.sent.size(), 1U);
}

// RFC 4035 section 3.1.3.3: without the proof, nobody behind this resolver can validate the answer.
TEST(WildcardAnswers, go_with_their_proof_to_those_who_set_cd) {
  Internet internet(usual_zones());
  const auto has_nsec = [](const Message& reply) {
    return std::any_of(reply.authority.begin(), reply.authority.end(),
                       [](const Record& each) { return each.type == RRType::NSEC; });
  };
  EXPECT_TRUE(has_nsec(internet.reply("x.wild.example.test.", RRType::A, true)));
  EXPECT_TRUE(has_nsec(internet.reply("y.wild.example.test.", RRType::A, false)));
}

TEST(Failures, that_are_over_do_not_lengthen_the_next) {
  Internet internet(usual_zones());
  const auto fail = [&](const ServerQuery& query) {
    return query.server == internet.server("example.test.") ? FetchFailure::unreachable
                                                            : FetchFailure::none;
  };
  const auto ask = [&] { return internet.ask("short.example.test.", RRType::A).verdict->status(); };
  internet.fails = fail;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ask(), Status::failed);
    internet.wait(100);
  }
  internet.fails = nullptr;
  EXPECT_EQ(ask(), Status::secure);
  internet.wait(61);
  internet.fails = fail;
  EXPECT_EQ(ask(), Status::failed);
  internet.fails = nullptr;
  internet.wait(6);
  EXPECT_EQ(ask(), Status::secure);
}

}  // namespace
}  // namespace vouch::resolver
