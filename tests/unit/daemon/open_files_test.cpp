// In a process of its own, since a limit can't be put back for sure.
#include "daemon/open_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vouch::daemon {
namespace {

// 0 where the limits are as expected afterwards.
int raise_from(rlim_t soft, rlim_t hard) {
  const rlimit low{soft, hard};
  if (::setrlimit(RLIMIT_NOFILE, &low) != 0) return 2;
  const std::size_t told = raise_open_files();
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  return told == hard && now.rlim_cur == hard && now.rlim_max == hard ? 0 : 1;
}

TEST(OpenFiles, may_be_as_many_as_the_hard_limit_allows) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the sanitizer's own thread does not survive a fork";
#endif
  for (const rlim_t soft : {64, 128}) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(raise_from(soft, 128));
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0) << "soft limit " << soft;
  }
}

}  // namespace
}  // namespace vouch::daemon
