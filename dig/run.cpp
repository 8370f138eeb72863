#include "dig/run.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>

#include "dig/engine/command_line.hpp"
#include "dig/lookup.hpp"
#include "vouch/base/file.hpp"

namespace vouch::dig {
namespace {

std::vector<std::string> settings_words(std::span<const std::string> arguments) {
  const char* home = std::getenv("HOME");
  if (home == nullptr || refuses_settings(arguments)) return {};
  const auto text = read_file(std::string(home) + "/.digrc", 1 << 20);
  if (!text.ok()) return {};
  std::vector<std::string> words;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> more = words_of_line(line);
    words.insert(words.end(), more.begin(), more.end());
  }
  return words;
}

std::string joined(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

class Program {
 public:
  Program(const std::string& version, const Output& output, const Output& errors)
      : version_(version), output_(output), errors_(errors) {}

  int run(std::span<const std::string> arguments, std::span<const std::string> settings);

 private:
  int run_all(const CommandLine& line, const std::string& words);
  int run_batch(const CommandLine& line, std::span<const std::string> settings);

  const std::string& version_;
  const Output& output_;
  const Output& errors_;
};

int Program::run(std::span<const std::string> arguments, std::span<const std::string> settings) {
  const auto line = read_command_line(arguments, settings);
  if (!line.ok()) {
    errors_(line.error().detail + "\n" + usage());
    return 1;
  }
  if (line->help) {
    output_(usage());
    return 0;
  }
  if (line->version) {
    output_(version_ + "\n");
    return 0;
  }
  for (const std::string& note : line->notes) errors_(";; " + note + "\n");
  if (!line->batch.empty()) return run_batch(*line, settings);
  return run_all(*line, joined(arguments));
}

int Program::run_all(const CommandLine& line, const std::string& words) {
  int worst = 0;
  std::string greeting = fmt::format("\n; <<>> {} <<>>{}\n", version_, words);
  for (const Request& request : line.requests) {
    worst = std::max(worst, look_up(request, request.display.command ? greeting : "", output_));
    greeting.clear();
  }
  return worst;
}

int Program::run_batch(const CommandLine& line, std::span<const std::string> settings) {
  const auto text = read_file(line.batch, 1 << 26);
  if (!text.ok()) {
    errors_("couldn't open specified batch file: " + text.error().message() + "\n");
    return 8;
  }
  int worst = 0;
  std::istringstream lines(*text);
  for (std::string each; std::getline(lines, each);) {
    const std::vector<std::string> words = words_of_line(each);
    if (!words.empty()) worst = std::max(worst, run(words, settings));
  }
  return worst;
}

}  // namespace

int run(std::span<const std::string> arguments, const std::string& version, const Output& output,
        const Output& errors) {
  const std::vector<std::string> settings = settings_words(arguments);
  return Program(version, output, errors).run(arguments, settings);
}

}  // namespace vouch::dig
