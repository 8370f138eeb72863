// What the servers of each zone are told of a name (RFC 9156).
#include "resolver/engine/servers/name_minimiser.hpp"

#include <gtest/gtest.h>

namespace vouch::resolver {
namespace {

Question question(const std::string& name, RRType type) {
  return {Name::parse(name).value(), type, RRClass::IN};
}

/// The questions that the servers of `zone` see where there is no cut below it.
std::vector<std::string> steps(const std::string& name, RRType type, const std::string& zone) {
  const Name apex = Name::parse(zone).value();
  NameMinimiser minimiser(question(name, type), true);
  std::vector<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const Question next = minimiser.next(apex);
    seen.push_back(next.text());
    if (minimiser.is_whole(apex)) break;
    minimiser.go_on(next.name);
  }
  return seen;
}

using Lines = std::vector<std::string>;

TEST(NameMinimiser, shows_one_label_more_than_the_zone_has) {
  EXPECT_EQ(
      steps("a.b.example.org.", RRType::MX, "."),
      (Lines{"org. IN A", "example.org. IN A", "b.example.org. IN A", "a.b.example.org. IN MX"}));
  EXPECT_EQ(steps("a.b.example.org.", RRType::MX, "example.org."),
            (Lines{"b.example.org. IN A", "a.b.example.org. IN MX"}));
}

TEST(NameMinimiser, asks_at_once_for_what_the_zone_itself_owns) {
  EXPECT_EQ(steps("example.org.", RRType::NS, "example.org."), Lines{"example.org. IN NS"});
  EXPECT_EQ(steps(".", RRType::NS, "."), Lines{". IN NS"});
  EXPECT_EQ(steps(".", RRType::DNSKEY, "."), Lines{". IN DNSKEY"});
}

TEST(NameMinimiser, asks_the_zone_above_for_ds) {
  EXPECT_EQ(steps("b.example.org.", RRType::DS, "org."),
            (Lines{"example.org. IN A", "b.example.org. IN DS"}));
  EXPECT_EQ(steps("org.", RRType::DS, "."), Lines{"org. IN DS"});
}

TEST(NameMinimiser, looks_for_no_cut_at_an_underscore) {
  EXPECT_EQ(steps("_25._tcp.mail.example.org.", RRType::TLSA, "example.org."),
            (Lines{"mail.example.org. IN A", "_25._tcp.mail.example.org. IN TLSA"}));
}

TEST(NameMinimiser, shows_long_names_in_few_steps) {
  std::string name = "ip6.arpa.";
  for (int i = 0; i < 32; ++i) name.insert(0, "0.");
  EXPECT_LE(steps(name, RRType::PTR, ".").size(), 12U);
  std::string longest = "a.";
  while (longest.size() < 252) longest.insert(0, "a.");
  EXPECT_LE(steps(longest, RRType::A, ".").size(), 12U);
}

TEST(NameMinimiser, shows_all_once_it_has_given_up) {
  NameMinimiser minimiser(question("a.b.c.d.", RRType::A), true);
  minimiser.give_up();
  EXPECT_TRUE(minimiser.is_whole(Name()));
  const NameMinimiser off(question("a.b.c.d.", RRType::A), false);
  EXPECT_TRUE(off.is_whole(Name()));
}

}  // namespace
}  // namespace vouch::resolver
