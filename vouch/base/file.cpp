#include "vouch/base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "vouch/base/file_reader.hpp"

namespace vouch {
namespace {

Error file_error(const std::string& path, std::string_view what) {
  Error error = fail(ErrorCode::file_failure, std::string(what) + ": " + std::strerror(errno));
  error.where.source = path;
  return error;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// A rename is durable only when the folder is on the disk too; failing that, the file itself still
// is whole.
void sync_folder(const std::string& path) {
  const int folder = ::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  (void)::fsync(folder);
  ::close(folder);
}

constexpr unsigned max_names_aside = 1000;

std::string path_of(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

// A file without a name in the folder of `path`; -1 where the system has none, or no way to name it
// later.
int open_nameless(const std::string& path) {
  constexpr unsigned mode_until_named = 0600;
  const int descriptor =
      ::open(folder_of(path).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode_until_named);
  if (descriptor < 0 || ::access(path_of(descriptor).c_str(), F_OK) == 0) return descriptor;
  ::close(descriptor);
  return -1;
}

// Gives a file without a name one that is free. False with errno otherwise.
bool give_name(int descriptor, const std::string& path) {
  return ::linkat(AT_FDCWD, path_of(descriptor).c_str(), AT_FDCWD, path.c_str(),
                  AT_SYMLINK_FOLLOW) == 0;
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  VOUCH_TRY(FileReader file, FileReader::open(path));
  std::string text;
  std::size_t used = 0;
  // No more than the limit is held, whatever the file says of its size.
  text.resize(std::min<std::size_t>(file.size().value_or(0), limit) + 1);
  while (true) {
    if (used == text.size()) text.resize(std::min(text.size() * 2 + 65536, limit + 1));
    VOUCH_TRY(const std::size_t count, file.read(text.data() + used, text.size() - used));
    if (count == 0) break;
    used += count;
    if (used > limit)
      return fail(ErrorCode::too_long, "is over " + std::to_string(limit) + " octets").at(path);
  }
  text.resize(used);
  return text;
}

FileReplacement::FileReplacement(int descriptor, std::string path, std::string aside)
    : descriptor_(descriptor), path_(std::move(path)), aside_(std::move(aside)) {}

FileReplacement::FileReplacement(FileReplacement&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      aside_(std::move(other.aside_)),
      in_place_(other.in_place_),
      written_(other.written_),
      flushing_from_(other.flushing_from_) {}

FileReplacement& FileReplacement::operator=(FileReplacement&& other) noexcept {
  if (this != &other) {
    discard();
    descriptor_ = std::exchange(other.descriptor_, -1);
    path_ = std::move(other.path_);
    aside_ = std::move(other.aside_);
    in_place_ = other.in_place_;
    written_ = other.written_;
    flushing_from_ = other.flushing_from_;
  }
  return *this;
}

FileReplacement::~FileReplacement() { discard(); }

void FileReplacement::discard() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!aside_.empty()) ::unlink(aside_.c_str());
  descriptor_ = -1;
}

Result<FileReplacement> FileReplacement::open(const std::string& path, unsigned mode) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return file_error(path, "can't be written");
    FileReplacement device(descriptor, path, {});
    device.in_place_ = true;
    return device;
  }
  std::string aside;
  int descriptor = open_nameless(path);
  if (descriptor < 0) {
    aside = path + ".XXXXXX";
    descriptor = ::mkostemp(aside.data(), O_CLOEXEC);
  }
  if (descriptor < 0) return file_error(path, "can't be written");
  FileReplacement replacement(descriptor, path, std::move(aside));
  if (::fchmod(descriptor, mode) != 0) return file_error(path, "can't be given its mode");
  return replacement;
}

Result<void> FileReplacement::write(OctetView octets) {
  while (!octets.empty()) {
    const ssize_t count = ::write(descriptor_, octets.data(), octets.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return file_error(path_, "can't be written");
    octets = octets.subspan(static_cast<std::size_t>(count));
    written_ += static_cast<std::size_t>(count);
  }
  start_flushing();
  return {};
}

// The disk has work while the rest of a large file is made, so that commit() does not wait for all
// of it.
void FileReplacement::start_flushing() {
#ifdef SYNC_FILE_RANGE_WRITE
  constexpr std::size_t step = std::size_t{8} << 20;
  if (in_place_ || written_ - flushing_from_ < step) return;
  (void)::sync_file_range(descriptor_, static_cast<off_t>(flushing_from_),
                          static_cast<off_t>(written_ - flushing_from_), SYNC_FILE_RANGE_WRITE);
  flushing_from_ = written_;
#endif
}

Result<void> FileReplacement::sync() {
  // Devices and pipes have nothing to flush.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS)
    return file_error(path_, "can't be written to the disk");
  return {};
}

// A link can't replace a file and a file without a name can't be renamed, so it gets a name that is
// free first.
Result<void> FileReplacement::name_aside() {
  const std::string start = path_ + "." + std::to_string(::getpid()) + ".";
  for (unsigned count = 0; count < max_names_aside; ++count) {
    const std::string aside = start + std::to_string(count);
    if (give_name(descriptor_, aside)) {
      aside_ = aside;
      return {};
    }
    if (errno != EEXIST) break;
  }
  return file_error(path_, "can't be replaced");
}

Result<void> FileReplacement::commit() {
  VOUCH_CHECK(sync());
  if (!in_place_) {
    if (aside_.empty()) VOUCH_CHECK(name_aside());
    if (::rename(aside_.c_str(), path_.c_str()) != 0) return file_error(path_, "can't be replaced");
  }
  ::close(descriptor_);
  descriptor_ = -1;
  if (!in_place_) sync_folder(path_);
  return {};
}

// A link, unlike a rename, fails where the name is taken.
Result<void> FileReplacement::commit_new() {
  VOUCH_CHECK(sync());
  if (in_place_) errno = EEXIST;
  const bool is_made = !in_place_ && (aside_.empty() ? give_name(descriptor_, path_)
                                                     : ::link(aside_.c_str(), path_.c_str()) == 0);
  if (!is_made) return file_error(path_, "can't be made");
  discard();
  sync_folder(path_);
  return {};
}

Result<void> write_file(const std::string& path, std::string_view text, unsigned mode) {
  VOUCH_TRY(FileReplacement file, FileReplacement::open(path, mode));
  VOUCH_CHECK(file.write(text));
  return file.commit();
}

}  // namespace vouch
