#include "vouch/crypto/key_files/key_directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>

#include "vouch/base/file.hpp"
#include "vouch/crypto/key_files/key_file.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {
namespace {

constexpr std::size_t max_key_file_octets = 1 << 20;

Error directory_error(const std::string& path) {
  return fail(ErrorCode::file_failure, std::string("can't be read: ") + std::strerror(errno))
      .at(path);
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whether a file name is `prefix`, algorithm, tag and one of the two endings; then `name` loses its
// ending.
bool is_key_name(std::string_view& name, std::string_view prefix) {
  if (name.substr(0, prefix.size()) != prefix) return false;
  const std::string_view rest = name.substr(prefix.size());  // 013+12345.key
  if (rest.size() < 13 || rest[3] != '+' || !is_digits(rest.substr(0, 3)) ||
      !is_digits(rest.substr(4, 5)))
    return false;
  if (rest.substr(9) != ".key" && rest.substr(9) != ".private") return false;
  name = name.substr(0, prefix.size() + 9);
  return true;
}

std::uint16_t tag_in_name(std::string_view base_name) {
  unsigned tag = 0;
  std::from_chars(base_name.data() + base_name.size() - 5, base_name.data() + base_name.size(),
                  tag);
  return static_cast<std::uint16_t>(tag);
}

}  // namespace

std::pair<std::uint16_t, std::uint16_t> tags_of(OctetView dnskey) {
  Octets changed(dnskey.begin(), dnskey.end());
  changed[1] &= static_cast<std::uint8_t>(~rr::Dnskey::revoke_flag);
  const std::uint16_t plain = rr::dnskey_tag(changed);
  changed[1] |= rr::Dnskey::revoke_flag;
  return {plain, rr::dnskey_tag(changed)};
}

KeyDirectory::KeyDirectory(KeyDirectory&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      base_names_(std::move(other.base_names_)) {}

KeyDirectory::~KeyDirectory() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string KeyDirectory::path_of(std::string_view file) const {
  if (path_.empty() || path_ == ".") return std::string(file);
  return path_ + (path_.back() == '/' ? "" : "/") + std::string(file);
}

Result<KeyDirectory> KeyDirectory::open(const std::string& path, NameView zone, Use use) {
  const std::string opened = path.empty() ? "." : path;
  const int descriptor = ::open(opened.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return directory_error(opened);
  KeyDirectory directory(descriptor, path);
  // Not every file system has locks; without them two processes at the same moment are on their
  // own.
  if (use == Use::add) (void)::flock(descriptor, LOCK_EX);
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(opened.c_str()), ::closedir);
  if (!listing) return directory_error(opened);
  const std::string whole = key_base_name(zone, Algorithm::DELETE, 0);
  const std::string_view prefix = std::string_view(whole).substr(0, whole.size() - 9);
  std::set<std::string> found;
  while (const dirent* entry = ::readdir(listing.get())) {
    std::string_view name = entry->d_name;
    if (is_key_name(name, prefix)) found.insert(directory.path_of(name));
  }
  directory.base_names_.assign(found.begin(), found.end());
  return directory;
}

Result<std::set<std::uint16_t>> KeyDirectory::taken_tags() const {
  std::set<std::uint16_t> taken;
  for (const std::string& base_name : base_names_) {
    taken.insert(tag_in_name(base_name));
    const std::string path = base_name + ".key";
    if (::access(path.c_str(), F_OK) != 0) continue;
    VOUCH_TRY(std::string text, read_file(path, max_key_file_octets));
    VOUCH_TRY(const KeyFile file, KeyFile::read(std::move(text), path));
    const auto [plain, revoked] = tags_of(file.dnskey);
    taken.insert({plain, revoked});
  }
  return taken;
}

}  // namespace vouch
