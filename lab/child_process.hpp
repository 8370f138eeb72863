// ChildProcess: a program that the lab runs: a server that is ended with the lab, or a command
// whose output is shown.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "vouch/base/result.hpp"

namespace vouch::lab {

/// The path of the running executable. Errors: file_failure.
Result<std::string> own_executable();

class ChildProcess {
 public:
  /// Starts a program with its output going to a file; it ends when this process ends, however that
  /// happens. Errors: file_failure.
  static Result<ChildProcess> start(const std::vector<std::string>& command,
                                    const std::string& log_file);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  /// Ends the process and waits for it.
  ~ChildProcess();

  bool is_running();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}
  void stop();

  pid_t pid_ = -1;
};

struct CommandResult {
  int exit_code = 0;
  std::string output;  ///< standard output and error as they came
};

/// Runs a command to its end. Errors: file_failure.
Result<CommandResult> run_command(const std::vector<std::string>& command);

}  // namespace vouch::lab
