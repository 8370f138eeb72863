#include "tests/zonefiles/expectation.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace vouch::test {
namespace {

// Splits off the first word.
std::string take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::size_t end = std::min(text.find(' '), text.size());
  std::string word(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

bool take_count(std::string_view text, Expectation& expectation) {
  const std::string word = take_word(text);
  std::size_t count = 0;
  const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), count);
  if (failure != std::errc() || end != word.data() + word.size() || !text.empty()) return false;
  expectation.count = count;
  return true;
}

bool take_name(std::string_view text, std::optional<Name>& to) {
  auto name = Name::parse(text);
  if (!name.ok()) return false;
  to = std::move(*name);
  return true;
}

bool take_fact(std::string_view line, Expectation& expectation) {
  std::string_view rest = line;
  const std::string word = take_word(rest);
  if (word == "error" || word == "warning") {
    expectation.complaints.emplace_back(line);
    return rest.find(' ') != std::string_view::npos;
  }
  if (word == "records") return take_count(rest, expectation);
  if (word == "zone") {
    expectation.is_zone = true;
    return rest.empty() || take_name(rest, expectation.apex);
  }
  if (word == "origin") {
    std::optional<Name> origin;
    if (!take_name(rest, origin)) return false;
    expectation.options.origin = std::move(*origin);
    return true;
  }
  if (word == "class") {
    const auto rrclass = parse_class(rest);
    expectation.options.rrclass = rrclass.value_or(RRClass::IN);
    return rrclass.has_value();
  }
  if (word != "any-class") return false;
  expectation.options.any_class = true;
  return rest.empty();
}

}  // namespace

Expectation read_expectation(const std::string& path) {
  Expectation expectation;
  expectation.options.origin = *Name::parse("example.");
  const std::string beside = path + ".expected";
  std::ifstream in(std::filesystem::exists(beside) ? beside : path, std::ios::binary);
  std::string line;
  while (std::getline(in, line)) {
    const std::string_view text = line;
    if (text.substr(0, 3) == ";> ") {
      expectation.records.emplace_back(text.substr(3));
    } else if (text.substr(0, 2) == ";=") {
      if (text.size() < 4 || !take_fact(text.substr(3), expectation))
        expectation.faults.push_back(line);
    }
  }
  if (!expectation.count && !expectation.records.empty())
    expectation.count = expectation.records.size();
  return expectation;
}

}  // namespace vouch::test
