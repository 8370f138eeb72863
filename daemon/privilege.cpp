#include "daemon/privilege.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

namespace vouch::daemon {
namespace {

struct Account {
  uid_t user;
  gid_t group;
};

Error refused(const std::string& what) {
  return fail(ErrorCode::bad_usage, what + ": " + std::strerror(errno));
}

std::optional<Account> find_account(const std::string& user) {
  std::vector<char> buffer(65536);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 ||
      found == nullptr) {
    return std::nullopt;
  }
  return Account{found->pw_uid, found->pw_gid};
}

Result<void> become(const std::string& user, const Account& account) {
  if (::initgroups(user.c_str(), account.group) != 0)
    return refused("the groups of '" + user + "' can't be taken");
  if (::setresgid(account.group, account.group, account.group) != 0) {
    return refused("the group of '" + user + "' can't be taken");
  }
  if (::setresuid(account.user, account.user, account.user) != 0)
    return refused("can't become '" + user + "'");
  if (account.user != 0 && (::setuid(0) == 0 || ::setgid(0) == 0)) {
    return fail(ErrorCode::bad_usage,
                "after becoming '" + user + "' the process could become root again");
  }
  return {};
}

}  // namespace

Result<void> drop_privileges(const std::string& user) {
  const bool is_root = ::geteuid() == 0;
  if (user.empty() && is_root) {
    return fail(ErrorCode::bad_usage,
                "runs as root; name the user to become (user = \"vouch\"), or user = \"root\" to "
                "stay root");
  }
  if (!user.empty()) {
    const auto account = find_account(user);
    if (!account) return fail(ErrorCode::bad_usage, "there is no user '" + user + "'");
    if (is_root && account->user != 0) {
      VOUCH_CHECK(become(user, *account));
    } else if (!is_root && account->user != ::geteuid()) {
      return fail(ErrorCode::bad_usage,
                  "only root can become '" + user + "'; start as root, or leave the user out");
    }
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return refused("new privileges can't be ruled out");
  return {};
}

}  // namespace vouch::daemon
