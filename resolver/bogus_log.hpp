// BogusLog: which bogus answers the log is told of, so that nobody fills it: a few lines a minute
// for each zone and some more in all, and then how many were left out. One thread.
#pragma once

#include <string>
#include <vector>

#include "resolver/engine/bounded_cache.hpp"
#include "vouch/message/header.hpp"

namespace vouch::resolver {

class BogusLog {
 public:
  static constexpr unsigned most_of_zone = 5;  ///< lines a minute
  static constexpr unsigned most = 30;         ///< of all zones together

  /// Lines for the log now that a question was answered: why, where the verdict is bogus, and what
  /// was left out in the minute before.
  std::vector<std::string> note(const Question& question, const Verdict& verdict,
                                std::uint64_t now_ms);

 private:
  void begin_minute(std::uint64_t now_ms, std::vector<std::string>& lines);
  bool is_told(const Name& zone, std::uint64_t now_ms);

  static constexpr std::size_t zones_octets = 100'000;
  BoundedCache<Name, unsigned, NameLess> told_{zones_octets};  ///< this minute, by zone
  unsigned told_in_all_ = 0;
  std::uint64_t left_out_ = 0;
  Name left_out_zone_;  ///< of the last
  std::uint64_t ends_ms_ = 0;
};

}  // namespace vouch::resolver
