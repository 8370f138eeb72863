// Names that must not leave (RFC 6761, 6762, 7686, 8375, 9462, 6303, 7793).
#include "resolver/engine/local_names.hpp"

#include <gmock/gmock.h>

#include "tests/unit/resolver/internet.hpp"

namespace vouch::resolver {
namespace {

LocalNames all() { return LocalNames(LocalNames::Switches().set()); }

std::optional<Verdict> answer(const std::string& name, RRType type, const LocalNames& names) {
  return names.answer({name_of(name), type, RRClass::IN});
}

std::string rdata_of(const Verdict& verdict) {
  const RRset& rrset = verdict.rrsets.front().rrset.rrset;
  return rdata_text(rrset.type(), RRClass::IN, rrset.rdatas().front());
}

TEST(LocalNames, below_localhost_have_the_addresses_of_this_machine) {
  for (const char* name : {"localhost.", "LocalHost.", "a.b.localhost."}) {
    const auto v4 = answer(name, RRType::A, all());
    ASSERT_TRUE(v4) << name;
    EXPECT_EQ(rdata_of(*v4), "127.0.0.1");
    EXPECT_EQ(rdata_of(answer(name, RRType::AAAA, all()).value()), "::1");
    EXPECT_EQ(answer(name, RRType::MX, all())->kind, AnswerKind::no_type);
    EXPECT_FALSE(v4->is_secure());
  }
  EXPECT_FALSE(answer("localhost.example.", RRType::A, all()));
}

TEST(LocalNames, that_mean_nothing_do_not_exist) {
  for (const char* name :
       {"invalid.", "a.invalid.", "test.", "x.test.", "host.local.", "facebookcorewwwi.onion.",
        "x.home.arpa.", "_dns.resolver.arpa.", "1.0.0.10.in-addr.arpa.", "1.0.16.172.in-addr.arpa.",
        "1.255.31.172.in-addr.arpa.", "1.0.168.192.in-addr.arpa.", "1.0.64.100.in-addr.arpa.",
        "1.127.100.in-addr.arpa.", "1.0.254.169.in-addr.arpa.", "1.d.f.ip6.arpa.",
        "1.b.e.f.ip6.arpa.", "1.8.b.d.0.1.0.0.2.ip6.arpa.", "2.0.0.127.in-addr.arpa."}) {
    const auto verdict = answer(name, RRType::PTR, all());
    ASSERT_TRUE(verdict) << name;
    EXPECT_EQ(verdict->rcode, Rcode::NXDOMAIN) << name;
    EXPECT_EQ(verdict->rrsets.front().rrset.rrset.type(), RRType::SOA);
    EXPECT_TRUE(verdict->negative_ttl);
  }
}

TEST(LocalNames, leave_others_alone) {
  for (const char* name :
       {".", "arpa.", "in-addr.arpa.", "15.172.in-addr.arpa.", "32.172.in-addr.arpa.",
        "63.100.in-addr.arpa.", "128.100.in-addr.arpa.", "11.in-addr.arpa.", "example.",
        "onion.example.", "ip6.arpa.", "c.e.f.ip6.arpa.", "2.0.0.2.ip6.arpa."})
    EXPECT_FALSE(answer(name, RRType::PTR, all())) << name;
}

TEST(LocalNames, have_a_soa_and_ns_where_they_are_zones) {
  for (const char* name : {"home.arpa.", "resolver.arpa.", "10.in-addr.arpa.", "localhost."}) {
    const auto soa = answer(name, RRType::SOA, all());
    ASSERT_TRUE(soa);
    EXPECT_EQ(soa->kind, AnswerKind::positive);
    EXPECT_TRUE(rdata_of(*soa).ends_with("nobody.invalid. 1 3600 1200 604800 10800"))
        << rdata_of(*soa);
    EXPECT_EQ(answer(name, RRType::NS, all())->kind, AnswerKind::positive);
    EXPECT_EQ(answer(name, RRType::TXT, all())->rcode, Rcode::NOERROR);
  }
}

TEST(LocalNames, of_the_loopback_addresses_are_localhost) {
  EXPECT_EQ(rdata_of(answer("1.0.0.127.in-addr.arpa.", RRType::PTR, all()).value()), "localhost.");
  const std::string v6 =
      "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa.";
  EXPECT_EQ(rdata_of(answer(v6, RRType::PTR, all()).value()), "localhost.");
  EXPECT_EQ(answer("0.127.in-addr.arpa.", RRType::PTR, all())->kind, AnswerKind::no_type)
      << "there is a name below it";
}

// RFC 8375 section 4, RFC 6303 section 7: the delegation is insecure, and a validator must see it.
TEST(LocalNames, have_the_ds_of_their_parents) {
  EXPECT_FALSE(answer("home.arpa.", RRType::DS, all()));
  EXPECT_FALSE(answer("10.in-addr.arpa.", RRType::DS, all()));
  EXPECT_TRUE(answer("x.home.arpa.", RRType::DS, all()));
  EXPECT_TRUE(answer("onion.", RRType::DS, all())) << "nothing about it is asked (RFC 7686)";
}

TEST(LocalNames, have_a_switch_for_each_set) {
  const std::pair<LocalSet, const char*> sets[] = {{LocalSet::localhost, "localhost."},
                                                   {LocalSet::invalid, "x.invalid."},
                                                   {LocalSet::test, "x.test."},
                                                   {LocalSet::local, "x.local."},
                                                   {LocalSet::onion, "x.onion."},
                                                   {LocalSet::home_arpa, "x.home.arpa."},
                                                   {LocalSet::resolver_arpa, "resolver.arpa."},
                                                   {LocalSet::private_reverse, "10.in-addr.arpa."}};
  static_assert(std::size(sets) == local_sets);
  for (const auto& [on, _] : sets) {
    LocalNames::Switches switches;
    switches.set(static_cast<std::size_t>(on));
    for (const auto& [set, name] : sets)
      EXPECT_EQ(answer(name, RRType::A, LocalNames(switches)).has_value(), set == on) << name;
  }
}

TEST(LocalNames, do_not_leave_as_targets_of_aliases_and_as_name_servers) {
  WorldZone zone{"example.com."};
  zone.text = "alias CNAME printer.local.\nsub NS ns.nowhere.onion.\n";
  Settings settings;
  settings.local_names = all();
  Internet internet({WorldZone{"com."}, zone}, settings);
  for (const char* name :
       {"alias.example.com.", "www.sub.example.com.", "x.onion.", "localhost."}) {
    internet.reply(name, RRType::A);
    for (const ServerQuery& each : internet.sent) {
      const std::string asked = each.question.name.text();
      EXPECT_FALSE(asked.ends_with("local.") || asked.ends_with("onion.") ||
                   asked.ends_with("localhost."))
          << asked;
    }
  }
  const Message reply = internet.reply("localhost.", RRType::A);
  ASSERT_EQ(reply.answer.size(), 1U);
  EXPECT_FALSE(reply.header.ad);
}

}  // namespace
}  // namespace vouch::resolver
