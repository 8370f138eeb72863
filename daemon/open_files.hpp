// The limit of open files, which sockets count for: systems start programs with a low one that the
// program may raise by itself.
#pragma once

#include <cstddef>

namespace vouch::daemon {

/// Raises the soft limit to the hard one (RLIMIT_NOFILE) where the system allows it. Gives how many
/// files may be open from now on, at most a million. Any thread; a second call changes nothing.
std::size_t raise_open_files();

}  // namespace vouch::daemon
