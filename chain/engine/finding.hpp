// Finding: one problem with its code, the servers that have it, and what mends it.
//
// Codes are the words that DNSViz uses where it has one for the same thing, so that scripts carry
// over.
#pragma once

#include <string>
#include <vector>

#include "vouch/validate/verdict.hpp"

namespace vouch::chain {

enum class Severity : std::uint8_t { error, warning, notice };
std::string_view text(Severity severity);

struct Finding {
  std::string code;
  Severity severity = Severity::error;
  Name zone;
  Name owner;
  RRType type = RRType{0};
  std::vector<std::string> servers = {};
  std::string text;            ///< a sentence
  std::string reference = {};  ///< section of an RFC
  std::string fix = {};        ///< what to do; a command where there is one
};

/// The code word of a reason: `EXPIRATION_IN_PAST`.
std::string_view code_of(Reason reason);

/// The finding that a conclusion is.
Finding finding_of(const Conclusion& conclusion);

/// What mends it, in a sentence with a command.
std::string fix_of(const Conclusion& conclusion);

}  // namespace vouch::chain
