// OwnerBuffer: the owner in force, in wire form, read from a token without allocating (RFC 1035
// section 5.1).
#pragma once

#include <array>

#include "vouch/name/name.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::zonefile {

/// One thread at a time.
class OwnerBuffer {
 public:
  /// Reads an owner, relative to the origin, `@` included. The same text as last time costs one
  /// comparison: the token's text and the origin must stay until forget_text(). Errors: bad_name,
  /// with the token's place; then no owner is known.
  Result<void> read(const Token& token, NameView origin);

  /// To be called when the text of the last token goes away or the origin changes.
  void forget_text() { text_ = {}; }

  /// Whether there is an owner that a record may inherit.
  bool known() const { return size_ != 0; }
  NameView name() const { return NameView::trusted({octets_.data(), size_}); }

 private:
  bool read_plain(std::string_view text, NameView origin);

  std::array<std::uint8_t, NameView::max_octets> octets_{};
  std::uint8_t size_ = 0;
  std::string_view text_;
};

}  // namespace vouch::zonefile
