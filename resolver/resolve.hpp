// The resolver as a program: a ResolverServer with signals, reload and the loss of privileges
// around it.
#pragma once

#include <functional>

#include "resolver/config.hpp"

namespace vouch::resolver {

using ConfigSource = std::function<Result<ResolveConfig>()>;

/// Resolves until SIGTERM or SIGINT; SIGHUP reads the configuration again, and what is broken then
/// leaves the old in force, with the reason in the log. What is known stays known, but for what a
/// changed trust anchor or negative trust anchor touches. Errors, at the start only: those of the
/// configuration, of the sockets and of drop_privileges.
Result<void> resolve(const ConfigSource& read);

}  // namespace vouch::resolver
