// Each step in a process of its own, since there is no way back.
#include "daemon/privilege.hpp"

#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace vouch::daemon {
namespace {

// Runs the check in a child; true where it held.
bool holds_in_child(const std::function<bool()>& check) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(check() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class Privilege : public testing::Test {
 protected:
  void SetUp() override {
#ifdef __SANITIZE_THREAD__
    GTEST_SKIP() << "the sanitizer's own thread does not survive a fork";
#endif
  }
};

bool is_root() { return ::geteuid() == 0; }

TEST_F(Privilege, becomes_another_user_for_good) {
  if (!is_root()) GTEST_SKIP() << "only root can become another user";
  EXPECT_TRUE(holds_in_child([] {
    if (!drop_privileges("nobody").ok()) return false;
    const passwd* nobody = ::getpwnam("nobody");
    uid_t real = 0, effective = 0, saved = 0;
    ::getresuid(&real, &effective, &saved);
    gid_t group = 0;
    const int groups = ::getgroups(1, &group);
    return nobody != nullptr && real == nobody->pw_uid && effective == real && saved == real &&
           ::getgid() == nobody->pw_gid && groups <= 1 && ::setuid(0) != 0 && ::setgid(0) != 0 &&
           ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
  }));
}

TEST_F(Privilege, does_not_stay_root_unless_told) {
  if (!is_root()) GTEST_SKIP() << "runs as another user";
  EXPECT_TRUE(holds_in_child([] {
    const auto refused = drop_privileges("");
    return !refused.ok() && refused.error().code == ErrorCode::bad_usage;
  }));
  EXPECT_TRUE(holds_in_child([] {
    return drop_privileges("root").ok() && ::geteuid() == 0 &&
           ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
  }));
}

TEST_F(Privilege, names_a_user_that_is_not_there) {
  const auto refused = drop_privileges("no-such-user-here");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message(), "there is no user 'no-such-user-here'");
}

TEST_F(Privilege, lets_another_user_stay_itself_only) {
  EXPECT_TRUE(holds_in_child([] {
    if (is_root() && !drop_privileges("nobody").ok()) return false;
    return drop_privileges("").ok() && !drop_privileges("root").ok();
  }));
}

}  // namespace
}  // namespace vouch::daemon
