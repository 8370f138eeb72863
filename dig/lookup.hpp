// One request of a command line, from the query to what is printed.
#pragma once

#include "dig/engine/request.hpp"
#include "dig/run.hpp"

namespace vouch::dig {

/// Gives dig's exit code: 0 for any reply, 1 for a name or file that can't be used, 9 for no reply.
/// `greeting` is the command line, printed above the first reply; empty for none.
int look_up(const Request& request, const std::string& greeting, const Output& output);

}  // namespace vouch::dig
