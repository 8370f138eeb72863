// The configuration of the resolver: what is read, and what is said about what can't be.
#include "resolver/config.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>

#include "vouch/base/file.hpp"

namespace vouch::resolver {
namespace {

using ::testing::HasSubstr;

constexpr Timestamp now{1'700'000'000};
constexpr const char* listen = "[resolver]\nlisten = [\"127.0.0.1:5353\"]\n";

Result<ResolveConfig> read(const std::string& more) {
  return parse_config(listen + more, "resolve.toml", now);
}

std::string fault(const Result<ResolveConfig>& read) {
  return read.ok() ? "" : read.error().message();
}

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "vouch-resolver-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  Result<ResolveConfig> read_with(const std::string& key, const std::string& content) {
    EXPECT_TRUE(write_file(directory_ + "/file", content).ok());
    EXPECT_TRUE(write_file(directory_ + "/resolve.toml", listen + key + " = \"file\"\n").ok());
    return read_config(directory_ + "/resolve.toml", now);
  }

  std::string directory_;
};

TEST(Config, needs_no_more_than_an_address) {
  const auto config = read("");
  ASSERT_TRUE(config.ok()) << fault(config);
  EXPECT_EQ(config->listen.at(0).text(), "127.0.0.1#5353");
  EXPECT_EQ(config->hints.servers.size(), 13U);
  EXPECT_EQ(config->anchors.all().size(), 2U);
  EXPECT_TRUE(config->settings.minimise_names);
  EXPECT_FALSE(config->validation_time);
  EXPECT_EQ(config->allow.size(), 2U) << "this machine may ask, nobody else";
}

TEST(Config, is_read) {
  const auto config = read(R"(
query-port = 5300
validation-time = "2023-11-14T22:13:20Z"
qname-minimization = false
forward = ["192.0.2.1", "[2001:db8::1]:5353"]
negative-trust-anchors = ["broken.example"]
cache-size = "32M"
threads = 2
allow = ["192.0.2.0/24", "2001:db8::/32"]
)");
  ASSERT_TRUE(config.ok()) << fault(config);
  EXPECT_EQ(config->settings.query_port, 5300);
  EXPECT_EQ(config->hints.servers.at(0).addresses.at(0).port, 5300);
  EXPECT_EQ(config->validation_time, Timestamp{1'700'000'000});
  EXPECT_FALSE(config->settings.minimise_names);
  ASSERT_EQ(config->settings.forwarders.size(), 2U);
  EXPECT_EQ(config->settings.forwarders[0].port, 53);
  EXPECT_EQ(config->settings.forwarders[1].size, 16);
  EXPECT_EQ(config->settings.cache_octets, std::size_t{32} << 20);
  const Name below = Name::parse("www.broken.example.").value();
  EXPECT_NE(config->negative_anchors.closest(below, now), nullptr);
  EXPECT_EQ(config->negative_anchors.closest(below, now.plus(8 * 86400)), nullptr);
}

TEST(Config, names_the_nearest_key_for_one_that_is_unknown) {
  EXPECT_THAT(fault(read("qname-minimisation = true\n")),
              HasSubstr("did you mean 'qname-minimization'?"));
  EXPECT_THAT(fault(read("trust-anchor = \"x\"\n")), HasSubstr("did you mean 'trust-anchors'?"));
}

TEST(Config, says_what_is_wrong_and_where) {
  EXPECT_THAT(fault(read("query-port = 70000\n")), HasSubstr("resolve.toml:3:"));
  EXPECT_THAT(fault(read("validation-time = \"yesterday\"\n")), HasSubstr("resolve.toml:3:"));
  EXPECT_THAT(fault(read("allow = [\"192.0.2.0/33\"]\n")), HasSubstr("192.0.2.0/33"));
  EXPECT_THAT(fault(read("negative-trust-anchors = [\"a..b\"]\n")), HasSubstr("resolve.toml:3:"));
  EXPECT_THAT(fault(parse_config("[resolver]\n", "r.toml", now)), HasSubstr("listen"));
  EXPECT_THAT(fault(parse_config("[server]\n", "r.toml", now)), HasSubstr("[resolver]"));
  EXPECT_THAT(fault(read("root-hints = \"/nonexistent/hints\"\n")),
              HasSubstr("/nonexistent/hints"));
}

TEST_F(Files, of_trust_anchors_without_records_mean_no_anchors_at_all) {
  for (const char* content : {"", "\n\n", "; none\n", " \t; a comment\r\n\n;; another"}) {
    const auto config = read_with("trust-anchors", content);
    ASSERT_TRUE(config.ok()) << fault(config) << content;
    EXPECT_TRUE(config->anchors.empty());
  }
}

TEST_F(Files, of_trust_anchors_are_read) {
  const auto config =
      read_with("trust-anchors",
                "; of the root\n. IN DS 20326 8 2 "
                "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n");
  ASSERT_TRUE(config.ok()) << fault(config);
  ASSERT_EQ(config->anchors.all().size(), 1U);
  EXPECT_EQ(config->anchors.all()[0].key_tag(), 20326);
  EXPECT_THAT(fault(read_with("trust-anchors", ". IN A 192.0.2.1\n")), HasSubstr("file:1"));
}

TEST_F(Files, of_root_hints_are_read) {
  const auto config =
      read_with("root-hints", ". NS ns.test.\nns.test. A 127.0.0.2\nns.test. AAAA ::1\n");
  ASSERT_TRUE(config.ok()) << fault(config);
  ASSERT_EQ(config->hints.servers.size(), 1U);
  EXPECT_EQ(config->hints.servers[0].addresses.size(), 2U);
  EXPECT_THAT(fault(read_with("root-hints", ". NS ns.test.\n")),
              HasSubstr("no root server with an address"));
}

}  // namespace
}  // namespace vouch::resolver
