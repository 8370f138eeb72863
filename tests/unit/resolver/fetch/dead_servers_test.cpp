// Zones and servers that are dead, lame or out of reach: what they cost, whom else they hurt, and
// how soon they are back (RFC 9520, RFC 4697).
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

std::vector<WorldZone> usual_zones() {
  return {WorldZone{"test."}, zone_with("example.test.", "*.wild A 192.0.2.3\n"),
          zone_with("other.test.", "*.wild A 192.0.2.4\n")};
}

std::string name_number(unsigned i, const std::string& zone = "example.test.") {
  return "n" + std::to_string(i) + ".wild." + zone;
}

class DeadZone : public ::testing::Test {
 protected:
  /// Asks for new names of the zone, and counts what its servers are sent.
  std::size_t sends_for(unsigned count, const std::string& zone = "example.test.") {
    std::size_t sends = 0;
    for (unsigned i = 0; i < count; ++i) {
      last_ = internet_.ask(name_number(next_++, zone), RRType::A).verdict->status();
      sends += static_cast<std::size_t>(std::count_if(
          internet_.sent.begin(), internet_.sent.end(),
          [&](const ServerQuery& each) { return each.server == internet_.server(zone); }));
    }
    return sends;
  }
  void fail_at(const std::string& zone, FetchFailure failure) {
    internet_.fails = [failure, server = internet_.server(zone)](const ServerQuery& query) {
      return query.server == server ? failure : FetchFailure::none;
    };
  }

  Internet internet_{usual_zones()};
  unsigned next_ = 0;
  Status last_ = Status::failed;
};

TEST_F(DeadZone, costs_the_same_for_a_thousand_names_as_for_one) {
  for (const bool was_alive : {false, true}) {
    if (was_alive) {
      internet_.fails = nullptr;
      internet_.wait(3600);
      sends_for(3);
      ASSERT_EQ(last_, Status::secure);
    }
    fail_at("example.test.", FetchFailure::timeout);
    // Three lost questions, two lost probes, and by TCP where it lived.
    EXPECT_LE(sends_for(1), 7U) << was_alive;
    const std::uint64_t begin = internet_.now_ms();
    EXPECT_LE(sends_for(1000), 2U) << was_alive;
    EXPECT_EQ(last_, Status::failed);
    EXPECT_LE(internet_.now_ms() - begin, 5'000U) << "they do not wait";
  }
}

TEST_F(DeadZone, is_probed_once_a_minute_in_the_long_run) {
  fail_at("example.test.", FetchFailure::timeout);
  std::size_t sends = sends_for(10);
  for (unsigned second = 0; second < 600; ++second) {
    internet_.wait(1);
    sends += sends_for(1);
  }
  EXPECT_LE(sends, 25U) << "in ten minutes";
  EXPECT_GE(sends, 15U) << "it is not forgotten";
}

TEST_F(DeadZone, is_back_soon_after_its_server) {
  for (const unsigned seconds : {5U, 3600U}) {
    internet_.wait(3600);
    fail_at("example.test.", FetchFailure::timeout);
    const std::uint64_t begin = internet_.now_ms();
    while (internet_.now_ms() - begin < seconds * 1000) {
      sends_for(1);
      internet_.wait(1);
    }
    internet_.fails = nullptr;
    const std::uint64_t end = internet_.now_ms();
    for (last_ = Status::failed; last_ == Status::failed; internet_.wait(1)) sends_for(1);
    EXPECT_LE(internet_.now_ms() - end, std::min(seconds * 2 + 2, 62U) * 1000);
    EXPECT_EQ(last_, Status::secure);
  }
}

TEST_F(DeadZone, says_why_it_is_not_asked) {
  fail_at("example.test.", FetchFailure::timeout);
  sends_for(2);
  const Answer answer = internet_.ask(name_number(next_++), RRType::A);
  EXPECT_THAT(answer.verdict->text(), ::testing::HasSubstr("left alone for now"));
}

class LameZone : public DeadZone, public ::testing::WithParamInterface<Rcode> {};

TEST_P(LameZone, costs_the_same_for_a_thousand_names_as_for_one) {
  internet_.answers = [&](const ServerQuery& query, Message& reply) {
    if (!(query.server == internet_.server("example.test."))) return false;
    reply.set_rcode(GetParam());
    return true;
  };
  EXPECT_LE(sends_for(2), 4U);
  EXPECT_LE(sends_for(1000), 1U);
  internet_.answers = nullptr;
  internet_.wait(61);
  sends_for(1);
  EXPECT_EQ(last_, Status::secure);
}

INSTANTIATE_TEST_SUITE_P(AnsweringWith, LameZone,
                         ::testing::Values(Rcode::REFUSED, Rcode::SERVFAIL, Rcode::NOERROR));

TEST_F(DeadZone, whose_servers_refuse_connections_is_held_down_as_well) {
  fail_at("example.test.", FetchFailure::unreachable);
  EXPECT_LE(sends_for(3), 2U);
  EXPECT_EQ(sends_for(100), 0U);
}

// An attacker may have a zone of his own at a server, and it may drop whatever is asked for it.
TEST_F(DeadZone, makes_no_other_zone_of_its_server_fail) {
  internet_.fails = [&](const ServerQuery& query) {
    const bool is_mute = query.question.name.is_at_or_below(name_of("evil.test."));
    return is_mute && query.server == internet_.server("other.test.") ? FetchFailure::timeout
                                                                      : FetchFailure::none;
  };
  internet_.answers = [&](const ServerQuery& query, Message& reply) {
    const bool is_evil = query.question.name.is_at_or_below(name_of("evil.test."));
    if (!is_evil || !(query.server == internet_.server("test."))) return false;
    reply.authority.push_back(record_of("evil.test. NS ns.other.test."));
    reply.additional.push_back(record_of("ns.other.test. A 192.0.2.0"));
    const ServerAddress shared = internet_.server("other.test.");
    std::copy_n(shared.octets.begin(), 4, reply.additional.back().rdata.begin());
    return true;
  };
  for (unsigned i = 0; i < 50; ++i) internet_.ask(name_number(i, "evil.test."), RRType::A);
  EXPECT_LE(sends_for(1, "other.test."), 3U) << "as if there were no other zone";
  EXPECT_EQ(last_, Status::secure);
}

// Some servers drop types that they do not know; whoever asks for such must not take the zone away.
TEST_F(DeadZone, is_none_that_drops_some_questions_only) {
  sends_for(1);
  internet_.fails = [](const ServerQuery& query) {
    return query.question.type == RRType::CAA ? FetchFailure::timeout : FetchFailure::none;
  };
  for (unsigned i = 0; i < 10; ++i) {
    internet_.ask(name_number(i), RRType::CAA);
    sends_for(1);
    EXPECT_EQ(last_, Status::secure) << i;
  }
}

WorldZone parent_of_two(const std::string& delegation) { return zone_with("test.", delegation); }

/// Whose servers of example.test. are dead.
enum class Dead : std::uint8_t { none, of_parent, of_zone };

bool is_of_zone(const ServerQuery& query) { return query.server.octets[3] == 201; }

/// The parent names one server, and the zone itself another, at 192.0.2.201.
void serve_with_two_opinions(Internet& internet, const Dead& dead) {
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (query.server.octets[3] < 200) return false;
    reply = internet.world.served(query.question);
    if (reply.authority.empty() && query.question.type == RRType::A) {
      reply.authority.push_back(record_of("example.test. NS ns2.example.test."));
      reply.additional.push_back(record_of("ns2.example.test. A 192.0.2.201"));
    }
    return true;
  };
  internet.fails = [&dead](const ServerQuery& query) {
    if (query.server.octets[3] < 200 || dead == Dead::none) return FetchFailure::none;
    return is_of_zone(query) == (dead == Dead::of_zone) ? FetchFailure::timeout
                                                        : FetchFailure::none;
  };
}

TEST(NameServers, that_the_zone_names_itself_help_where_those_of_its_parent_are_dead) {
  Internet internet({parent_of_two("example NS ns.example\nns.example A 192.0.2.200\n"),
                     zone_with("example.test.",
                               "@ NS ns2\nns2 A 192.0.2.201\nns A 192.0.2.200\nwww A 192.0.2.1\n"
                               "ftp A 192.0.2.2\n",
                               false)});
  Dead dead = Dead::none;
  serve_with_two_opinions(internet, dead);
  EXPECT_EQ(internet.ask("www.example.test.", RRType::A).verdict->status(), Status::insecure);
  dead = Dead::of_parent;
  const Answer answer = internet.ask("ftp.example.test.", RRType::A);
  EXPECT_EQ(answer.verdict->status(), Status::insecure) << answer.verdict->text();
  internet.wait(100'000);
  EXPECT_EQ(internet.ask("www.example.test.", RRType::A).verdict->status(), Status::failed)
      << "no longer than the delegation lasts";
}

TEST(NameServers, of_the_parent_are_asked_though_those_of_the_zone_are_dead) {
  Internet internet({parent_of_two("example NS ns.example\nns.example A 192.0.2.200\n"),
                     zone_with("example.test.",
                               "@ NS ns2\nns2 A 192.0.2.201\nns A 192.0.2.200\nwww A 192.0.2.1\n"
                               "ftp A 192.0.2.2\n",
                               false)});
  const Dead dead = Dead::of_zone;
  serve_with_two_opinions(internet, dead);
  EXPECT_EQ(internet.ask("www.example.test.", RRType::A).verdict->status(), Status::insecure);
  EXPECT_EQ(internet.ask("ftp.example.test.", RRType::A).verdict->status(), Status::insecure);
}

/// plain.test., whose server has the address 192.0.2.201 in other.test. and AAAA as glue.
std::vector<WorldZone> zones_with_glue_of_ipv6() {
  return {WorldZone{"test."}, zone_with("other.test.", "ns A 192.0.2.201\n"),
          zone_with("plain.test.", "@ NS ns.other.test.\nwww A 192.0.2.1\n", false)};
}

void delegate_with_glue_of_ipv6(Internet& internet) {
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    const bool is_plain = query.question.name.is_at_or_below(name_of("plain.test."));
    if (query.server == internet.server("test.") && is_plain && query.question.type != RRType::DS) {
      reply.authority.push_back(record_of("plain.test. NS ns.other.test."));
      reply.additional.push_back(record_of("ns.other.test. AAAA 2001:db8::1"));
      return true;
    }
    if (query.server.octets[3] != 201) return false;
    reply = internet.world.served(query.question);
    return true;
  };
}

TEST(Glue, of_ipv6_only_makes_no_zone_unreachable_where_ipv6_is_not_used) {
  Settings settings;
  settings.use_ipv6 = false;
  Internet internet(zones_with_glue_of_ipv6(), settings);
  delegate_with_glue_of_ipv6(internet);
  const Answer answer = internet.ask("www.plain.test.", RRType::A);
  EXPECT_EQ(answer.verdict->status(), Status::insecure) << answer.verdict->text();
  for (const ServerQuery& each : internet.sent) EXPECT_EQ(each.server.size, 4);
}

TEST(Glue, of_ipv6_only_makes_no_zone_unreachable_where_there_is_no_route) {
  Internet internet(zones_with_glue_of_ipv6());
  delegate_with_glue_of_ipv6(internet);
  internet.fails = [&](const ServerQuery& query) {
    if (query.server.size == 4) return FetchFailure::none;
    internet.memory.servers.note_no_route(query.server, internet.now_ms());
    return FetchFailure::unreachable;
  };
  const Answer answer = internet.ask("www.plain.test.", RRType::A);
  EXPECT_EQ(answer.verdict->status(), Status::insecure) << answer.verdict->text();
  const auto is_v6 = [](const ServerQuery& each) { return each.server.size == 16; };
  EXPECT_EQ(std::count_if(internet.sent.begin(), internet.sent.end(), is_v6), 1);
  ServerAddress server;
  server.size = 16;
  EXPECT_EQ(
      internet.memory.servers.holds.standing(server, name_of("plain.test."), internet.now_ms()),
      Standing::good)
      << "it is not the server's fault";
}

/// What a server says to parts of names.
enum class ToParts : std::uint8_t { servfail, formerr, refused, nxdomain, silence, garbage };

class PartsOfNames : public ::testing::TestWithParam<ToParts> {};

// RFC 9156 section 3: what fails for a part of the name is followed by the whole name.
TEST_P(PartsOfNames, that_fail_are_followed_by_the_whole) {
  Internet internet({WorldZone{"test."}, zone_with("example.test.", "a.b.c A 192.0.2.2\n")});
  const auto is_part = [&](const ServerQuery& query) {
    return query.server == internet.server("example.test.") && query.question.type == RRType::A &&
           query.question.name.label_count() < 5;
  };
  internet.answers = [&](const ServerQuery& query, Message& reply) {
    if (!is_part(query)) return false;
    switch (GetParam()) {
      case ToParts::servfail: reply.set_rcode(Rcode::SERVFAIL); break;
      case ToParts::formerr: reply.set_rcode(Rcode::FORMERR); break;
      case ToParts::refused: reply.set_rcode(Rcode::REFUSED); break;
      default: reply.set_rcode(Rcode::NXDOMAIN); break;
    }
    return true;
  };
  internet.fails = [&](const ServerQuery& query) {
    if (is_part(query) && GetParam() == ToParts::silence) return FetchFailure::timeout;
    if (is_part(query) && GetParam() == ToParts::garbage) return FetchFailure::malformed;
    return FetchFailure::none;
  };
  const Answer answer = internet.ask("a.b.c.example.test.", RRType::A);
  EXPECT_TRUE(answer.verdict->is_secure()) << answer.verdict->text();
}

INSTANTIATE_TEST_SUITE_P(By, PartsOfNames,
                         ::testing::Values(ToParts::servfail, ToParts::formerr, ToParts::refused,
                                           ToParts::nxdomain, ToParts::silence, ToParts::garbage));

}  // namespace
}  // namespace vouch::resolver
