#include "vouch/base/file_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace vouch {
namespace {

Error file_error(const std::string& path, std::string_view what) {
  return fail(ErrorCode::file_failure, std::string(what) + ": " + std::strerror(errno)).at(path);
}

}  // namespace

Result<FileReader> FileReader::open(const std::string& path) {
  const int descriptor =
      path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return file_error(path, "can't be opened");
  return opened(descriptor, path);
}

// What was opened is looked at, not what stood at the path before. Pipes are not waited for, and
// files of the kernel that would wait for its next message fail.
Result<FileReader> FileReader::open_regular(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return file_error(path, "can't be opened");
  FileReader file = opened(descriptor, path);
  if (!file.size_) return fail(ErrorCode::file_failure, "is no regular file").at(path);
  return file;
}

FileReader FileReader::opened(int descriptor, const std::string& path) {
  FileReader file(descriptor, path);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return file;
  file.mode_ = status.st_mode;
  if (S_ISREG(status.st_mode)) {
    file.size_ = static_cast<std::size_t>(status.st_size);
    (void)::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  return file;
}

FileReader::FileReader(FileReader&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      size_(other.size_),
      mode_(other.mode_) {}

FileReader& FileReader::operator=(FileReader&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    path_ = std::move(other.path_);
    size_ = other.size_;
    mode_ = other.mode_;
  }
  return *this;
}

FileReader::~FileReader() { close(); }

void FileReader::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

Result<std::size_t> FileReader::read(char* to, std::size_t room) {
  while (true) {
    const ssize_t count = ::read(descriptor_, to, room);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return file_error(path_, "can't be read");
  }
}

}  // namespace vouch
