#include "tests/interop/rr_text/programs.hpp"

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

namespace vouch::interop {
namespace {

const std::string with_path = "PATH=\"$PATH:/usr/sbin:/sbin:/usr/local/sbin\"; ";

}  // namespace

bool is_installed(const std::string& program) { return run("command -v " + program).status == 0; }

Output run(const std::string& command) {
  Output output;
  std::FILE* const pipe = ::popen((with_path + command).c_str(), "r");
  if (pipe == nullptr) return output;
  char piece[4096];
  while (const std::size_t count = std::fread(piece, 1, sizeof piece, pipe))
    output.text.append(piece, count);
  const int status = ::pclose(pipe);
  output.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return output;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "vouch-rr-text-XXXXXX").string();
  if (::mkdtemp(name.data()) != nullptr) path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace vouch::interop
