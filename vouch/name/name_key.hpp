// NameKey: a name as octets whose plain comparison is the canonical order (RFC 4034 section 6.1),
// for trees and sorting. Labels are reversed and lower-cased; each ends with 0x00, and 0x00 and
// 0x01 inside are escaped with 0x01.
//
// A name's key is a prefix of the key of every name below it.
#pragma once

#include <string>

#include "vouch/name/name.hpp"

namespace vouch {

class NameKey {
 public:
  explicit NameKey(NameView name);

  OctetView octets() const { return octets_of(key_); }
  bool is_prefix_of(const NameKey& other) const {
    return other.key_.compare(0, key_.size(), key_) == 0;
  }

  friend bool operator==(const NameKey&, const NameKey&) = default;
  friend std::strong_ordering operator<=>(const NameKey& left, const NameKey& right) {
    return left.key_.compare(right.key_) <=> 0;
  }

 private:
  std::string key_;
};

}  // namespace vouch
