// Secret: octets that are zeroised before their memory is given back. Not copyable; never printed.
#pragma once

#include <string_view>

#include "vouch/base/octets.hpp"

namespace vouch {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::size_t size) : octets_(size) {}
  explicit Secret(OctetView octets) : octets_(octets.begin(), octets.end()) {}
  Secret(Secret&& other) noexcept : octets_(std::move(other.octets_)) {}
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  OctetView view() const { return octets_; }
  std::string_view text() const { return text_of(octets_); }
  std::uint8_t* data() { return octets_.data(); }
  std::size_t size() const { return octets_.size(); }

 private:
  void wipe();
  Octets octets_;
};

}  // namespace vouch
