// The grammar of dig's command line.
#include "dig/engine/command_line.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace vouch::dig {
namespace {

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> list;
  for (std::string word; stream >> word;) list.push_back(word);
  return list;
}

CommandLine read(const std::string& text) {
  auto line = read_command_line(words(text));
  EXPECT_TRUE(line.ok()) << text << ": " << (line.ok() ? "" : line.error().detail);
  return line.ok() ? *std::move(line) : CommandLine{};
}

Request one(const std::string& text) {
  const CommandLine line = read(text);
  EXPECT_EQ(line.requests.size(), 1U) << text;
  return line.requests.at(0);
}

std::string fault(const std::string& text) {
  const auto line = read_command_line(words(text));
  return line.ok() ? "" : line.error().detail;
}

TEST(CommandLine, asks_for_the_name_servers_of_the_root_when_empty) {
  const Request request = one("");
  EXPECT_EQ(request.name, ".");
  EXPECT_EQ(request.type, RRType::NS);
}

TEST(CommandLine, takes_server_name_type_and_class_in_any_order) {
  for (const char* text : {"@192.0.2.1 example. MX CH", "MX example. @192.0.2.1 CH",
                           "CH @192.0.2.1 MX example.", "-t MX -c CH -q example. @192.0.2.1"}) {
    const Request request = one(text);
    EXPECT_EQ(request.name, "example.") << text;
    EXPECT_EQ(request.type, RRType::MX) << text;
    EXPECT_EQ(request.rrclass, RRClass::CH) << text;
    EXPECT_EQ(request.server, "192.0.2.1") << text;
  }
}

TEST(CommandLine, keeps_options_after_a_name_to_that_name) {
  const CommandLine line = read("+cd one. +dnssec two. +tcp TXT");
  ASSERT_EQ(line.requests.size(), 2U);
  EXPECT_TRUE(line.requests[0].checking_disabled);
  EXPECT_TRUE(line.requests[1].checking_disabled);
  EXPECT_TRUE(line.requests[0].dnssec);
  EXPECT_FALSE(line.requests[1].dnssec);
  EXPECT_FALSE(line.requests[0].tcp);
  EXPECT_TRUE(line.requests[1].tcp);
  EXPECT_EQ(line.requests[0].type, RRType::A);
  EXPECT_EQ(line.requests[1].type, RRType::TXT);
}

TEST(CommandLine, knows_unique_abbreviations) {
  EXPECT_TRUE(one("a. +multi").display.multiline);
  EXPECT_FALSE(one("a. +nostat").display.statistics);
  EXPECT_FALSE(one("a. +norec").recurse);
  EXPECT_TRUE(one("a. +tra").trace);
  EXPECT_EQ(one("a. +bufs=512").udp_size, 512);
  EXPECT_THAT(fault("a. +no"), ::testing::HasSubstr("Invalid option: +no"));
  EXPECT_THAT(fault("a. +t"), ::testing::HasSubstr("Invalid option: +t"));
}

TEST(CommandLine, refuses_what_it_does_not_know) {
  EXPECT_EQ(fault("a. +wrong"), "Invalid option: +wrong");
  EXPECT_EQ(fault("a. -Z"), "Invalid option: -Z");
  EXPECT_EQ(fault("a. -p"), "-p requires an argument");
  EXPECT_THAT(fault("a. -p 70000"), ::testing::HasSubstr("port"));
  EXPECT_THAT(fault("a. +bufsize=x"), ::testing::HasSubstr("buffer size"));
  EXPECT_THAT(fault("a. +https"), ::testing::HasSubstr("+https is not offered"));
  EXPECT_THAT(fault("a. -y k:s"), ::testing::HasSubstr("TSIG"));
}

TEST(CommandLine, makes_reverse_names) {
  EXPECT_EQ(name_of(one("-x 192.0.2.1"))->text(), "1.2.0.192.in-addr.arpa.");
  EXPECT_EQ(name_of(one("-x 192.0"))->text(), "0.192.in-addr.arpa.");
  EXPECT_EQ(name_of(one("-x 2001:db8::1"))->text(),
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.");
  EXPECT_EQ(one("-x 192.0.2.1").type, RRType::PTR);
  for (const char* bad : {"-x 1.2.3.256", "-x 1..2", "-x x", "-x 1.2.3.4.5", "-x ::z"})
    EXPECT_FALSE(name_of(one(bad)).ok()) << bad;
}

TEST(CommandLine, reads_transfers_as_tcp) {
  EXPECT_TRUE(one("a. AXFR").tcp);
  EXPECT_EQ(one("a. IXFR=17").serial, 17U);
  EXPECT_TRUE(one("a. ANY").tcp);
}

TEST(CommandLine, takes_short_for_the_whole_line) {
  const CommandLine line = read("one. +short two.");
  EXPECT_TRUE(line.requests[0].display.brief);
  EXPECT_TRUE(line.requests[1].display.brief);
}

TEST(CommandLine, tells_how_to_use_it) {
  for (const char* text : {"-h", "--help", "a. -h"}) EXPECT_TRUE(read(text).help) << text;
  for (const char* word : {"+validate", "+trace", "@SERVER"})
    EXPECT_THAT(usage(), ::testing::HasSubstr(word));
}

TEST(CommandLine, reads_words_of_files) {
  EXPECT_THAT(words_of_line("  www.a. \t MX\r\n"), ::testing::ElementsAre("www.a.", "MX"));
  EXPECT_THAT(words_of_line("# www.a."), ::testing::IsEmpty());
}

}  // namespace
}  // namespace vouch::dig
