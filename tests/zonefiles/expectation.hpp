// Expectation: what a file of the corpus of zone files has to give, read out of its comment lines
// (README.md beside this file says how they are written).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vouch/zonefile/reader.hpp"

namespace vouch::test {

struct Expectation {
  std::vector<std::string> complaints;  ///< `error 3:12 bad_syntax`, in their order
  std::vector<std::string> records;     ///< with single blanks; may be left out
  std::optional<std::size_t> count;     ///< of records
  bool is_zone = false;                 ///< the file is loaded as a zone and its content checked
  std::optional<Name> apex;             ///< of the zone; none takes the SOA's owner
  ZoneFileOptions options;              ///< the origin is example. unless told
  std::vector<std::string> faults;      ///< lines of the expectation that could not be read
};

/// Reads the lines that begin with `;=` and `;>` of the file, or of FILE.expected where there is
/// one.
Expectation read_expectation(const std::string& path);

}  // namespace vouch::test
