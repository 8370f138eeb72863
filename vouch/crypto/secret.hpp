// Secret: octets that are zeroised before their memory is given back. Not copyable; never printed.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"

namespace vouch {

/// Zeroises memory in a way that the compiler can't leave out.
void wipe(std::uint8_t* octets, std::size_t size);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::size_t size) : octets_(size) {}
  explicit Secret(OctetView octets) : octets_(octets.begin(), octets.end()) {}
  /// Takes the octets over, so that no copy stays behind.
  explicit Secret(Octets&& octets) noexcept : octets_(std::move(octets)) {}
  Secret(Secret&& other) noexcept : octets_(std::move(other.octets_)) {}
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  OctetView view() const { return octets_; }
  std::string_view text() const { return text_of(octets_); }
  std::uint8_t* data() { return octets_.data(); }
  std::size_t size() const { return octets_.size(); }

  /// Appends, zeroising what growing leaves behind.
  void append(OctetView octets);
  void append(std::string_view text) { append(octets_of(text)); }

 private:
  void wipe();
  Octets octets_;
};

struct SecretFile {
  Secret content;
  bool is_exposed = false;  ///< every user of the machine may read or change it
};

/// Reads a regular file or pipe of at most 64 KiB whose content is secret, and leaves no copy
/// behind. Errors: as read_file.
Result<SecretFile> read_secret_file(const std::string& path);

}  // namespace vouch
