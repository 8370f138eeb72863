// Keeping what a process has in memory, private keys above all, out of files and out of the hands
// of other processes of its user.
#pragma once

namespace vouch::daemon {

/// From here on the process makes no core dump, also not by a helper of the system, and no process
/// without the right to trace all may read its memory. Where the system refuses, all is as before.
void forbid_core_dumps();

}  // namespace vouch::daemon
