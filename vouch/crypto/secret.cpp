#include "vouch/crypto/secret.hpp"

#include <openssl/crypto.h>

#include "vouch/base/file.hpp"

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

Result<Secret> read_secret_file(const std::string& path) {
  VOUCH_TRY(std::string text, read_file(path, std::size_t{1} << 16));
  Secret secret(octets_of(text));
  wipe(reinterpret_cast<std::uint8_t*>(text.data()), text.size());
  return secret;
}

}  // namespace vouch
