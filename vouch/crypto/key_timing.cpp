#include "vouch/crypto/key_timing.hpp"

#include <algorithm>

namespace vouch {
namespace {

struct Row {
  std::string_view name;
  std::optional<Timestamp> KeyTiming::*field;
};

constexpr Row rows[] = {
    {"Created", &KeyTiming::created},          {"Publish", &KeyTiming::publish},
    {"Activate", &KeyTiming::activate},        {"Revoke", &KeyTiming::revoke},
    {"Inactive", &KeyTiming::inactive},        {"Delete", &KeyTiming::remove},
    {"SyncPublish", &KeyTiming::sync_publish}, {"SyncDelete", &KeyTiming::sync_remove}};

constexpr std::size_t time_digits = 14;

const Row* row_of(std::string_view name) {
  const Row* const row = std::find_if(std::begin(rows), std::end(rows),
                                      [&](const Row& each) { return each.name == name; });
  return row == std::end(rows) ? nullptr : row;
}

}  // namespace

bool KeyTiming::is_silent() const {
  return std::none_of(std::begin(rows), std::end(rows),
                      [this](const Row& row) { return (this->*row.field).has_value(); });
}

Result<KeyTiming> KeyTiming::read(const KeyMetadata& metadata) {
  KeyTiming timing;
  for (const auto& [name, value] : metadata) {
    const Row* const row = row_of(name);
    if (row == nullptr) continue;
    const auto time = Timestamp::parse(value, Timestamp{});
    if (!time.ok() || value.size() != time_digits) {
      return fail(ErrorCode::bad_key, "the time of '" + name +
                                          "' can't be read; write YYYYMMDDHHMMSS, or take the "
                                          "line out");
    }
    timing.*(row->field) = *time;
  }
  return timing;
}

KeyMetadata metadata_in_comments(std::string_view key_file) {
  KeyMetadata found;
  while (!key_file.empty()) {
    std::string_view line = key_file.substr(0, key_file.find('\n'));
    key_file.remove_prefix(std::min(line.size() + 1, key_file.size()));
    if (line.substr(0, 2) != "; ") continue;
    line.remove_prefix(2);
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos || row_of(line.substr(0, colon)) == nullptr) continue;
    const std::string_view value = line.substr(colon + 2);
    found.emplace_back(line.substr(0, colon), value.substr(0, value.find_first_of(" \r")));
  }
  return found;
}

}  // namespace vouch
