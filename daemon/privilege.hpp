// Giving up root: after the ports below 1024 are open, a server goes on as a user that can do no
// harm.
#pragma once

#include <string>

#include "vouch/base/result.hpp"

namespace vouch::daemon {

/// Becomes the user for good: supplementary groups, group, user, and no privilege by executing
/// files any more (Linux no_new_privs). All sockets and log files must be open, and no other thread
/// running.
///
/// Without a user, a process that is not root stays who it is, and one that is root is refused: it
/// must be told `root` to stay so. Errors: bad_usage.
Result<void> drop_privileges(const std::string& user);

}  // namespace vouch::daemon
