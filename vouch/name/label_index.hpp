// LabelIndex: where the labels of one name begin, so that they can be walked from the right.
//
// Lives on the stack; the name must outlive it.
#pragma once

#include "vouch/name/name_view.hpp"

namespace vouch {

class LabelIndex {
 public:
  explicit LabelIndex(NameView name) : wire_(name.wire()) {
    for (std::size_t at = 0; wire_[at] != 0; at += wire_[at] + 1U)
      starts_[count_++] = static_cast<std::uint8_t>(at);
  }

  /// Without the root label.
  std::size_t count() const { return count_; }
  /// Label 0 is the leftmost.
  LabelView label(std::size_t i) const { return wire_.subspan(starts_[i] + 1U, wire_[starts_[i]]); }
  /// The name that begins with label i; for i == count() the root.
  NameView name_from(std::size_t i) const {
    return NameView::trusted(wire_.subspan(i < count_ ? starts_[i] : wire_.size() - 1));
  }

 private:
  OctetView wire_;
  std::uint8_t starts_[NameView::max_labels];
  std::size_t count_ = 0;
};

}  // namespace vouch
