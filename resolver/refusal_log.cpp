#include "resolver/refusal_log.hpp"

#include "daemon/log.hpp"

namespace vouch::resolver {

bool RefusalLog::note(const std::string& why, std::uint64_t now_ms) {
  constexpr std::uint64_t pause_ms = 10'000;
  ++count_;
  if (now_ms < next_ms_) return false;
  daemon::log_warning("queries are refused: " + why, {{"count", std::to_string(count_)}});
  count_ = 0;
  next_ms_ = now_ms + pause_ms;
  return true;
}

}  // namespace vouch::resolver
