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
  FileReader(FileReader&& other) noexcept;
  FileReader& operator=(FileReader&& other) noexcept;
  ~FileReader();

  /// Reads up to `room` octets to `to`; 0 at the end of the file. Errors: file_failure.
  Result<std::size_t> read(char* to, std::size_t room);

  /// The size of a regular file when it was opened; nothing for pipes and devices.
  std::optional<std::size_t> size() const { return size_; }

 private:
  FileReader(int descriptor, std::string path, std::optional<std::size_t> size)
      : descriptor_(descriptor), path_(std::move(path)), size_(size) {}
  void close();

  int descriptor_;
  std::string path_;
  std::optional<std::size_t> size_;
};

}  // namespace vouch
