#include "daemon/config.hpp"

#include <gtest/gtest.h>

#include "daemon/nearest_word.hpp"

namespace vouch::daemon {
namespace {

Config parsed(std::string_view text) {
  auto config = Config::parse(text, "vouch.toml");
  EXPECT_TRUE(config.ok()) << config.error().message();
  return *config;
}

TEST(Config, gives_values_by_their_types) {
  ConfigTable top =
      parsed("flag = true\ncount = 7\nname = \"x\"\nnames = [\"a\", \"b\"]\none = \"c\"\n").top();
  EXPECT_EQ(*top.boolean("flag"), std::optional(true));
  EXPECT_EQ(*top.integer("count", 1, 10), std::optional<std::int64_t>(7));
  EXPECT_EQ(*top.text("name"), std::optional<std::string>("x"));
  EXPECT_EQ(*top.texts("names"), (std::optional<std::vector<std::string>>({"a", "b"})));
  EXPECT_EQ(*top.texts("one"), (std::optional<std::vector<std::string>>({"c"})));
  EXPECT_EQ(*top.word("one", {"b", "c"}), std::optional<std::string>("c"));
  EXPECT_TRUE(top.finish().ok());
}

TEST(Config, gives_nothing_for_absent_keys) {
  ConfigTable top = parsed("").top();
  EXPECT_EQ(*top.boolean("a"), std::nullopt);
  EXPECT_EQ(*top.integer("a", 0, 1), std::nullopt);
  EXPECT_EQ(*top.text("a"), std::nullopt);
  EXPECT_EQ(*top.texts("a"), std::nullopt);
  EXPECT_EQ(*top.address("a", 53), std::nullopt);
  EXPECT_EQ(*top.addresses("a", 53), std::nullopt);
  EXPECT_EQ(*top.period("a"), std::nullopt);
  EXPECT_EQ(*top.octets("a"), std::nullopt);
  EXPECT_EQ(*top.time("a", Timestamp{0}), std::nullopt);
  EXPECT_FALSE(top.table("a")->has_value());
  EXPECT_TRUE(top.tables("a")->empty());
  EXPECT_TRUE(top.finish().ok());
}

TEST(Config, reads_addresses) {
  ConfigTable top = parsed("listen = [\"127.0.0.1:5353\", \"::1\"]\none = \"192.0.2.1\"\n").top();
  const auto addresses = top.addresses("listen", 53);
  ASSERT_TRUE(addresses.ok() && addresses->has_value());
  EXPECT_EQ((*addresses)->at(0).text(), "127.0.0.1#5353");
  EXPECT_EQ((*addresses)->at(1).text(), "::1#53");
  EXPECT_EQ(top.addresses("one", 99)->value().at(0).port(), 99);
  EXPECT_EQ(top.address("one", 53)->value().text(), "192.0.2.1#53");
}

TEST(Config, reads_periods_octet_counts_and_moments) {
  ConfigTable top = parsed(
                        "a = 90\nb = \"1h30m\"\nc = \"64M\"\nd = 1024\ne = 2016-03-15T00:00:00Z\n"
                        "f = \"2016-03-15T00:00:00Z\"\ng = 2016-03-15\nh = \"now\"\ni = \"2g\"\n")
                        .top();
  EXPECT_EQ(top.period("a")->value(), 90U);
  EXPECT_EQ(top.period("b")->value(), 5400U);
  EXPECT_EQ(top.octets("c")->value(), 64U << 20);
  EXPECT_EQ(top.octets("d")->value(), 1024U);
  EXPECT_EQ(top.octets("i")->value(), 2ULL << 30);
  EXPECT_EQ(top.time("e", {})->value().seconds, 1458000000);
  EXPECT_EQ(top.time("f", {})->value().seconds, 1458000000);
  EXPECT_EQ(top.time("g", {})->value().seconds, 1458000000);
  EXPECT_EQ(top.time("h", Timestamp{5})->value().seconds, 5);
}

TEST(Config, gives_tables_and_lists_of_tables) {
  ConfigTable top =
      parsed("[server]\nuser = \"vouch\"\n[[zone]]\nname = \"a.\"\n[[zone]]\nname = \"b.\"\n")
          .top();
  auto server = top.table("server");
  ASSERT_TRUE(server.ok() && server->has_value());
  EXPECT_EQ((*server)->title(), "[server]");
  EXPECT_EQ((*server)->text("user")->value(), "vouch");
  auto zones = top.tables("zone");
  ASSERT_TRUE(zones.ok());
  ASSERT_EQ(zones->size(), 2U);
  EXPECT_EQ(zones->at(0).text("name")->value(), "a.");
  EXPECT_EQ(zones->at(1).text("name")->value(), "b.");
  EXPECT_EQ(zones->at(1).title(), "[[zone]]");
  EXPECT_TRUE(top.finish().ok());
}

TEST(Config, takes_a_single_table_for_a_list_of_one) {
  ConfigTable top = parsed("[zone]\nname = \"a.\"\n").top();
  auto zones = top.tables("zone");
  ASSERT_TRUE(zones.ok());
  ASSERT_EQ(zones->size(), 1U);
  EXPECT_EQ(zones->at(0).text("name")->value(), "a.");
}

TEST(Config, remembers_what_was_asked_of_a_table_asked_for_twice) {
  ConfigTable top = parsed("[server]\na = 1\nb = 2\n").top();
  (void)top.table("server")->value().integer("a", 0, 9);
  (void)top.table("server")->value().integer("b", 0, 9);
  EXPECT_TRUE(top.finish().ok());
}

TEST(Config, lists_keys_that_are_the_users_in_file_order) {
  ConfigTable top = parsed("[key]\nzeta = \"1\"\nalpha = \"2\"\n").top();
  EXPECT_EQ(top.table("key")->value().keys(), (std::vector<std::string>{"zeta", "alpha"}));
}

struct Refusal {
  std::string_view text;
  std::string_view message;
};

TEST(Config, names_the_unknown_key_and_the_nearest_known_one) {
  const Refusal cases[] = {
      {"[server]\nlisten = \"x\"\nlissten = 1\n",
       "vouch.toml:3:1: unknown key 'lissten' in [server]; did you mean 'listen'?"},
      {"[server]\n  thraeds = 1\n",
       "vouch.toml:2:3: unknown key 'thraeds' in [server]; did you mean 'threads'?"},
      {"[server]\nThreads = 1\n",
       "vouch.toml:2:1: unknown key 'Threads' in [server]; did you mean 'threads'?"},
      {"[server]\nbanana = 1\n", "vouch.toml:2:1: unknown key 'banana' in [server]"},
      {"[sever]\nthreads = 1\n",
       "vouch.toml:1:2: unknown key 'sever' in the file; did you mean 'server'?"},
      {"user = \"x\"\n", "vouch.toml:1:1: unknown key 'user' in the file"},
      {"[[zone]]\nname = \"a.\"\n[[zone]]\nnmae = \"b.\"\n",
       "vouch.toml:4:1: unknown key 'nmae' in [[zone]]; did you mean 'name'?"},
      {"[server.tls]\ncert = \"x\"\n", "vouch.toml:1:9: unknown key 'tls' in [server]"},
      {"[server]\nzzz = 1\naaa = 2\n", "vouch.toml:2:1: unknown key 'zzz' in [server]"},
  };
  for (const Refusal& refusal : cases) {
    ConfigTable top = parsed(refusal.text).top();
    if (auto server = top.table("server"); server.ok() && server->has_value()) {
      (void)(*server)->texts("listen");
      (void)(*server)->integer("threads", 1, 64);
    }
    auto zones = top.tables("zone");
    ASSERT_TRUE(zones.ok());
    for (ConfigTable& zone : *zones) (void)zone.text("name");
    const auto finished = top.finish();
    ASSERT_FALSE(finished.ok()) << refusal.text;
    EXPECT_EQ(finished.error().code, ErrorCode::bad_usage);
    EXPECT_EQ(finished.error().message(), refusal.message);
  }
}

TEST(Config, lets_be_what_another_program_reads) {
  ConfigTable top = parsed("[resolver]\nx = 1\n").top();
  top.ignore("resolver");
  EXPECT_TRUE(top.finish().ok());
}

TEST(Config, refuses_values_of_another_type_or_range) {
  const std::string text =
      "number = 7\ntext = \"x\"\nlist = [1, 2]\nmixed = [\"a\", 2]\nbig = 70000\nbad = "
      "\"192.0.2\"\n"
      "addresses = [\"192.0.2.1\", \"nowhere\"]\nfloat = 1.5\nzoned = "
      "2016-03-15T00:00:00+02:00\n[table]\n";
  ConfigTable top = parsed(text).top();
  const auto message = [](const auto& result) {
    return result.ok() ? "no error" : result.error().message();
  };
  EXPECT_EQ(message(top.boolean("number")),
            "vouch.toml:1:10: 'number' is a number where true or false is wanted");
  EXPECT_EQ(message(top.text("number")),
            "vouch.toml:1:10: 'number' is a number where a text is wanted");
  EXPECT_EQ(message(top.integer("text", 1, 9)),
            "vouch.toml:2:8: 'text' is a text where a number of 1 to 9 is wanted");
  EXPECT_EQ(message(top.integer("big", 1, 65535)),
            "vouch.toml:5:7: 'big' is 70000 where a number of 1 to 65535 is wanted");
  EXPECT_EQ(message(top.integer("float", 1, 9)),
            "vouch.toml:8:9: 'float' is of a type that no setting has where a number of 1 to 9 is "
            "wanted");
  EXPECT_EQ(message(top.texts("number")),
            "vouch.toml:1:10: 'number' is a number where a list of texts is wanted");
  EXPECT_EQ(message(top.texts("mixed")),
            "vouch.toml:4:15: 'mixed' is a number where a text in the list is wanted");
  EXPECT_EQ(message(top.word("text", {"a", "b", "c"})),
            "vouch.toml:2:8: 'text' is \"x\" where a, b or c is wanted");
  EXPECT_EQ(message(top.table("number")),
            "vouch.toml:1:10: 'number' is a number where a table is wanted");
  EXPECT_EQ(message(top.tables("text")),
            "vouch.toml:2:8: 'text' is a text where a table is wanted");
  EXPECT_EQ(message(top.tables("list")),
            "vouch.toml:3:9: 'list' is a number where a table in the list is wanted");
  EXPECT_EQ(
      message(top.period("text")),
      "vouch.toml:2:8: 'text' is x where a count of seconds or a text like \"1h30m\" is wanted");
  EXPECT_EQ(message(top.octets("text")),
            "vouch.toml:2:8: 'text' is x where a count of octets or a text like \"64M\" is wanted");
  EXPECT_NE(message(top.address("bad", 53)).find("vouch.toml:6:7: 'bad': '192.0.2' is no address"),
            std::string::npos);
  EXPECT_NE(message(top.addresses("addresses", 53)).find("vouch.toml:7:27: 'addresses': 'nowhere'"),
            std::string::npos);
  EXPECT_EQ(message(top.time("number", {})),
            "vouch.toml:1:10: 'number' is a number where a moment in UTC like 2016-03-15T00:00:00Z "
            "is wanted");
  EXPECT_FALSE(top.time("zoned", {}).ok());
  EXPECT_NE(message(top.time("text", {})).find("vouch.toml:2:8: 'text': 'x' is no time"),
            std::string::npos);
}

TEST(Config, refuses_octet_counts_that_are_none) {
  for (const std::string_view bad :
       {"\"\"", "\"M\"", "\"64MB\"", "\"64T\"", "\"-1\"", "-1", "\"99999999999G\""}) {
    ConfigTable top = parsed("x = " + std::string(bad)).top();
    EXPECT_FALSE(top.octets("x").ok()) << bad;
  }
}

TEST(Config, places_an_error_of_the_caller) {
  ConfigTable top = parsed("[server]\nuser = \"x\"\n").top();
  ConfigTable server = top.table("server")->value();
  EXPECT_EQ(server.error("user", "no such user").message(), "vouch.toml:2:8: no such user");
  EXPECT_EQ(server.error("absent", "must be there").message(), "vouch.toml:1:1: must be there");
}

TEST(Config, places_broken_toml) {
  for (const std::string_view bad :
       {"a = \n", "\na = 1\na = 2\n", "[x\n", "a = \"x\n", "a = 1 b = 2\n", "\xff = 1\n"}) {
    const auto config = Config::parse(bad, "vouch.toml");
    ASSERT_FALSE(config.ok()) << bad;
    EXPECT_EQ(config.error().code, ErrorCode::bad_usage);
    EXPECT_EQ(config.error().where.source, "vouch.toml");
    EXPECT_GT(config.error().where.line, 0U);
    EXPECT_FALSE(config.error().detail.empty());
  }
}

TEST(Config, takes_characters_outside_of_ascii_in_quotes_and_comments_only) {
  ConfigTable top = parsed("# \xc3\xa9\na = \"\xc3\xa9 \xef\xb1\xbf\"\n").top();
  EXPECT_EQ(top.text("a")->value(), "\xc3\xa9 \xef\xb1\xbf");
  for (const std::string_view bad :
       {"\xc3\xa9 = 1\n", "a \xef\xb1\xbf", "a=\xc3\xa9", "a =0=\"[\xef\xba\xbf\n"}) {
    const auto config = Config::parse(bad, "vouch.toml");
    ASSERT_FALSE(config.ok()) << bad;
    EXPECT_EQ(config.error().where.line, 1U);
  }
}

TEST(Config, refuses_a_table_header_that_begins_with_a_sign) {
  const auto config = Config::parse("[[+zone]]\n", "vouch.toml");
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().where.line, 1U);
}

TEST(Config, survives_deep_nesting) {
  EXPECT_FALSE(Config::parse("a = " + std::string(100'000, '['), "vouch.toml").ok());
  std::string key = "a";
  for (int i = 0; i < 200'000; ++i) key += ".a";
  for (const std::string& text : {key + " = 1\n", "[" + key + "]\n", "[[" + key + "]]\n"}) {
    const auto config = Config::parse("\n" + text, "vouch.toml");
    ASSERT_FALSE(config.ok());
    EXPECT_EQ(config.error().message(), "vouch.toml:2:1: a key of more parts than any setting has");
  }
  std::string nested = "a";
  for (int i = 0; i < 200; ++i) nested += ".b.b.b.b.b.b.b.b.b.b.b.b.b.b = [\n{ a";
  EXPECT_FALSE(Config::parse(nested, "vouch.toml").ok());
  EXPECT_TRUE(Config::parse("# a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t\na = "
                            "\"1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9\"\n",
                            "vouch.toml")
                  .ok());
}

TEST(Config, says_that_a_file_is_not_there) {
  const auto config = Config::read("/nonexistent/vouch.toml");
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().code, ErrorCode::file_failure);
}

TEST(NearestWord, finds_the_one_that_was_meant) {
  const std::vector<std::string> known = {"listen", "threads", "user", "trust-anchors",
                                          "root-hints"};
  EXPECT_EQ(nearest_word("listn", known), "listen");
  EXPECT_EQ(nearest_word("lsiten", known), "listen");
  EXPECT_EQ(nearest_word("THREAD", known), "threads");
  EXPECT_EQ(nearest_word("trust-anchor", known), "trust-anchors");
  EXPECT_EQ(nearest_word("trust_anchors", known), "trust-anchors");
  EXPECT_EQ(nearest_word("roothints", known), "root-hints");
  EXPECT_EQ(nearest_word("usr", known), "user");
  EXPECT_EQ(nearest_word("banana", known), std::nullopt);
  EXPECT_EQ(nearest_word("", known), std::nullopt);
  EXPECT_EQ(nearest_word(std::string(10'000, 'x'), known), std::nullopt);
  EXPECT_EQ(nearest_word("x", {}), std::nullopt);
}

}  // namespace
}  // namespace vouch::daemon
