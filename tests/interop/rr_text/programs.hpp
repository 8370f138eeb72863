// Running installed programs and reading what they print.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace vouch::interop {

/// Whether the program is on the path, or in /usr/sbin.
bool is_installed(const std::string& program);

struct Output {
  int status = -1;  ///< the exit status
  std::string text;
};

/// Runs a shell command and reads its standard output to the end.
Output run(const std::string& command);

std::vector<std::string> lines_of(const std::string& text);

/// A folder for the time of one test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace vouch::interop
