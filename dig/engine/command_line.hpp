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

/// Reads the arguments. `settings` are the words of ~/.digrc, read first. Errors: bad_usage; its
/// detail is as dig says it: `Invalid option: +x`.
Result<CommandLine> read_command_line(std::span<const std::string> arguments,
                                      std::span<const std::string> settings = {});

/// Whether -r is among the arguments.
bool refuses_settings(std::span<const std::string> arguments);

/// The words of a line of a batch file or of ~/.digrc; empty for comments.
std::vector<std::string> words_of_line(std::string_view line);

/// The name that a request asks for: the reverse name for -x. Errors: bad_name, bad_address.
Result<Name> name_of(const Request& request);

/// How to use it, in a few lines.
std::string usage();

}  // namespace vouch::dig
