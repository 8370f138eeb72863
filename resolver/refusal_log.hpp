// RefusalLog: tells the log that queries were refused for want of places, in a line of ten seconds
// and not one each. For this folder only.
#pragma once

#include <cstdint>
#include <string>

namespace vouch::resolver {

/// One thread.
class RefusalLog {
 public:
  /// `why` goes with the line for the last of those that it counts. False where nothing was
  /// written.
  bool note(const std::string& why, std::uint64_t now_ms);

 private:
  std::uint64_t count_ = 0;  ///< since the last line
  std::uint64_t next_ms_ = 0;
};

}  // namespace vouch::resolver
