#include "cli/subcommands.hpp"

namespace vouch::cli {
namespace {

constexpr Subcommand subcommands[] = {
#define VOUCH_SUBCOMMAND(id, name, summary) {name, summary, run_##id},
#include "cli/subcommands.def"
#undef VOUCH_SUBCOMMAND
};

}  // namespace

std::span<const Subcommand> all_subcommands() { return subcommands; }

const Subcommand* find_subcommand(std::string_view name) {
  for (const Subcommand& subcommand : subcommands) {
    if (subcommand.name == name) return &subcommand;
  }
  return nullptr;
}

}  // namespace vouch::cli
