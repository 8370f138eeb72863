// Validated<T>: a value that opens only by handling its security (RFC 4033 section 5).
//
// Bogus data and data without a verdict are handed out to nobody but a caller who says that
// checking is disabled (RFC 4035 section 3.2.2).
#pragma once

#include <utility>

#include "vouch/validate/verdict.hpp"

namespace vouch {

template <typename T>
class Validated {
 public:
  Validated(T value, Verdict verdict) : value_(std::move(value)), verdict_(std::move(verdict)) {}

  const Verdict& verdict() const { return verdict_; }
  Status status() const { return verdict_.status(); }

  /// Calls `usable(value, Security)` for secure, insecure and indeterminate data, or
  /// `unusable(verdict)` for bogus data and where there is no verdict. Both return the same type.
  template <typename Usable, typename Unusable>
  auto open(Usable&& usable, Unusable&& unusable) const {
    if (is_usable()) return std::forward<Usable>(usable)(value_, *verdict_.security());
    return std::forward<Unusable>(unusable)(verdict_);
  }

  /// The value if it is secure, else null.
  const T* if_secure() const { return status() == Status::secure ? &value_ : nullptr; }

  /// The value whatever its security, for a client that set CD.
  const T& with_checking_disabled() const { return value_; }

 private:
  bool is_usable() const { return status() != Status::bogus && status() != Status::failed; }

  T value_;
  Verdict verdict_;
};

}  // namespace vouch
