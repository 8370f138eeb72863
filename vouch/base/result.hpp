// Result<T>: a value or an Error. The compiler warns when one is dropped.
//
// std::expected is not available on the compilers that vouch supports, and the usual stand-ins lack
// [[nodiscard]] on the class. Nothing in vouch/ throws; fallible construction is a static function.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "vouch/base/error.hpp"

namespace vouch {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return assert(ok()), *std::get_if<0>(&state_); }
  const T& value() const& { return assert(ok()), *std::get_if<0>(&state_); }
  T&& value() && { return assert(ok()), std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return assert(!ok()), *std::get_if<1>(&state_); }
  Error&& error() && { return assert(!ok()), std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const& { return assert(error_), *error_; }
  Error&& error() && { return assert(error_), std::move(*error_); }

 private:
  std::optional<Error> error_;
};

inline Error fail(ErrorCode code, std::string detail = {}) {
  return Error{code, std::move(detail), {}};
}

}  // namespace vouch

#define VOUCH_CONCAT_(a, b) a##b
#define VOUCH_CONCAT(a, b) VOUCH_CONCAT_(a, b)

/// VOUCH_TRY(auto x, f()): x is the value of f(), or the calling function returns the error.
#define VOUCH_TRY(declaration, expression) \
  VOUCH_TRY_(VOUCH_CONCAT(vouch_try_, __LINE__), declaration, expression)
#define VOUCH_TRY_(temporary, declaration, expression)      \
  auto temporary = (expression);                            \
  if (!temporary.ok()) return std::move(temporary).error(); \
  declaration = std::move(temporary).value()

/// VOUCH_CHECK(f()): the calling function returns the error of f(), a Result<void>, if there is
/// one.
#define VOUCH_CHECK(expression)                                                                    \
  do {                                                                                             \
    if (auto vouch_check = (expression); !vouch_check.ok()) return std::move(vouch_check).error(); \
  } while (false)
