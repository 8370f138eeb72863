// Progress<T>: a value, or what must be fetched before there is one.
//
// The machine is written as plain functions that are run again from the top whenever something new
// was fetched; what they have found out already is remembered, so that no work is done twice.
// For this folder only.
#pragma once

#include <utility>
#include <variant>

#include "vouch/validate/validator.hpp"

namespace vouch::machine {

template <typename T>
class [[nodiscard]] Progress {
 public:
  Progress(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Progress(Need need) : state_(std::in_place_index<1>, std::move(need)) {}

  bool waits() const { return state_.index() == 1; }
  T&& value() && { return std::move(*std::get_if<0>(&state_)); }
  Need&& need() && { return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Need> state_;
};

}  // namespace vouch::machine

#define VOUCH_AWAIT_CONCAT_(a, b) a##b
#define VOUCH_AWAIT_CONCAT(a, b) VOUCH_AWAIT_CONCAT_(a, b)

/// VOUCH_AWAIT(auto x, f()): x is the value of f(), or the calling function returns what f() needs.
#define VOUCH_AWAIT(declaration, expression) \
  VOUCH_AWAIT_(VOUCH_AWAIT_CONCAT(vouch_await_, __LINE__), declaration, expression)
#define VOUCH_AWAIT_(temporary, declaration, expression)     \
  auto temporary = (expression);                             \
  if (temporary.waits()) return std::move(temporary).need(); \
  declaration = std::move(temporary).value()
