#include "lab/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "lab/stop_signal.hpp"

namespace vouch::lab {
namespace {

constexpr unsigned polls = 200;  ///< for a child to end
constexpr unsigned poll_us = 10'000;

// In the child, between fork and exec: no allocation, no locks.
[[noreturn]] void become(char* const* arguments, int output, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing >= 0) ::dup2(nothing, STDIN_FILENO);
  let_signals_through();
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

Result<pid_t> spawn(const std::vector<std::string>& command, int output) {
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) become(arguments.data(), output, parent);
  if (pid < 0)
    return fail(ErrorCode::file_failure, std::string("can't start: ") + std::strerror(errno))
        .at(command.front());
  return pid;
}

}  // namespace

Result<std::string> own_executable() {
  std::array<char, 4096> path{};
  const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
  if (size <= 0 || static_cast<std::size_t>(size) == path.size())
    return fail(ErrorCode::file_failure, "can't find the executable that is running")
        .at("/proc/self/exe");
  return std::string(path.data(), static_cast<std::size_t>(size));
}

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& command,
                                         const std::string& log_file) {
  const int log = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (log < 0)
    return fail(ErrorCode::file_failure, std::string("can't write: ") + std::strerror(errno))
        .at(log_file);
  const auto pid = spawn(command, log);
  ::close(log);
  if (!pid.ok()) return pid.error();
  return ChildProcess(*pid);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this != &other) {
    stop();
    pid_ = std::exchange(other.pid_, -1);
  }
  return *this;
}

ChildProcess::~ChildProcess() { stop(); }

bool ChildProcess::is_running() {
  if (pid_ < 0) return false;
  if (::waitpid(pid_, nullptr, WNOHANG) == 0) return true;
  pid_ = -1;
  return false;
}

void ChildProcess::stop() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  for (unsigned i = 0; i < polls; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) {
      pid_ = -1;
      return;
    }
    ::usleep(poll_us);
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

Result<CommandResult> run_command(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(ErrorCode::file_failure, std::string("can't make a pipe: ") + std::strerror(errno));
  const auto pid = spawn(command, ends[1]);
  ::close(ends[1]);
  CommandResult result;
  std::array<char, 65536> buffer{};
  while (pid.ok()) {
    const ssize_t size = ::read(ends[0], buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    result.output.append(buffer.data(), static_cast<std::size_t>(size));
  }
  ::close(ends[0]);
  if (!pid.ok()) return pid.error();
  int status = 0;
  while (::waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace vouch::lab
