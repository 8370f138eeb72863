// WireWriter: appends integers and octets in network byte order to Octets that somebody else owns.
//
// Has no limit of its own; a message's size limit is kept by MessageBuilder.
#pragma once

#include "vouch/base/octets.hpp"

namespace vouch {

class WireWriter {
 public:
  explicit WireWriter(Octets& to) : to_(to) {}

  std::size_t offset() const { return to_.size(); }
  Octets& target() { return to_; }

  void u8(std::uint8_t value) { to_.push_back(value); }
  void u16(std::uint16_t value) {
    u8(static_cast<std::uint8_t>(value >> 8));
    u8(static_cast<std::uint8_t>(value));
  }
  void u32(std::uint32_t value) {
    u16(static_cast<std::uint16_t>(value >> 16));
    u16(static_cast<std::uint16_t>(value));
  }
  void u48(std::uint64_t value) {
    u16(static_cast<std::uint16_t>(value >> 32));
    u32(static_cast<std::uint32_t>(value));
  }
  void octets(OctetView view) { append_octets(to_, view); }

  /// Overwrites two octets that were written before, for a length known only afterwards.
  void patch_u16(std::size_t offset, std::uint16_t value) {
    to_[offset] = static_cast<std::uint8_t>(value >> 8);
    to_[offset + 1] = static_cast<std::uint8_t>(value);
  }

 private:
  Octets& to_;
};

}  // namespace vouch
