// How many errors of a file are told in one pass, and how many findings about its content.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace vouch::cli {

/// What --max-errors says; 0 is no limit.
struct ErrorLimit {
  static constexpr std::size_t usual = 20;
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::optional<unsigned> given = {};

  /// Of reading a file, where it is not read on behind the last one.
  std::size_t of_file() const { return chosen().value_or(usual); }

  /// Of the findings printed, all of which are known: on a terminal as many as of a file, else all.
  std::size_t of_findings(bool is_terminal) const {
    return chosen().value_or(is_terminal ? usual : none);
  }

 private:
  std::optional<std::size_t> chosen() const {
    if (!given) return std::nullopt;
    return *given == 0 ? none : *given;
  }
};

}  // namespace vouch::cli
