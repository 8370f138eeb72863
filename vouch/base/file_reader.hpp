// FileReader: a file read piece by piece, for files that are not to be in memory whole; file.hpp
// reads whole ones.
#pragma once

#include <optional>
#include <string>

#include "vouch/base/result.hpp"

namespace vouch {

/// One thread at a time.
class FileReader {
 public:
  /// Opens a file, pipe or `-` (standard input). Errors: file_failure (names file and reason).
  static Result<FileReader> open(const std::string& path);

  /// Opens a regular file and nothing else, without waiting: for paths out of what is being read,
  /// which may name a device or a pipe that never ends. Errors: file_failure.
  static Result<FileReader> open_regular(const std::string& path);

  FileReader(FileReader&& other) noexcept;
  FileReader& operator=(FileReader&& other) noexcept;
  ~FileReader();

  /// Reads up to `room` octets to `to`; 0 at the end of the file. Errors: file_failure.
  Result<std::size_t> read(char* to, std::size_t room);

  /// The size of a regular file when it was opened; nothing for pipes and devices.
  std::optional<std::size_t> size() const { return size_; }

  /// Type and permissions, as fstat() has them; 0 where it does not say.
  unsigned mode() const { return mode_; }

 private:
  FileReader(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  static FileReader opened(int descriptor, const std::string& path);
  void close();

  int descriptor_;
  std::string path_;
  std::optional<std::size_t> size_;
  unsigned mode_ = 0;
};

}  // namespace vouch
