// OrderedWork: parts of a whole made by several threads at once and taken one by one in their
// order, while others are made. Never more parts than slots are on their way.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "vouch/base/result.hpp"

namespace vouch {

class OrderedWork {
 public:
  /// Works on part `part`, whose result belongs in slot `slot` (below slots_for(threads)) of
  /// something that the caller has.
  using Step = std::function<Result<void>(std::size_t part, std::size_t slot)>;

  /// How many results there may be at a time.
  static std::size_t slots_for(unsigned threads) { return std::size_t{8} * (threads + 1); }

  /// Calls `make` for every part, by `threads` threads of which the caller's is one, and `take` for
  /// every part in order, one call at a time, by any of them. Errors: that of the earliest part
  /// that failed, whatever the threads; later ones are given up.
  static Result<void> run(std::size_t parts, unsigned threads, const Step& make, const Step& take);

 private:
  OrderedWork(std::size_t parts, unsigned threads, const Step& make, const Step& take);
  void work();
  void take_what_is_ready(std::unique_lock<std::mutex>& lock);
  void stop(std::size_t part, Error error);

  std::size_t parts_;
  const Step& make_;
  const Step& take_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::vector<bool> ready_;  ///< by slot
  std::size_t next_ = 0;     ///< the part that is made next
  std::size_t taken_ = 0;    ///< parts that were taken
  bool taking_ = false;
  std::size_t failed_part_ = 0;
  std::optional<Error> error_;
};

}  // namespace vouch
