// Config: the TOML file of a long-running program, as tables whose keys are asked for by name and
// type.
//
// A key that nobody has asked for is an error which names the nearest known one: a misspelt setting
// never goes unnoticed. Knows no setting itself; each program reads its own tables.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config_node.hpp"
#include "net/address.hpp"
#include "vouch/base/timestamp.hpp"

namespace vouch::daemon {

/// A table of a configuration. Each getter gives nothing where the key is absent, and bad_usage,
/// placed at the value, where it has another type or is out of range; both make the key known.
/// Views the Config's content and shares its life. One thread at a time.
class ConfigTable {
 public:
  template <typename T>
  using Optional = Result<std::optional<T>>;

  Optional<bool> boolean(std::string_view key);
  Optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  Optional<std::string> text(std::string_view key);
  /// One of the words.
  Optional<std::string> word(std::string_view key, std::vector<std::string> words);
  /// A list of texts, or one text.
  Optional<std::vector<std::string>> texts(std::string_view key);
  /// As SocketAddress::parse.
  Optional<net::SocketAddress> address(std::string_view key, std::uint16_t default_port);
  Optional<std::vector<net::SocketAddress>> addresses(std::string_view key,
                                                      std::uint16_t default_port);
  /// Seconds: a number, or a text like `1h30m`; at most 32 bits.
  Optional<std::uint32_t> period(std::string_view key);
  /// Octets: a number, or a text like `64M` (K, M, G are powers of 1024).
  Optional<std::uint64_t> octets(std::string_view key);
  /// A moment: a TOML date and time, or a text as Timestamp::parse reads it.
  Optional<Timestamp> time(std::string_view key, Timestamp now);

  /// `[key]`.
  Optional<ConfigTable> table(std::string_view key);
  /// Every `[[key]]`; a single `[key]` is taken too. Empty where there is none.
  Result<std::vector<ConfigTable>> tables(std::string_view key);

  /// Makes keys known that another program of the suite reads.
  void ignore(std::string_view key);
  /// Every key of the table, in file order, for tables whose keys are the user's (names of TSIG
  /// keys, say).
  std::vector<std::string> keys() const;

  /// Refuses what nobody has asked for, in this table and those in it that were asked for. Errors:
  /// bad_usage, for the first such key: `FILE:LINE:COL: unknown key 'x' in [server]; did you mean
  /// 'y'?`
  Result<void> finish() const;

  /// An error about the key (bad_usage), placed at its value, or at the table where it is absent.
  Error error(std::string_view key, std::string detail) const;
  /// `[server]`, `[[zone]]`; `the file` for its top.
  const std::string& title() const;

 private:
  friend class Config;
  struct State;
  explicit ConfigTable(std::shared_ptr<State> state);

  const ConfigNode* find(std::string_view key);
  Error wrong(const ConfigNode& node, std::string_view key, std::string_view wanted) const;

  std::shared_ptr<State> state_;
};

class Config {
 public:
  /// Errors: file_failure, bad_usage (broken TOML: `FILE:LINE:COL: what is wrong`).
  static Result<Config> read(const std::string& path);
  static Result<Config> parse(std::string_view text, const std::string& source);

  /// The file's top.
  ConfigTable top() const { return top_; }

 private:
  explicit Config(ConfigTable top) : top_(std::move(top)) {}
  ConfigTable top_;
};

}  // namespace vouch::daemon
