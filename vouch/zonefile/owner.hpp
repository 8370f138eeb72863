// OwnerBuffer: the owner in force, in wire form, read from a token without allocating (RFC 1035
// section 5.1).
#pragma once

#include <array>

#include "vouch/name/name.hpp"
#include "vouch/name/plain_name.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::zonefile {

/// One thread at a time.
class OwnerBuffer {
 public:
  explicit OwnerBuffer(Kernel kernel = Kernel::best) : kernel_(kernel) {}

  /// Reads an owner, relative to the origin, `@` included. The same text as last time costs one
  /// comparison: the origin must stay until forget_text(). Errors: bad_name, with the token's
  /// place; then no owner is known.
  Result<void> read(const Token& token, NameView origin) {
    if (token.text == text() && text_size_ != 0 && !token.quoted) return {};
    return read_anew(token, origin);
  }

  /// To be called when the origin changes.
  void forget_text() { text_size_ = 0; }

  /// No record may inherit the owner.
  void forget() {
    size_ = 0;
    text_size_ = 0;
  }

  /// Whether there is an owner that a record may inherit.
  bool known() const { return size_ != 0; }
  NameView name() const { return NameView::trusted({octets_.data(), size_}); }

 private:
  std::string_view text() const { return {text_.data(), text_size_}; }
  Result<void> read_anew(const Token& token, NameView origin);

  std::array<std::uint8_t, NameView::max_octets + plain_name_slack> octets_{};
  std::uint8_t size_ = 0;
  std::array<char, 256> text_{};  ///< from which the name was read
  std::size_t text_size_ = 0;     ///< 0 where it is not known, or too long to be kept
  Kernel kernel_;
};

}  // namespace vouch::zonefile
