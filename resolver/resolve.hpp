// The resolver as a program: a ResolverServer with signals, reload and the loss of privileges
// around it.
#pragma once

#include <string>

#include "vouch/base/result.hpp"

namespace vouch::resolver {

/// Resolves until SIGTERM or SIGINT; SIGHUP reads the configuration again, and what is broken then
/// leaves the old in force, with the reason in the log. Errors, at the start only: those of the
/// configuration, of the sockets and of drop_privileges.
Result<void> resolve(const std::string& config_file);

}  // namespace vouch::resolver
