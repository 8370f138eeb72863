// One request of a command line, from the query to what is printed.
#pragma once

#include "dig/engine/request.hpp"
#include "dig/run.hpp"

namespace vouch::dig {

/// What stands above the first reply; nothing where the line is empty.
struct Greeting {
  std::string line;
  bool with_options = false;  ///< and the lines on servers and global options
};

/// Gives dig's exit code: 0 for any reply, 1 for a server or file that can't be used, 9 for no
/// reply, 10 for a name.
int look_up(const Request& request, const Greeting& greeting, const Streams& streams);

}  // namespace vouch::dig
