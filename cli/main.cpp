// vouch: one executable, many subcommands.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "cli/subcommands.hpp"
#include "cli/terminal.hpp"
#include "daemon/nearest_word.hpp"

namespace vouch::cli {
namespace {

std::string usage() {
  std::string text =
      "vouch: a DNSSEC suite\n\n"
      "Usage: vouch SUBCOMMAND [OPTION]... [ARGUMENT]...\n\n"
      "Subcommands:\n";
  for (const Subcommand& subcommand : all_subcommands())
    text += fmt::format("  {:<10} {}\n", subcommand.name, subcommand.summary);
  return text +
         "\n`vouch SUBCOMMAND --help` says more about one, `vouch --version` says the version.\n"
         "Exit code 1 means wrong usage, wrong input or failed input or output.\n";
}

int refuse(const std::string& word) {
  std::vector<std::string> names;
  for (const Subcommand& subcommand : all_subcommands()) names.emplace_back(subcommand.name);
  const auto nearest = daemon::nearest_word(word, names);
  const std::string hint = nearest ? fmt::format("did you mean `vouch {}`?", *nearest)
                                   : std::string("`vouch help` lists the subcommands");
  fmt::print(stderr, "vouch: there is no subcommand '{}'; {}\n", printable(word), hint);
  return 1;
}

int run(const Subcommand& subcommand, std::span<const std::string> arguments) {
  try {
    return finish_output(subcommand.name, subcommand.run(arguments));
  } catch (const std::exception& exception) {
    // fmt throws where standard output can't be written.
    if (finish_output(subcommand.name, 0) != 0) return 1;
    fmt::print(stderr, "vouch {}: {}\n", subcommand.name, exception.what());
    return 1;
  }
}

int help(std::span<const std::string> arguments) {
  if (arguments.empty()) return finish_output({}, print_text(usage()));
  const Subcommand* subcommand = find_subcommand(arguments[0]);
  if (subcommand == nullptr) return refuse(arguments[0]);
  const std::vector<std::string> ask = {"--help"};
  return run(*subcommand, ask);
}

// Run through a link that is called `dig` or `host`, the executable is that program.
const Subcommand* subcommand_of_program(std::string_view program) {
  const std::size_t slash = program.rfind('/');
  if (slash != std::string_view::npos) program.remove_prefix(slash + 1);
  return program == "dig" || program == "host" ? find_subcommand(program) : nullptr;
}

int run(std::span<const std::string> arguments) {
  if (arguments.empty()) {
    fmt::print(stderr, "vouch: no subcommand is given; `vouch help` lists them\n");
    return 1;
  }
  const std::string& word = arguments[0];
  const auto rest = arguments.subspan(1);
  if (word == "help" || word == "--help" || word == "-h") return help(rest);
  if (word == "--version" || word == "-V" || word == "version")
    return finish_output({}, print_text("vouch " VOUCH_VERSION "\n"));
  const Subcommand* subcommand = find_subcommand(word);
  return subcommand == nullptr ? refuse(word) : run(*subcommand, rest);
}

}  // namespace
}  // namespace vouch::cli

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + (count > 0 ? 1 : 0), values + count);
  if (count > 0) {
    if (const auto* subcommand = vouch::cli::subcommand_of_program(values[0]))
      return vouch::cli::run(*subcommand, arguments);
  }
  return vouch::cli::run(arguments);
}
