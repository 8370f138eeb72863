#include "daemon/open_files.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace vouch::daemon {

std::size_t raise_open_files() {
  constexpr rlim_t most = 1'000'000;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  const rlim_t wanted = std::min(limit.rlim_max, most);
  if (limit.rlim_cur < wanted) {
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = wanted;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  }
  return static_cast<std::size_t>(std::min(limit.rlim_cur, most));
}

}  // namespace vouch::daemon
