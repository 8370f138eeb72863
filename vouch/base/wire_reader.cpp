#include "vouch/base/wire_reader.hpp"

namespace vouch {

Error WireReader::truncated(std::size_t wanted) const {
  Error error = fail(ErrorCode::truncated, std::to_string(wanted) + " octets are expected, " +
                                               std::to_string(left()) + " are left");
  error.where.offset = offset_;
  return error;
}

Result<OctetView> WireReader::octets(std::size_t count) {
  if (left() < count) return truncated(count);
  const OctetView view = octets_.subspan(offset_, count);
  offset_ += count;
  return view;
}

Result<std::uint8_t> WireReader::u8() {
  if (left() < 1) return truncated(1);
  return octets_[offset_++];
}

Result<std::uint16_t> WireReader::u16() {
  if (left() < 2) return truncated(2);
  const auto value = static_cast<std::uint16_t>(octets_[offset_] << 8 | octets_[offset_ + 1]);
  offset_ += 2;
  return value;
}

Result<std::uint32_t> WireReader::u32() {
  if (left() < 4) return truncated(4);
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | octets_[offset_++];
  return value;
}

Result<std::uint64_t> WireReader::u48() {
  if (left() < 6) return truncated(6);
  std::uint64_t value = 0;
  for (int i = 0; i < 6; ++i) value = value << 8 | octets_[offset_++];
  return value;
}

Result<OctetView> WireReader::counted_u8() {
  const std::size_t start = offset_;
  VOUCH_TRY(const std::size_t count, u8());
  if (left() < count) {
    Error error = truncated(count);
    offset_ = start;
    return error;
  }
  return octets(count);
}

Result<OctetView> WireReader::counted_u16() {
  const std::size_t start = offset_;
  VOUCH_TRY(const std::size_t count, u16());
  if (left() < count) {
    Error error = truncated(count);
    offset_ = start;
    return error;
  }
  return octets(count);
}

}  // namespace vouch
