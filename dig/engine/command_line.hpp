// The command line of dig: servers, names, types and options in any order, options after a name for
// that name alone, several queries on a line, unique abbreviations.
#pragma once

#include <span>

#include "dig/engine/request.hpp"

namespace vouch::dig {

struct CommandLine {
  std::vector<Request> requests;
  bool help = false;
  bool version = false;
  std::string batch = {};               ///< -f FILE: a query a line
  bool read_settings = true;            ///< ~/.digrc; not with -r
  std::vector<std::string> notes = {};  ///< for standard error: options without effect
};

/// Reads the arguments. `settings` are words that are read first: those of ~/.digrc, or of the
/// command line for a line of a batch file. Errors, with the detail as dig says it: bad_usage
/// (`Invalid option: +x`), bad_number (a value of an option), bad_address (a port).
Result<CommandLine> read_command_line(std::span<const std::string> arguments,
                                      std::span<const std::string> settings = {});

/// What the arguments say for each line of their batch file: all but -f FILE.
std::vector<std::string> words_for_all(std::span<const std::string> arguments);

/// Whether -r is among the arguments.
bool refuses_settings(std::span<const std::string> arguments);

/// The words of a line of a batch file or of ~/.digrc; empty for comments.
std::vector<std::string> words_of_line(std::string_view line);

/// The name that a request asks for: the reverse name for -x. Errors: bad_name, bad_address.
Result<Name> name_of(const Request& request);

/// How to use it, in a few lines.
std::string usage();

}  // namespace vouch::dig
