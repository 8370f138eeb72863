// ConfigNode: a value of a configuration file with its place, whatever the file's format.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vouch/base/result.hpp"

namespace vouch::daemon {

struct ConfigNode {
  enum class Kind : std::uint8_t { boolean, integer, text, moment, list, table, other };

  Kind kind = Kind::other;
  std::string key;         ///< in a table
  std::uint32_t line = 0;  ///< of the value
  std::uint32_t column = 0;
  std::uint32_t key_line = 0;  ///< of the key, in a table
  std::uint32_t key_column = 0;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text;                  ///< of a text; of a moment, ISO 8601 in UTC
  std::vector<ConfigNode> children;  ///< of a list and of a table, in file order

  const ConfigNode* find(std::string_view wanted) const {
    for (const ConfigNode& child : children) {
      if (child.key == wanted) return &child;
    }
    return nullptr;
  }
};

/// Reads TOML 1.0. Errors: bad_usage, placed.
Result<ConfigNode> read_toml(std::string_view text, const std::string& source);

}  // namespace vouch::daemon
