// The query tool as a program: reads the command line, asks, and prints as dig does.
#pragma once

#include <functional>
#include <span>
#include <string>

namespace vouch::dig {

using Output = std::function<void(std::string_view)>;

/// Where the output goes, and what is wrong with the command.
struct Streams {
  Output output;
  Output errors;
};

/// Runs a command line. `version` is for the first line and -v. Gives dig's exit code: 0 for any
/// reply, 1 wrong usage, 8 a batch file that can't be read, 9 no reply, 10 a name or a value that
/// can't be used.
int run(std::span<const std::string> arguments, const std::string& version, const Streams& streams);

}  // namespace vouch::dig
