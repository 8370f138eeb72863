#include <algorithm>
#include <charconv>

#include "daemon/config_state.hpp"
#include "vouch/base/ttl.hpp"

namespace vouch::daemon {
namespace {

using Kind = ConfigNode::Kind;

std::string quoted(std::string_view key) { return "'" + std::string(key) + "'"; }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

// `64M`: a number and K, M or G, powers of 1024, in any case.
std::optional<std::uint64_t> read_octet_count(std::string_view text) {
  std::uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data(), end, count);
  if (failed != std::errc()) return std::nullopt;
  if (rest == end) return count;
  if (rest + 1 != end) return std::nullopt;
  const char unit = static_cast<char>(*rest | 0x20);
  const unsigned shift = unit == 'k' ? 10 : unit == 'm' ? 20 : unit == 'g' ? 30 : 0;
  if (shift == 0 || count > (UINT64_MAX >> shift)) return std::nullopt;
  return count << shift;
}

}  // namespace

ConfigTable::Optional<bool> ConfigTable::boolean(std::string_view key) {
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::optional<bool>();
  if (node->kind != Kind::boolean) return wrong(*node, key, "true or false");
  return std::optional<bool>(node->boolean);
}

ConfigTable::Optional<std::int64_t> ConfigTable::integer(std::string_view key, std::int64_t least,
                                                         std::int64_t most) {
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::optional<std::int64_t>();
  const std::string wanted = "a number of " + std::to_string(least) + " to " + std::to_string(most);
  if (node->kind != Kind::integer) return wrong(*node, key, wanted);
  if (node->integer < least || node->integer > most) {
    return error(key, quoted(key) + " is " + std::to_string(node->integer) + " where " + wanted +
                          " is wanted");
  }
  return std::optional<std::int64_t>(node->integer);
}

ConfigTable::Optional<std::string> ConfigTable::text(std::string_view key) {
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::optional<std::string>();
  if (node->kind != Kind::text) return wrong(*node, key, "a text");
  return std::optional<std::string>(node->text);
}

ConfigTable::Optional<std::string> ConfigTable::word(std::string_view key,
                                                     std::vector<std::string> words) {
  VOUCH_TRY(auto value, text(key));
  if (!value || std::find(words.begin(), words.end(), *value) != words.end()) return value;
  return error(key, quoted(key) + " is \"" + *value + "\" where " + joined(words) + " is wanted");
}

ConfigTable::Optional<std::vector<std::string>> ConfigTable::texts(std::string_view key) {
  using Texts = std::vector<std::string>;
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::optional<Texts>();
  if (node->kind == Kind::text) return std::optional<Texts>(Texts{node->text});
  if (node->kind != Kind::list) return wrong(*node, key, "a list of texts");
  Texts texts;
  for (const ConfigNode& element : node->children) {
    if (element.kind != Kind::text) return wrong(element, key, "a text in the list");
    texts.push_back(element.text);
  }
  return std::optional<Texts>(std::move(texts));
}

ConfigTable::Optional<net::SocketAddress> ConfigTable::address(std::string_view key,
                                                               std::uint16_t default_port) {
  VOUCH_TRY(const auto value, text(key));
  if (!value) return std::optional<net::SocketAddress>();
  const auto parsed = net::SocketAddress::parse(*value, default_port);
  if (!parsed.ok()) return error(key, quoted(key) + ": " + parsed.error().detail);
  return std::optional<net::SocketAddress>(*parsed);
}

ConfigTable::Optional<std::vector<net::SocketAddress>> ConfigTable::addresses(
    std::string_view key, std::uint16_t default_port) {
  using Addresses = std::vector<net::SocketAddress>;
  VOUCH_TRY(const auto values, texts(key));
  if (!values) return std::optional<Addresses>();
  const ConfigNode& node = *state_->table->find(key);
  Addresses addresses;
  for (std::size_t i = 0; i < values->size(); ++i) {
    const auto parsed = net::SocketAddress::parse((*values)[i], default_port);
    if (!parsed.ok()) {
      const ConfigNode& place = node.kind == Kind::list ? node.children[i] : node;
      return fail(ErrorCode::bad_usage, quoted(key) + ": " + parsed.error().detail)
          .at(state_->source, place.line, place.column);
    }
    addresses.push_back(*parsed);
  }
  return std::optional<Addresses>(std::move(addresses));
}

ConfigTable::Optional<std::uint32_t> ConfigTable::period(std::string_view key) {
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::optional<std::uint32_t>();
  const std::string wanted = "a count of seconds or a text like \"1h30m\"";
  if (node->kind != Kind::integer && node->kind != Kind::text) return wrong(*node, key, wanted);
  const std::string written =
      node->kind == Kind::integer ? std::to_string(node->integer) : node->text;
  const auto seconds = parse_period(written);
  if (!seconds.ok())
    return error(key, quoted(key) + " is " + written + " where " + wanted + " is wanted");
  return std::optional<std::uint32_t>(*seconds);
}

ConfigTable::Optional<std::uint64_t> ConfigTable::octets(std::string_view key) {
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::optional<std::uint64_t>();
  const std::string wanted = "a count of octets or a text like \"64M\"";
  if (node->kind != Kind::integer && node->kind != Kind::text) return wrong(*node, key, wanted);
  const std::string written =
      node->kind == Kind::integer ? std::to_string(node->integer) : node->text;
  const auto count = read_octet_count(written);
  if (!count) return error(key, quoted(key) + " is " + written + " where " + wanted + " is wanted");
  return count;
}

ConfigTable::Optional<Timestamp> ConfigTable::time(std::string_view key, Timestamp now) {
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::optional<Timestamp>();
  if (node->kind != Kind::moment && node->kind != Kind::text) {
    return wrong(*node, key, "a moment in UTC like 2016-03-15T00:00:00Z");
  }
  const auto parsed = Timestamp::parse(node->text, now);
  if (!parsed.ok()) return error(key, quoted(key) + ": " + parsed.error().detail);
  return std::optional<Timestamp>(*parsed);
}

}  // namespace vouch::daemon
