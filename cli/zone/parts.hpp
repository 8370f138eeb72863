// The parts of `vouch zone` that have files of their own.
#pragma once

#include <span>
#include <string>

namespace vouch::cli {

/// `vouch zone check`. Gives the exit code.
int check_zone_file(std::span<const std::string> arguments);

/// `vouch zone diff`. Gives the exit code.
int diff_zone_files(std::span<const std::string> arguments);

}  // namespace vouch::cli
