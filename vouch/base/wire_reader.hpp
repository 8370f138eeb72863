// WireReader: a bounded cursor over octets in network byte order (RFC 1035 section 2.3.2).
//
// Does not follow compression pointers; names are read by vouch/name.
#pragma once

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"

namespace vouch {

/// Every read fails with ErrorCode::truncated, placed at its offset, when too few octets are left.
class WireReader {
 public:
  explicit WireReader(OctetView octets, std::size_t offset = 0)
      : octets_(octets), offset_(offset) {}

  std::size_t offset() const { return offset_; }
  std::size_t left() const { return offset_ < octets_.size() ? octets_.size() - offset_ : 0; }
  bool at_end() const { return left() == 0; }
  OctetView whole() const { return octets_; }
  OctetView rest() const { return octets_.subspan(octets_.size() - left()); }
  void seek(std::size_t offset) { offset_ = offset; }

  Result<std::uint8_t> u8();
  Result<std::uint16_t> u16();
  Result<std::uint32_t> u32();
  Result<std::uint64_t> u48();
  Result<OctetView> octets(std::size_t count);
  /// One length octet, then that many octets.
  Result<OctetView> counted_u8();
  /// Two length octets, then that many octets.
  Result<OctetView> counted_u16();

  Error truncated(std::size_t wanted) const;

 private:
  OctetView octets_;
  std::size_t offset_;
};

}  // namespace vouch
