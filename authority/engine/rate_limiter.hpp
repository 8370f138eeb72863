// RateLimiter: answers over UDP to spoofed addresses, kept to a rate (response rate limiting, as
// other servers have it): of one response a block of addresses gets so many a second whole, and of
// the others some are truncated, so that real clients come by TCP, and the rest are not sent.
//
// What counts as one response: AnswerSource. Blocks are /24 and /56. Who is exempt (TCP, good
// cookies, addresses) is decided elsewhere. Memory is fixed; the time is a parameter.
#pragma once

#include <memory>

#include "authority/engine/answer_source.hpp"
#include "vouch/base/siphash.hpp"

namespace vouch::authority {

struct RateLimit {
  /// Nanoseconds for each response at the rate; 0 for no limit. A second's worth may come at once.
  std::uint64_t interval_ns = 0;
  /// Of so many limited answers one is sent truncated; 0 where none is.
  unsigned slip = 2;
};

enum class Passage : std::uint8_t { whole, truncated, dropped };

/// One thread.
class RateLimiter {
 public:
  /// The key keeps others from choosing addresses and names that share a place in the tables.
  explicit RateLimiter(const SipKey& key);

  /// Counts an answer to the address (4 or 16 octets); false where its block has had more than the
  /// rate of all kinds together, and judge() is to be asked. What most clients cost: one hash.
  bool is_quiet(const RateLimit& limit, OctetView address, std::uint64_t now_ns);

  /// Counts the response to the address's block, and says how it is to be sent.
  Passage judge(const RateLimit& limit, OctetView address, const AnswerSource& source,
                std::uint64_t now_ns);

 private:
  /// When the next answer at the rate would be due; a second ahead of the clock is the limit.
  struct Account {
    std::uint64_t due_ns = 0;
    std::uint32_t tag = 0;
    std::uint32_t limited = 0;  ///< answers that were not sent whole
  };
  /// The accounts that share a place: those longest quiet give way.
  struct alignas(64) Line {
    Account accounts[4];
  };
  static constexpr std::size_t line_count = 4096;

  static Account& account_of(Line* lines, std::uint64_t hash);

  SipKey key_;
  std::unique_ptr<Line[]> blocks_;
  std::unique_ptr<Line[]> responses_;
};

}  // namespace vouch::authority
