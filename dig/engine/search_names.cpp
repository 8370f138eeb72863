#include "dig/engine/search_names.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace vouch::dig {
namespace {

constexpr unsigned max_dots = 15;
constexpr std::size_t max_suffixes = 32;

void read_options(std::istringstream& words, SystemRules& rules) {
  constexpr std::string_view key = "ndots:";
  for (std::string word; words >> word;) {
    if (!word.starts_with(key)) continue;
    unsigned dots = 0;
    const char* const end = word.data() + word.size();
    if (std::from_chars(word.data() + key.size(), end, dots).ptr == end)
      rules.dots = std::min(dots, max_dots);
  }
}

}  // namespace

SystemRules read_system_rules(std::string_view text) {
  SystemRules rules;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string keyword;
    words >> keyword;
    if (keyword == "options") read_options(words, rules);
    if (keyword != "search" && keyword != "domain") continue;
    // The last of them counts.
    rules.suffixes.clear();
    for (std::string suffix; words >> suffix && rules.suffixes.size() < max_suffixes;)
      rules.suffixes.push_back(suffix);
  }
  return rules;
}

std::vector<std::string> search_names(const Request& request, const SystemRules& rules) {
  const std::string& name = request.name;
  if (name.empty() || name.back() == '.') return {name};
  const std::vector<std::string> suffixes =
      request.suffix.empty() ? rules.suffixes : std::vector<std::string>{request.suffix};
  std::vector<std::string> names;
  for (const std::string& suffix : suffixes)
    names.push_back(suffix == "." ? name + "." : name + "." + suffix);
  const auto dots = static_cast<unsigned>(std::count(name.begin(), name.end(), '.'));
  const bool as_it_is_first = dots >= request.dots.value_or(rules.dots);
  names.insert(as_it_is_first ? names.begin() : names.end(), name);
  return names;
}

}  // namespace vouch::dig
