// The authoritative server as a program: an AuthorityServer with signals, reload and the loss of
// privileges around it.
#pragma once

#include <functional>

#include "authority/config.hpp"

namespace vouch::authority {

/// Gives the configuration, at the start and for each reload.
using ConfigSource = std::function<Result<ServeConfig>()>;

/// Serves until SIGTERM or SIGINT; SIGHUP reloads configuration and zones, and what is broken then
/// leaves the old in force, with the reason in the log. Errors, at the start only: those of the
/// source, of AuthorityServer::open and of drop_privileges.
Result<void> serve(const ConfigSource& source);

}  // namespace vouch::authority
