#include "daemon/config.hpp"

#include "daemon/config_state.hpp"
#include "daemon/nearest_word.hpp"
#include "vouch/base/file.hpp"

namespace vouch::daemon {
namespace {

constexpr std::size_t longest_file = 64 << 20;

std::string_view kind_text(ConfigNode::Kind kind) {
  switch (kind) {
    case ConfigNode::Kind::boolean: return "true or false";
    case ConfigNode::Kind::integer: return "a number";
    case ConfigNode::Kind::text: return "a text";
    case ConfigNode::Kind::moment: return "a moment";
    case ConfigNode::Kind::list: return "a list";
    case ConfigNode::Kind::table: return "a table";
    case ConfigNode::Kind::other: break;
  }
  return "of a type that no setting has";
}

}  // namespace

ConfigTable::ConfigTable(std::shared_ptr<State> state) : state_(std::move(state)) {}

const ConfigNode* ConfigTable::find(std::string_view key) {
  state_->known.emplace(key);
  return state_->table->find(key);
}

Error ConfigTable::wrong(const ConfigNode& node, std::string_view key,
                         std::string_view wanted) const {
  return fail(ErrorCode::bad_usage, "'" + std::string(key) + "' is " +
                                        std::string(kind_text(node.kind)) + " where " +
                                        std::string(wanted) + " is wanted")
      .at(state_->source, node.line, node.column);
}

Error ConfigTable::error(std::string_view key, std::string detail) const {
  const ConfigNode* node = state_->table->find(key);
  const ConfigNode& place = node != nullptr ? *node : *state_->table;
  return fail(ErrorCode::bad_usage, std::move(detail)).at(state_->source, place.line, place.column);
}

const std::string& ConfigTable::title() const { return state_->title; }

void ConfigTable::ignore(std::string_view key) { state_->known.emplace(key); }

std::vector<std::string> ConfigTable::keys() const {
  std::vector<std::string> keys;
  for (const ConfigNode& child : state_->table->children) keys.push_back(child.key);
  return keys;
}

ConfigTable::Optional<ConfigTable> ConfigTable::table(std::string_view key) {
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::optional<ConfigTable>();
  if (node->kind != ConfigNode::Kind::table) return wrong(*node, key, "a table");
  VOUCH_TRY(const std::vector<ConfigTable> all, tables(key));
  return std::optional<ConfigTable>(all.front());
}

Result<std::vector<ConfigTable>> ConfigTable::tables(std::string_view key) {
  const ConfigNode* node = find(key);
  if (node == nullptr) return std::vector<ConfigTable>();
  if (const auto asked = state_->inner.find(key); asked != state_->inner.end())
    return asked->second;
  const bool is_list = node->kind == ConfigNode::Kind::list;
  if (!is_list && node->kind != ConfigNode::Kind::table) return wrong(*node, key, "a table");
  const std::string path =
      state_->path.empty() ? std::string(key) : state_->path + "." + std::string(key);
  std::vector<ConfigTable> tables;
  const auto add = [&](const ConfigNode& inner) {
    tables.push_back(ConfigTable(
        std::make_shared<State>(State{state_->file, &inner, state_->source, path,
                                      is_list ? "[[" + path + "]]" : "[" + path + "]"})));
  };
  if (!is_list) add(*node);
  for (std::size_t i = 0; is_list && i < node->children.size(); ++i) {
    const ConfigNode& element = node->children[i];
    if (element.kind != ConfigNode::Kind::table) return wrong(element, key, "a table in the list");
    add(element);
  }
  state_->inner.emplace(key, tables);
  return tables;
}

Result<void> ConfigTable::finish() const {
  for (const ConfigNode& child : state_->table->children) {
    if (state_->known.find(child.key) != state_->known.end()) {
      const auto inner = state_->inner.find(child.key);
      if (inner == state_->inner.end()) continue;
      for (const ConfigTable& table : inner->second) VOUCH_CHECK(table.finish());
      continue;
    }
    std::string detail = "unknown key '" + child.key + "' in " + state_->title;
    if (const auto meant = nearest_word(child.key, {state_->known.begin(), state_->known.end()})) {
      detail += "; did you mean '" + *meant + "'?";
    }
    return fail(ErrorCode::bad_usage, std::move(detail))
        .at(state_->source, child.key_line, child.key_column);
  }
  return {};
}

Result<Config> Config::read(const std::string& path) {
  VOUCH_TRY(const std::string text, read_file(path, longest_file));
  return parse(text, path);
}

Result<Config> Config::parse(std::string_view text, const std::string& source) {
  VOUCH_TRY(ConfigNode file, read_toml(text, source));
  const auto shared = std::make_shared<const ConfigNode>(std::move(file));
  return Config(ConfigTable(std::make_shared<ConfigTable::State>(
      ConfigTable::State{shared, shared.get(), source, "", "the file"})));
}

}  // namespace vouch::daemon
