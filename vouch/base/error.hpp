// Error: malformed input or failed I/O, with the place where it happened.
//
// Outcomes of the DNS (NXDOMAIN, bogus, ...) are values and never an Error; bugs assert.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vouch {

enum class ErrorCode : std::uint8_t {
#define VOUCH_ERROR(id, sentence) id,
#include "vouch/base/errors.def"
#undef VOUCH_ERROR
};

/// The snake_case name of the code, as in errors.def and docs/errors.md.
std::string_view mnemonic(ErrorCode code);

/// The general sentence of the code.
std::string_view sentence(ErrorCode code);

/// Where an error happened: a file with line and column, or an offset into octets; all optional.
struct Place {
  std::string source;         ///< file name, or server as ADDRESS#PORT; empty where unknown
  std::uint32_t line = 0;     ///< from 1; 0 where unknown
  std::uint32_t column = 0;   ///< from 1, in octets; 0 where unknown
  std::size_t offset = npos;  ///< octet offset into a message or RDATA

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
};

struct Error {
  ErrorCode code;
  std::string detail;  ///< what exactly is wrong and what to do; may be empty
  Place where = {};

  /// `FILE:LINE:COL: detail` with the parts that are known; the sentence where there is no detail.
  std::string message() const;

  /// The same error, placed in a file. A place that is known already is kept.
  Error at(std::string_view source, std::uint32_t line = 0, std::uint32_t column = 0) &&;
};

}  // namespace vouch
