// The table of subcommands; its rows are in subcommands.def.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace vouch::cli {

using RunSubcommand = int (*)(std::span<const std::string> arguments);

struct Subcommand {
  std::string_view name;
  std::string_view summary;
  RunSubcommand run;
};

#define VOUCH_SUBCOMMAND(id, name, summary) int run_##id(std::span<const std::string> arguments);
#include "cli/subcommands.def"
#undef VOUCH_SUBCOMMAND

std::span<const Subcommand> all_subcommands();

/// Null where there is none of that name.
const Subcommand* find_subcommand(std::string_view name);

}  // namespace vouch::cli
