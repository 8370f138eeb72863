// Files: whole files in, and out by writing aside and renaming, so that what was there is never
// half-written or lost.
#pragma once

#include <string>
#include <string_view>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"

namespace vouch {

/// Reads a regular file, pipe or `-` (standard input) to its end, at most `limit` octets.
/// Errors: file_failure (names the file and the reason), too_long.
Result<std::string> read_file(const std::string& path, std::size_t limit = std::size_t{1} << 34);

/// A file that replaces `path` when commit() succeeds; until then, and if it is destroyed before,
/// what was at `path` stays as it was. Where the file system can, what is written has no name until
/// then, so that even a process that is killed leaves nothing behind; else it stands aside in the
/// same folder. A device, pipe or socket at `path` is never replaced but written to. One thread at
/// a time.
class FileReplacement {
 public:
  /// Errors: file_failure.
  static Result<FileReplacement> open(const std::string& path, unsigned mode = 0644);
  FileReplacement(FileReplacement&& other) noexcept;
  FileReplacement& operator=(FileReplacement&& other) noexcept;
  ~FileReplacement();

  /// Whether nothing is seen at `path` before commit(): false for devices, pipes and sockets.
  bool is_unseen() const { return !in_place_; }

  /// Errors: file_failure (a full disk, say).
  Result<void> write(OctetView octets);
  Result<void> write(std::string_view text) { return write(octets_of(text)); }

  /// Flushes to the disk, closes and renames. Errors: file_failure; then `path` is as it was.
  Result<void> commit();

  /// The same, but never takes the place of a file that exists. Errors: file_failure.
  Result<void> commit_new();

 private:
  FileReplacement(int descriptor, std::string path, std::string aside);
  void start_flushing();
  Result<void> sync();
  Result<void> name_aside();
  void discard();

  int descriptor_ = -1;
  std::string path_;
  std::string aside_;      ///< empty while the file has no name
  bool in_place_ = false;  ///< `path` is no regular file
  std::size_t written_ = 0;
  std::size_t flushing_from_ = 0;  ///< what is before is on its way to the disk
};

/// Writes the whole file by replacement. Errors: file_failure.
Result<void> write_file(const std::string& path, std::string_view text, unsigned mode = 0644);

}  // namespace vouch
