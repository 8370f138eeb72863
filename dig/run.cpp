#include "dig/run.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>

#include "dig/engine/command_line.hpp"
#include "dig/lookup.hpp"
#include "vouch/base/file.hpp"

namespace vouch::dig {
namespace {

constexpr std::size_t max_batch_octets = std::size_t{1} << 26;

using Words = std::vector<std::string>;

Words settings_words(std::span<const std::string> arguments) {
  const char* home = std::getenv("HOME");
  if (home == nullptr || refuses_settings(arguments)) return {};
  const auto text = read_file(std::string(home) + "/.digrc", 1 << 20);
  if (!text.ok()) return {};
  Words words;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    const Words more = words_of_line(line);
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
  Program(const std::string& version, const Streams& streams)
      : version_(version), streams_(streams) {}

  int run(std::span<const std::string> arguments, std::span<const std::string> settings);

 private:
  int refuse(const Error& error);
  int run_all(const CommandLine& line, const std::string& words);
  int run_batch(const std::string& path, Words settings);

  const std::string& version_;
  const Streams& streams_;
  bool is_in_batch_ = false;
  bool shows_command_ = true;
  bool is_brief_ = false;
  bool is_first_ = true;  ///< what is for the whole command is said once
};

// What the command can't be read for has the usage with it; a value has not, as with dig.
int Program::refuse(const Error& error) {
  const bool is_usage = error.code == ErrorCode::bad_usage;
  streams_.errors(error.detail + "\n" + (is_usage ? usage() : std::string()));
  return error.code == ErrorCode::bad_number ? 10 : 1;
}

int Program::run(std::span<const std::string> arguments, std::span<const std::string> settings) {
  const auto line = read_command_line(arguments, settings);
  if (!line.ok()) return refuse(line.error());
  if (line->help) {
    streams_.output(usage());
    return 0;
  }
  if (line->version) {
    streams_.output(version_ + "\n");
    return 0;
  }
  for (const std::string& note : line->notes) streams_.errors(";; " + note + "\n");
  if (line->batch.empty()) return run_all(*line, joined(arguments));
  if (is_in_batch_) {
    streams_.errors("dig: a line of a batch file can't name another batch file\n");
    return 8;
  }
  is_in_batch_ = true;
  Words for_all(settings.begin(), settings.end());
  for (std::string& word : words_for_all(arguments)) for_all.push_back(std::move(word));
  return run_batch(line->batch, std::move(for_all));
}

int Program::run_all(const CommandLine& line, const std::string& words) {
  int worst = 0;
  Greeting greeting{fmt::format("\n; <<>> {} <<>>{}\n", version_, words), is_first_};
  for (Request request : line.requests) {
    // As with dig, what a line of a batch file says of these is for those after it, too.
    request.display.command = shows_command_ = shows_command_ && request.display.command;
    request.display.brief = is_brief_ = is_brief_ || request.display.brief;
    const bool greets = request.display.command && !request.display.json;
    worst = std::max(worst, look_up(request, greets ? greeting : Greeting{}, streams_));
    greeting = {};
    is_first_ = false;
  }
  return worst;
}

int Program::run_batch(const std::string& path, Words settings) {
  const auto text = read_file(path, max_batch_octets);
  if (!text.ok()) {
    streams_.errors(text.error().message() + "\ndig: couldn't open specified batch file\n");
    return 8;
  }
  int worst = 0;
  std::istringstream lines(*text);
  for (std::string each; std::getline(lines, each);) {
    const Words words = words_of_line(each);
    if (!words.empty()) worst = std::max(worst, run(words, settings));
  }
  return worst;
}

}  // namespace

int run(std::span<const std::string> arguments, const std::string& version,
        const Streams& streams) {
  return Program(version, streams).run(arguments, settings_words(arguments));
}

}  // namespace vouch::dig
