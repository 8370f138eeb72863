// RecordLines: where the records stand that something is said about, by a second reading of the
// file, which a good zone does not need.
#pragma once

#include <map>
#include <span>
#include <string>

#include "vouch/name/name.hpp"
#include "vouch/rr/type.hpp"

namespace vouch::cli {

class RecordLines {
 public:
  /// Reads the file for records of the owners; not standard input, and nothing where there are no
  /// owners.
  RecordLines(const std::string& path, NameView origin, std::span<const Name> owners);

  /// The line of the first record of the owner and type, or of any type; 0 where there is none.
  std::uint32_t of(NameView owner, RRType type) const;

 private:
  static constexpr RRType any{0};
  std::map<std::string, std::map<RRType, std::uint32_t>> lines_;
};

}  // namespace vouch::cli
