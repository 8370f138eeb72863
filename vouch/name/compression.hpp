// NameCompressor: remembers where names were written in one message, and writes later ones with
// pointers to them (RFC 1035 section 4.1.4).
//
// Matches ignoring case but keeps the case that was written first only where the case is the same,
// so that a response echoes the question's letters (0x20). Pointers reach offsets below 0x4000
// only. One per message; not for use by several threads.
#pragma once

#include <array>

#include "vouch/base/wire_writer.hpp"
#include "vouch/name/name_view.hpp"

namespace vouch {

class NameCompressor {
 public:
  /// Offsets are counted from `message_start`, the index of the header in the written octets.
  explicit NameCompressor(std::size_t message_start = 0) : start_(message_start) {}

  /// Writes the name, compressed where a suffix of it was written before, and remembers its new
  /// suffixes.
  void write(WireWriter& writer, NameView name);

  /// Writes the name in full, and remembers it for later ones (for fields that must not be
  /// compressed).
  void write_uncompressed(WireWriter& writer, NameView name);

  /// Forgets everything that was written at or after `offset`, for a record that is taken back.
  void forget_from(std::size_t offset);

 private:
  static constexpr std::size_t slots =
      256;  ///< power of two; when full, later names go uncompressed

  struct Slot {
    std::uint32_t hash;
    std::uint16_t offset;  ///< 0 where empty: no name stands at the header
  };

  std::size_t find(const Octets& message, NameView suffix, std::uint32_t hash) const;
  void remember(std::uint32_t hash, std::size_t offset);
  bool stands_at(const Octets& message, std::size_t offset, NameView name) const;

  std::size_t start_;
  std::size_t used_ = 0;
  std::array<Slot, slots> table_{};
};

}  // namespace vouch
