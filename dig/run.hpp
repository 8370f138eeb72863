// The query tool as a program: reads the command line, asks, and prints as dig does.
#pragma once

#include <functional>
#include <span>
#include <string>

namespace vouch::dig {

/// Where the output goes; standard output of the command.
using Output = std::function<void(std::string_view)>;

/// Runs a command line. `version` is for the first line and -v. Gives dig's exit code: 0 for any
/// reply, 1 wrong usage, 8 a batch file that can't be read, 9 no reply.
int run(std::span<const std::string> arguments, const std::string& version, const Output& output,
        const Output& errors);

}  // namespace vouch::dig
