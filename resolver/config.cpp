#include "resolver/config.hpp"

#include <algorithm>

#include "daemon/config.hpp"
#include "resolver/root_hints.hpp"
#include "vouch/base/file.hpp"

namespace vouch::resolver {
namespace {

using daemon::Config;
using daemon::ConfigTable;

constexpr unsigned most_threads = 256;

/// VOUCH_TRY for keys: takes the value where the key is there.
template <typename T, typename U>
Result<void> take(Result<std::optional<T>> read, U& value) {
  if (!read.ok()) return std::move(read).error();
  if (*read) value = static_cast<U>(*std::move(*read));
  return {};
}

std::string beside(const std::string& source, const std::string& path) {
  const std::size_t slash = source.rfind('/');
  return path.starts_with('/') || slash == std::string::npos ? path
                                                             : source.substr(0, slash + 1) + path;
}

ServerAddress server_of(const net::SocketAddress& address) {
  ServerAddress server;
  const OctetView octets = address.octets();
  server.size = static_cast<std::uint8_t>(octets.size());
  server.port = address.port();
  std::copy(octets.begin(), octets.end(), server.octets.begin());
  return server;
}

// RFC 6761, 6762, 7686, 8375, 9462 and 6303 ask for all of them.
LocalNames::Switches default_local_names() { return LocalNames::Switches().set(); }

Result<void> read_allow(ConfigTable& table, ResolveConfig& config) {
  VOUCH_TRY(auto texts, table.texts("allow"));
  if (!texts) texts = {"127.0.0.0/8", "::1"};
  for (const std::string& text : *texts) {
    auto prefix = AddressPrefix::parse(text);
    if (!prefix.ok()) return table.error("allow", prefix.error().detail);
    config.allow.push_back(*prefix);
  }
  return {};
}

bool has_only_comments(std::string_view text) {
  bool is_comment = false;
  for (const char letter : text) {
    if (letter == '\n') is_comment = false;
    if (letter == ';') is_comment = true;
    const bool is_blank = letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    if (!is_comment && !is_blank) return false;
  }
  return true;
}

Result<void> read_anchors(ConfigTable& table, const std::string& source, ResolveConfig& config) {
  VOUCH_TRY(const auto file, table.text("trust-anchors"));
  if (!file) {
    config.anchors = AnchorStore::with_root();
    return {};
  }
  const std::string path = beside(source, *file);
  VOUCH_TRY(std::string text, read_file(path));
  // A file without records says: no anchors at all.
  if (has_only_comments(text)) return {};
  VOUCH_TRY(auto anchors, parse_trust_anchors(std::move(text), path));
  config.anchors = AnchorStore(std::move(anchors));
  return {};
}

Result<void> read_negative_anchors(ConfigTable& table, Timestamp now, ResolveConfig& config) {
  VOUCH_TRY(const auto names, table.texts("negative-trust-anchors"));
  if (!names) return {};
  for (const std::string& text : *names) {
    auto name = Name::parse(text);
    if (!name.ok()) return table.error("negative-trust-anchors", name.error().detail);
    config.negative_anchors.add(
        {*std::move(name), now.plus(NegativeAnchors::longest), "configured"}, now);
  }
  return {};
}

// Each set of names has a switch. Own root hints are another name space, in which test is a name
// like others.
Result<void> read_local_names(ConfigTable& table, bool has_public_root, Settings& settings) {
  LocalNames::Switches switches = default_local_names();
  switches.set(static_cast<std::size_t>(LocalSet::test), has_public_root);
  VOUCH_TRY(auto section, table.table("local-names"));
  for (std::size_t i = 0; section && i < local_sets; ++i) {
    bool is_on = switches.test(i);
    VOUCH_CHECK(take(section->boolean(word_of(static_cast<LocalSet>(i))), is_on));
    switches.set(i, is_on);
  }
  settings.local_names = LocalNames(switches);
  return {};
}

Result<void> read_servers(ConfigTable& table, const std::string& source, ResolveConfig& config) {
  Settings& settings = config.settings;
  VOUCH_CHECK(take(table.integer("query-port", 1, 65535), settings.query_port));
  VOUCH_TRY(const auto hints, table.text("root-hints"));
  config.hints = built_in_root_hints(settings.query_port);
  if (hints) {
    VOUCH_TRY(config.hints, read_root_hints(beside(source, *hints), settings.query_port));
  }
  VOUCH_TRY(const auto forwarders, table.addresses("forward", 53));
  if (forwarders) set_forwarders(config, *forwarders);
  return read_local_names(table, !hints.has_value(), settings);
}

Result<void> read_settings(ConfigTable& table, Settings& settings) {
  VOUCH_CHECK(take(table.boolean("qname-minimization"), settings.minimise_names));
  VOUCH_CHECK(take(table.boolean("aggressive-nsec"), settings.aggressive_nsec));
  VOUCH_CHECK(take(table.boolean("case-randomization"), settings.random_case));
  VOUCH_CHECK(take(table.boolean("cookies"), settings.cookies));
  VOUCH_CHECK(take(table.boolean("ipv6"), settings.use_ipv6));
  VOUCH_CHECK(take(table.octets("cache-size"), settings.cache_octets));
  VOUCH_CHECK(take(table.period("max-ttl"), settings.max_ttl));
  VOUCH_CHECK(take(table.period("max-negative-ttl"), settings.max_negative_ttl));
  VOUCH_CHECK(take(table.integer("server-timeout-ms", 10, 60'000), settings.server_timeout_ms));
  VOUCH_TRY(const auto accepts_sha1, table.boolean("accept-sha1-signatures"));
  settings.policy.refuse_sha1_signatures = !accepts_sha1.value_or(false);
  VOUCH_CHECK(take(table.period("signature-skew"), settings.policy.skew));
  VOUCH_CHECK(take(table.integer("max-server-queries", 1, 1000), settings.limits.sends));
  VOUCH_CHECK(take(table.integer("max-query-ms", 100, 60'000), settings.limits.milliseconds));
  VOUCH_CHECK(
      take(table.integer("max-signature-checks", 1, 10'000), settings.validation.signature_checks));
  constexpr std::size_t least_cache = 1 << 20;
  settings.cache_octets = std::max(settings.cache_octets, least_cache);
  return {};
}

Result<void> read_tcp_bounds(ConfigTable& table, net::TcpBounds& bounds) {
  constexpr std::int64_t most = 1'000'000;
  VOUCH_CHECK(take(table.integer("tcp-connections", 1, most), bounds.connections));
  VOUCH_CHECK(take(table.integer("tcp-connections-per-client", 1, most), bounds.per_client));
  return take(table.integer("tcp-connections-per-block", 1, most), bounds.per_block);
}

Result<void> read_places(ConfigTable& table, ResolveConfig& config) {
  constexpr std::int64_t most = 1'000'000;
  VOUCH_CHECK(take(table.integer("max-clients", 1, most), config.max_queries));
  VOUCH_CHECK(take(table.integer("max-clients-per-block", 1, most), config.max_per_block));
  VOUCH_CHECK(take(table.integer("max-outstanding", 1, most), config.max_upstream));
  VOUCH_CHECK(take(table.integer("max-outstanding-per-zone", 1, most), config.max_per_zone));
  return take(table.integer("max-outstanding-per-server", 1, most), config.max_per_server);
}

Result<void> read_listeners(ConfigTable& table, ResolveConfig& config) {
  VOUCH_CHECK(take(table.addresses("listen", 53), config.listen));
  VOUCH_CHECK(take(table.integer("threads", 1, most_threads), config.threads));
  VOUCH_CHECK(take(table.text("user"), config.user));
  VOUCH_CHECK(take(table.integer("max-udp-size", 512, 4096), config.udp_size));
  VOUCH_CHECK(take(table.boolean("minimal-any"), config.minimal_any));
  VOUCH_CHECK(read_places(table, config));
  VOUCH_CHECK(read_tcp_bounds(table, config.tcp.bounds));
  return read_allow(table, config);
}

Result<ResolveConfig> read(const Config& file, const std::string& source, Timestamp now) {
  ResolveConfig config;
  ConfigTable top = file.top();
  for (const char* other : {"server", "zone", "tsig", "key", "policy"}) top.ignore(other);
  VOUCH_TRY(auto section, top.table("resolver"));
  if (!section) return top.error("resolver", "there is no section [resolver]");
  ConfigTable& table = *section;
  VOUCH_CHECK(read_listeners(table, config));
  VOUCH_CHECK(read_servers(table, source, config));
  VOUCH_CHECK(read_settings(table, config.settings));
  VOUCH_CHECK(read_anchors(table, source, config));
  VOUCH_CHECK(read_negative_anchors(table, now, config));
  VOUCH_TRY(config.validation_time, table.time("validation-time", now));
  // Not before every key was asked for.
  VOUCH_CHECK(table.finish());
  VOUCH_CHECK(top.finish());
  if (config.listen.empty())
    return table.error("listen",
                       "[resolver] needs listen, for example listen = [\"127.0.0.1:53\"]");
  return config;
}

}  // namespace

ResolveConfig default_config(std::vector<net::SocketAddress> listen) {
  ResolveConfig config;
  config.listen = std::move(listen);
  for (const char* text : {"127.0.0.0/8", "::1"}) {
    auto prefix = AddressPrefix::parse(text);
    if (prefix.ok()) config.allow.push_back(*prefix);
  }
  config.hints = built_in_root_hints(config.settings.query_port);
  config.anchors = AnchorStore::with_root();
  config.settings.local_names = LocalNames(default_local_names());
  return config;
}

void set_forwarders(ResolveConfig& config, const std::vector<net::SocketAddress>& forwarders) {
  config.settings.forwarders.clear();
  for (const net::SocketAddress& each : forwarders)
    config.settings.forwarders.push_back(server_of(each));
}

Result<ResolveConfig> read_config(const std::string& path, Timestamp now) {
  VOUCH_TRY(const Config file, Config::read(path));
  return read(file, path, now);
}

Result<ResolveConfig> parse_config(std::string_view text, const std::string& source,
                                   Timestamp now) {
  VOUCH_TRY(const Config file, Config::parse(text, source));
  return read(file, source, now);
}

}  // namespace vouch::resolver
