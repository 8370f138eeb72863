#include "authority/config.hpp"

#include <algorithm>
#include <thread>

#include "daemon/config.hpp"
#include "vouch/base/encoding.hpp"

namespace vouch::authority {
namespace {

using daemon::Config;
using daemon::ConfigTable;

constexpr unsigned most_threads = 256;

/// Keys of the whole suite's design that a server of files has no use for yet.
constexpr const char* later_zone_keys[] = {"primary", "keys",           "policy",
                                           "notify",  "allow-transfer", "allow-update"};
constexpr const char* later_tables[] = {"tsig", "key", "keys", "policy"};

Result<void> refuse_later(const ConfigTable& table, const std::string& key) {
  return table.error(key,
                     "'" + key +
                         "' is not offered by this release, which serves signed zones "
                         "from files only; remove it, and give each [[zone]] a name and a file");
}

template <std::size_t N>
Result<void> refuse_later_keys(const ConfigTable& table, const char* const (&later)[N]) {
  for (const std::string& key : table.keys()) {
    for (const char* refused : later) {
      if (key == refused) VOUCH_CHECK(refuse_later(table, key));
    }
  }
  return {};
}

/// VOUCH_TRY for keys: takes the value where the key is there.
template <typename T, typename U>
Result<void> take(Result<std::optional<T>> read, U& value) {
  if (!read.ok()) return std::move(read).error();
  if (*read) value = static_cast<U>(*std::move(*read));
  return {};
}

Result<CookieSecret> read_secret(const ConfigTable& table, const std::string& text) {
  const auto octets = base16_octets(text);
  if (!octets.ok() || octets->size() != std::tuple_size_v<CookieSecret>) {
    return table.error("cookie-secret", "a cookie secret is 32 hexadecimal digits (16 octets)");
  }
  CookieSecret secret{};
  std::copy(octets->begin(), octets->end(), secret.begin());
  return secret;
}

Result<void> read_cookies(ConfigTable& table, ServeConfig& config) {
  VOUCH_CHECK(take(table.boolean("cookies"), config.cookies));
  VOUCH_CHECK(take(table.boolean("require-server-cookie"), config.policy.require_server_cookie));
  VOUCH_TRY(const auto texts, table.texts("cookie-secret"));
  if (!texts) return {};
  if (texts->empty() || texts->size() > 2) {
    return table.error("cookie-secret",
                       "give one secret, or two: the current one, and one that is taken as well");
  }
  CookieSecrets secrets;
  VOUCH_TRY(secrets.current, read_secret(table, texts->front()));
  if (texts->size() == 2) {
    VOUCH_TRY(secrets.other, read_secret(table, texts->back()));
  }
  config.policy.cookies = secrets;
  return {};
}

Result<void> read_text(ConfigTable& table, const char* key, std::size_t most, std::string& text) {
  VOUCH_CHECK(take(table.text(key), text));
  if (text.size() <= most) return {};
  return table.error(key, "at most " + std::to_string(most) + " octets");
}

Result<void> read_policy(ConfigTable& table, AnswerPolicy& policy) {
  VOUCH_CHECK(take(table.integer("max-udp-size", 512, 4096), policy.udp_size));
  VOUCH_CHECK(take(table.boolean("minimal-responses"), policy.minimal_responses));
  VOUCH_CHECK(take(table.boolean("minimal-any"), policy.minimal_any));
  VOUCH_CHECK(read_text(table, "version", 255, policy.version));
  VOUCH_CHECK(read_text(table, "identity", 255, policy.identity));
  std::string nsid;
  VOUCH_CHECK(read_text(table, "nsid", 128, nsid));
  policy.nsid.assign(nsid.begin(), nsid.end());
  return {};
}

Result<void> read_rate(ConfigTable& table, RateConfig& rate) {
  VOUCH_CHECK(take(table.integer("rate-limit", 0, 1'000'000), rate.per_second));
  VOUCH_CHECK(take(table.integer("rate-limit-slip", 0, 100), rate.slip));
  VOUCH_TRY(const auto texts, table.texts("rate-limit-exempt"));
  if (!texts) return {};
  rate.exempt.clear();
  for (const std::string& text : *texts) {
    auto prefix = net::AddressPrefix::parse(text);
    if (!prefix.ok()) return table.error("rate-limit-exempt", prefix.error().detail);
    rate.exempt.push_back(*std::move(prefix));
  }
  return {};
}

Result<void> read_tcp(ConfigTable& table, ServeConfig& config) {
  VOUCH_CHECK(take(table.integer("tcp-connections", 1, 1'000'000), config.tcp.bounds.connections));
  VOUCH_CHECK(take(table.integer("tcp-connections-per-client", 1, 1'000'000),
                   config.tcp.bounds.per_client));
  VOUCH_CHECK(
      take(table.integer("tcp-connections-per-block", 1, 1'000'000), config.tcp.bounds.per_block));
  VOUCH_TRY(const auto idle, table.period("tcp-idle"));
  if (!idle) return {};
  if (*idle < 1 || *idle > 3600) return table.error("tcp-idle", "from 1 second to 1 hour");
  config.tcp.idle_ms = std::uint64_t{*idle} * 1000;
  return {};
}

Result<void> read_server(ConfigTable& top, ServeConfig& config) {
  VOUCH_TRY(auto section, top.table("server"));
  if (!section) return {};
  ConfigTable& table = *section;
  VOUCH_CHECK(take(table.addresses("listen", 53), config.listen));
  VOUCH_CHECK(take(table.integer("threads", 0, most_threads), config.threads));
  VOUCH_CHECK(take(table.text("user"), config.user));
  VOUCH_CHECK(read_policy(table, config.policy));
  VOUCH_CHECK(read_cookies(table, config));
  VOUCH_CHECK(read_rate(table, config.rate));
  VOUCH_CHECK(read_tcp(table, config));
  return table.finish();
}

std::string beside(const std::string& source, const std::string& path) {
  const std::size_t slash = source.rfind('/');
  return path.starts_with('/') || slash == std::string::npos ? path
                                                             : source.substr(0, slash + 1) + path;
}

Result<ZoneConfig> read_zone(ConfigTable& table, const std::string& source) {
  VOUCH_CHECK(refuse_later_keys(table, later_zone_keys));
  VOUCH_TRY(const auto name, table.text("name"));
  VOUCH_TRY(const auto file, table.text("file"));
  bool force = false;
  VOUCH_CHECK(take(table.boolean("force"), force));
  VOUCH_CHECK(table.finish());
  if (!name) return table.error("name", "a zone needs a name");
  if (!file || file->empty()) return table.error("file", "zone " + *name + " needs a file");
  auto parsed = Name::parse(*name);
  if (!parsed.ok()) return table.error("name", parsed.error().detail);
  return ZoneConfig{*std::move(parsed), beside(source, *file), force};
}

Result<void> read_zones(ConfigTable& top, const std::string& source, ServeConfig& config) {
  VOUCH_TRY(auto tables, top.tables("zone"));
  for (ConfigTable& table : tables) {
    VOUCH_TRY(ZoneConfig zone, read_zone(table, source));
    const bool again =
        std::any_of(config.zones.begin(), config.zones.end(),
                    [&](const ZoneConfig& other) { return other.name == zone.name; });
    if (again) return table.error("name", "zone " + zone.name.text() + " is there twice");
    config.zones.push_back(std::move(zone));
  }
  return {};
}

Result<ServeConfig> read(const Config& file, const std::string& source,
                         const std::string& version) {
  ServeConfig config;
  config.policy.version = version;
  ConfigTable top = file.top();
  VOUCH_CHECK(refuse_later_keys(top, later_tables));
  VOUCH_CHECK(read_server(top, config));
  VOUCH_CHECK(read_zones(top, source, config));
  top.ignore("resolver");
  VOUCH_CHECK(top.finish());
  if (config.listen.empty()) {
    return top.error("server", "[server] needs listen, for example listen = [\"127.0.0.1:53\"]");
  }
  if (config.zones.empty()) {
    return top.error("zone", "there is no [[zone]] to serve; each has a name and a file");
  }
  return config;
}

}  // namespace

std::vector<net::AddressPrefix> loopback_prefixes() {
  std::array<std::uint8_t, 16> v6{};
  v6.back() = 1;
  return {{net::SocketAddress::v4({127, 0, 0, 0}, 0), 8}, {net::SocketAddress::v6(v6, 0), 128}};
}

Result<ServeConfig> read_config(const std::string& path, const std::string& version) {
  VOUCH_TRY(const Config file, Config::read(path));
  return read(file, path, version);
}

Result<ServeConfig> parse_config(std::string_view text, const std::string& source,
                                 const std::string& version) {
  VOUCH_TRY(const Config file, Config::parse(text, source));
  return read(file, source, version);
}

}  // namespace vouch::authority
