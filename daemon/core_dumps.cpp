#include "daemon/core_dumps.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace vouch::daemon {

void forbid_core_dumps() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  // A limit of 0 does not hold where the system pipes dumps to a program.
  (void)::prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace vouch::daemon
