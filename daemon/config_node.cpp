#include "daemon/config_node.hpp"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <cstdio>

namespace vouch::daemon {
namespace {

// A moment with a time zone other than UTC, or none of a date alone, is left to the getter to
// refuse.
std::string moment_text(const toml::date& date, const toml::time& time) {
  char text[32];
  std::snprintf(text, sizeof text, "%04u-%02u-%02uT%02u:%02u:%02uZ",
                static_cast<unsigned>(date.year), static_cast<unsigned>(date.month),
                static_cast<unsigned>(date.day), static_cast<unsigned>(time.hour),
                static_cast<unsigned>(time.minute), static_cast<unsigned>(time.second));
  return text;
}

void convert_moment(const toml::node& node, ConfigNode& to) {
  if (const auto moment = node.value_exact<toml::date_time>()) {
    if (moment->offset && moment->offset->minutes != 0) return;
    to.kind = ConfigNode::Kind::moment;
    to.text = moment_text(moment->date, moment->time);
  } else if (const auto date = node.value_exact<toml::date>()) {
    to.kind = ConfigNode::Kind::moment;
    to.text = moment_text(*date, {});
  }
}

ConfigNode convert(const toml::node& node);

void convert_table(const toml::table& table, ConfigNode& to) {
  to.kind = ConfigNode::Kind::table;
  for (const auto& [key, value] : table) {
    ConfigNode child = convert(value);
    child.key = std::string(key.str());
    child.key_line = key.source().begin.line;
    child.key_column = key.source().begin.column;
    to.children.push_back(std::move(child));
  }
  std::stable_sort(to.children.begin(), to.children.end(),
                   [](const ConfigNode& left, const ConfigNode& right) {
                     return left.key_line != right.key_line ? left.key_line < right.key_line
                                                            : left.key_column < right.key_column;
                   });
}

// As deep as the file nests, which the TOML reader bounds.
ConfigNode convert(const toml::node& node) {
  ConfigNode to;
  to.line = node.source().begin.line;
  to.column = node.source().begin.column;
  if (const auto boolean = node.value_exact<bool>()) {
    to.kind = ConfigNode::Kind::boolean;
    to.boolean = *boolean;
  } else if (const auto integer = node.value_exact<std::int64_t>()) {
    to.kind = ConfigNode::Kind::integer;
    to.integer = *integer;
  } else if (auto text = node.value_exact<std::string>()) {
    to.kind = ConfigNode::Kind::text;
    to.text = std::move(*text);
  } else if (const toml::array* list = node.as_array()) {
    to.kind = ConfigNode::Kind::list;
    for (const toml::node& element : *list) to.children.push_back(convert(element));
  } else if (const toml::table* table = node.as_table()) {
    convert_table(*table, to);
  } else {
    convert_moment(node, to);
  }
  return to;
}

}  // namespace

Result<ConfigNode> read_toml(std::string_view text, const std::string& source) {
  const toml::parse_result parsed = toml::parse(text, source);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return fail(ErrorCode::bad_usage, std::string(error.description()))
        .at(source, error.source().begin.line, error.source().begin.column);
  }
  return convert(parsed.table());
}

}  // namespace vouch::daemon
