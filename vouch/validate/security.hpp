// Security: the four states of data (RFC 4033 section 5), and Status, which adds the case that no
// state was reached.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace vouch {

enum class Security : std::uint8_t { secure, insecure, bogus, indeterminate };

/// How an attempt to validate ended. In order from strong to weak: a chain of several RRsets is as
/// weak as its weakest.
enum class Status : std::uint8_t {
  secure,         ///< a chain of signatures from a trust anchor
  insecure,       ///< proven to be without a chain: an unsigned delegation, or a policy
  indeterminate,  ///< no trust anchor is at or above the name
  failed,  ///< what is needed could not be fetched or followed; SERVFAIL, never taken for insecure
  bogus,   ///< should have a chain and has none
};

constexpr Status weaker(Status left, Status right) { return left < right ? right : left; }

/// Nothing for `failed`: no state was reached (RFC 4035 section 4.3).
constexpr std::optional<Security> security_of(Status status) {
  switch (status) {
    case Status::secure: return Security::secure;
    case Status::insecure: return Security::insecure;
    case Status::indeterminate: return Security::indeterminate;
    case Status::bogus: return Security::bogus;
    case Status::failed: return std::nullopt;
  }
  return std::nullopt;
}

constexpr std::string_view text(Status status) {
  switch (status) {
    case Status::secure: return "secure";
    case Status::insecure: return "insecure";
    case Status::indeterminate: return "indeterminate";
    case Status::failed: return "failed";
    case Status::bogus: return "bogus";
  }
  return "";
}

}  // namespace vouch
