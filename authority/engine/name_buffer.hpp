// NameBuffer: a name that is made on the stack while a query is answered, where Name would
// allocate.
#pragma once

#include <algorithm>
#include <array>

#include "vouch/name/name_view.hpp"

namespace vouch::authority {

class NameBuffer {
 public:
  // Not initialised: a query that needs no buffer pays for none.
  NameBuffer() {}

  /// `*.parent`; false where it does not fit.
  bool assign_wildcard_of(NameView parent) {
    static constexpr std::uint8_t asterisk[] = {1, '*'};
    return assign(asterisk, parent.wire());
  }

  /// The name with its ancestor `from` replaced by `to` (RFC 6672 section 2.2); false where it does
  /// not fit.
  bool assign_substituted(NameView name, NameView from, NameView to) {
    return assign(name.wire().first(name.size() - from.size()), to.wire());
  }

  NameView view() const { return NameView::trusted(OctetView(octets_).first(size_)); }

 private:
  bool assign(OctetView front, OctetView back) {
    if (front.size() + back.size() > octets_.size()) return false;
    std::copy(back.begin(), back.end(), std::copy(front.begin(), front.end(), octets_.begin()));
    size_ = front.size() + back.size();
    return true;
  }

  std::array<std::uint8_t, NameView::max_octets> octets_;
  std::size_t size_ = 0;
};

}  // namespace vouch::authority
