#include "vouch/crypto/secret.hpp"

#include <openssl/crypto.h>
#include <sys/stat.h>

#include "vouch/base/file_reader.hpp"

namespace vouch {

void wipe(std::uint8_t* octets, std::size_t size) { OPENSSL_cleanse(octets, size); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    octets_ = std::move(other.octets_);
  }
  return *this;
}

Secret::~Secret() { wipe(); }

void Secret::wipe() { vouch::wipe(octets_.data(), octets_.size()); }

void Secret::append(OctetView octets) {
  if (octets_.capacity() - octets_.size() < octets.size()) {
    Octets larger;
    larger.reserve((octets_.size() + octets.size()) * 2);
    append_octets(larger, octets_);
    wipe();
    octets_ = std::move(larger);
  }
  append_octets(octets_, octets);
}

Result<SecretFile> read_secret_file(const std::string& path) {
  constexpr std::size_t limit = std::size_t{1} << 16;
  VOUCH_TRY(FileReader file, FileReader::open(path));
  Secret room(limit + 1);
  std::size_t used = 0;
  while (used < room.size()) {
    VOUCH_TRY(const std::size_t count,
              file.read(reinterpret_cast<char*>(room.data()) + used, room.size() - used));
    if (count == 0) break;
    used += count;
  }
  if (used > limit)
    return fail(ErrorCode::too_long, "is over " + std::to_string(limit) + " octets").at(path);
  return SecretFile{Secret(room.view().first(used)), (file.mode() & (S_IROTH | S_IWOTH)) != 0};
}

}  // namespace vouch
