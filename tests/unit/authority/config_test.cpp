#include "authority/config.hpp"

#include <gtest/gtest.h>

namespace vouch::authority {
namespace {

Result<ServeConfig> parse(const std::string& text) {
  return parse_config(text, "etc/serve.toml", "vouch test");
}

std::string error_of(const std::string& text) {
  const auto config = parse(text);
  return config.ok() ? "no error" : config.error().message();
}

const std::string server = "[server]\nlisten = \"127.0.0.1:5353\"\n";
const std::string zone = "[[zone]]\nname = \"example\"\nfile = \"db.example\"\n";

TEST(ServeConfig, has_addresses_zones_and_defaults) {
  const auto config =
      parse("[server]\nlisten = [\"127.0.0.1:5353\", \"::1\"]\nthreads = 2\n" + zone +
            "[[zone]]\nname = \"b.example.\"\nfile = \"/srv/b\"\nforce = true\n");
  ASSERT_TRUE(config.ok()) << config.error().message();
  ASSERT_EQ(config->listen.size(), 2U);
  EXPECT_EQ(config->listen[0].text(), "127.0.0.1#5353");
  EXPECT_EQ(config->listen[1].text(), "::1#53");
  EXPECT_EQ(config->threads, 2U);
  ASSERT_EQ(config->zones.size(), 2U);
  EXPECT_EQ(config->zones[0].name.text(), "example.");
  EXPECT_EQ(config->zones[0].file, "etc/db.example") << "relative to the configuration";
  EXPECT_EQ(config->zones[1].file, "/srv/b");
  EXPECT_FALSE(config->zones[0].force);
  EXPECT_TRUE(config->zones[1].force);
  EXPECT_EQ(config->policy.version, "vouch test");
  EXPECT_EQ(config->policy.udp_size, 1232);
  EXPECT_TRUE(config->policy.minimal_responses);
  EXPECT_TRUE(config->cookies);
  EXPECT_FALSE(config->policy.cookies);
  EXPECT_EQ(config->rate.per_second, 200U);
  EXPECT_EQ(config->rate.slip, 2U);
  ASSERT_EQ(config->rate.exempt.size(), 2U);
  EXPECT_TRUE(config->rate.exempt[0].contains(*net::SocketAddress::parse("127.9.9.9")));
  EXPECT_TRUE(config->rate.exempt[1].contains(*net::SocketAddress::parse("::1")));
  EXPECT_FALSE(config->rate.exempt[1].contains(*net::SocketAddress::parse("::2")));
}

TEST(ServeConfig, takes_every_setting_of_the_server) {
  const auto config = parse(
      "[server]\nlisten = \"127.0.0.1:5353\"\nuser = \"nobody\"\nmax-udp-size = 1400\n"
      "minimal-responses = false\nminimal-any = false\nversion = \"\"\nidentity = \"ns1\"\n"
      "nsid = \"ns1.lon\"\ncookies = true\nrequire-server-cookie = true\n"
      "cookie-secret = [\"e5e973e5a6b2a43f48e7dc849e37bfcf\", "
      "\"445536bcd2513298075a5d379663c962\"]\n"
      "rate-limit = 9\nrate-limit-slip = 3\nrate-limit-exempt = [\"192.0.2.0/24\", \"::1\"]\n"
      "tcp-idle = \"30s\"\ntcp-connections = 50\ntcp-connections-per-client = "
      "5\ntcp-connections-per-block = 7\n" +
      zone);
  ASSERT_TRUE(config.ok()) << config.error().message();
  EXPECT_EQ(config->user, "nobody");
  EXPECT_EQ(config->policy.udp_size, 1400);
  EXPECT_FALSE(config->policy.minimal_responses);
  EXPECT_FALSE(config->policy.minimal_any);
  EXPECT_EQ(config->policy.version, "");
  EXPECT_EQ(config->policy.identity, "ns1");
  EXPECT_EQ(config->policy.nsid.size(), 7U);
  EXPECT_TRUE(config->policy.require_server_cookie);
  ASSERT_TRUE(config->policy.cookies);
  EXPECT_EQ(config->policy.cookies->current[0], 0xe5);
  ASSERT_TRUE(config->policy.cookies->other);
  EXPECT_EQ((*config->policy.cookies->other)[0], 0x44);
  EXPECT_EQ(config->rate.per_second, 9U);
  EXPECT_EQ(config->rate.slip, 3U);
  ASSERT_EQ(config->rate.exempt.size(), 2U);
  EXPECT_EQ(config->rate.exempt[0].bits, 24U);
  EXPECT_EQ(config->tcp.idle_ms, 30'000U);
  EXPECT_EQ(config->tcp.bounds.connections, 50U);
  EXPECT_EQ(config->tcp.bounds.per_client, 5U);
  EXPECT_EQ(config->tcp.bounds.per_block, 7U);
}

TEST(ServeConfig, needs_an_address_and_a_zone_with_name_and_file) {
  EXPECT_NE(error_of(zone).find("[server] needs listen"), std::string::npos) << error_of(zone);
  EXPECT_NE(error_of(server).find("no [[zone]]"), std::string::npos) << error_of(server);
  EXPECT_NE(error_of(server + "[[zone]]\nfile = \"x\"\n").find("needs a name"), std::string::npos);
  EXPECT_NE(error_of(server + "[[zone]]\nname = \"x\"\n").find("needs a file"), std::string::npos);
  EXPECT_NE(error_of(server + zone + zone).find("twice"), std::string::npos);
}

TEST(ServeConfig, names_the_nearest_key_for_one_it_does_not_know) {
  const std::string error = error_of("[server]\nlisten = \"127.0.0.1\"\nthread = 2\n" + zone);
  EXPECT_NE(error.find("etc/serve.toml:3"), std::string::npos) << error;
  EXPECT_NE(error.find("threads"), std::string::npos) << error;
  EXPECT_NE(error_of(server + "[[zone]]\nname = \"x\"\nfiles = \"y\"\n").find("file"),
            std::string::npos);
}

TEST(ServeConfig, says_which_keys_this_release_has_no_use_for) {
  for (const char* key :
       {"primary", "keys", "policy", "notify", "allow-transfer", "allow-update"}) {
    const std::string error = error_of(server + zone + std::string(key) + " = \"x\"\n");
    EXPECT_NE(error.find("'" + std::string(key) + "' is not offered by this release"),
              std::string::npos)
        << error;
    EXPECT_NE(error.find("from files only"), std::string::npos) << error;
    EXPECT_NE(error.find("etc/serve.toml:6"), std::string::npos) << error;
  }
  EXPECT_NE(error_of("[[tsig]]\nname = \"k\"\n" + server + zone).find("not offered"),
            std::string::npos);
}

TEST(ServeConfig, refuses_values_out_of_range) {
  for (const char* line :
       {"max-udp-size = 511", "max-udp-size = 65536", "threads = -1", "listen = \"localhost\"",
        "cookie-secret = \"00\"", "cookie-secret = []", "tcp-idle = 0", "tcp-connections = 0",
        "rate-limit = -1", "rate-limit-exempt = [\"192.0.2.0/33\"]"}) {
    const std::string text =
        std::string("[server]\n") +
        (std::string(line).starts_with("listen") ? "" : "listen = \"127.0.0.1\"\n") + line + "\n" +
        zone;
    EXPECT_NE(error_of(text), "no error") << line;
  }
  EXPECT_NE(error_of("[server]\nlisten = \"127.0.0.1\"\nnsid = \"" + std::string(129, 'x') +
                     "\"\n" + zone),
            "no error");
}

TEST(ServeConfig, leaves_the_resolvers_section_alone) {
  EXPECT_EQ(error_of(server + zone + "[resolver]\nlisten = \"127.0.0.1\"\n"), "no error");
}

TEST(ServeConfig, that_can_not_be_read_says_so) {
  const auto config = read_config("/nowhere/serve.toml", "x");
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().code, ErrorCode::file_failure);
}

}  // namespace
}  // namespace vouch::authority
