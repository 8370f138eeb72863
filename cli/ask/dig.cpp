// vouch dig: the query tool; also what runs when the executable is called `dig`.
#include <cstdio>

#include "cli/subcommands.hpp"
#include "cli/terminal.hpp"
#include "dig/run.hpp"

namespace vouch::cli {

int run_dig(std::span<const std::string> arguments) {
  const auto print = [](std::FILE* file) {
    return [file](std::string_view text) { std::fwrite(text.data(), 1, text.size(), file); };
  };
  return dig::run(arguments, "vouch dig " VOUCH_VERSION, {print(stdout), print(stderr)});
}

}  // namespace vouch::cli
