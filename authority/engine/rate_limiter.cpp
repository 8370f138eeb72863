#include "authority/engine/rate_limiter.hpp"

#include <algorithm>

#include "vouch/base/ascii.hpp"

namespace vouch::authority {
namespace {

constexpr std::uint64_t second_ns = 1'000'000'000;

OctetView block_of(OctetView address) { return address.first(address.size() == 16 ? 7 : 3); }

}  // namespace

RateLimiter::RateLimiter(const SipKey& key)
    : key_(key),
      blocks_(std::make_unique<Line[]>(line_count)),
      responses_(std::make_unique<Line[]>(line_count)) {}

RateLimiter::Account& RateLimiter::account_of(Line* lines, std::uint64_t hash) {
  Line& line = lines[hash % line_count];
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (Account& account : line.accounts) {
    if (account.tag == tag) return account;
  }
  Account& taken = *std::ranges::min_element(line.accounts, {}, &Account::due_ns);
  taken = {0, tag, 0};
  return taken;
}

// A block that goes on at more than the rate stays in debt, so that each of its answers is judged.
bool RateLimiter::is_quiet(const RateLimit& limit, OctetView address, std::uint64_t now_ns) {
  Account& account = account_of(blocks_.get(), siphash_1_3(key_, block_of(address)));
  const std::uint64_t due = std::max(account.due_ns, now_ns);
  account.due_ns = std::min(due + limit.interval_ns,
                            now_ns + second_ns + std::max(second_ns, 2 * limit.interval_ns));
  return due - now_ns <= second_ns;
}

Passage RateLimiter::judge(const RateLimit& limit, OctetView address, const AnswerSource& source,
                           std::uint64_t now_ns) {
  std::array<std::uint8_t, 16 + 8 + NameView::max_octets> subject;
  const OctetView block = block_of(address);
  auto end = std::copy(block.begin(), block.end(), subject.begin());
  const auto put_u16 = [&end](unsigned value) {
    *end++ = static_cast<std::uint8_t>(value >> 8);
    *end++ = static_cast<std::uint8_t>(value);
  };
  put_u16(static_cast<unsigned>(source.type));
  put_u16(static_cast<unsigned>(source.rcode));
  end = std::ranges::transform(source.name.wire(), end, lower_ascii).out;
  const auto octets = static_cast<std::size_t>(end - subject.begin());
  Account& account =
      account_of(responses_.get(), siphash_1_3(key_, OctetView(subject).first(octets)));
  const std::uint64_t due = std::max(account.due_ns, now_ns);
  if (due - now_ns <= second_ns) {
    account.due_ns = due + limit.interval_ns;
    return Passage::whole;
  }
  return limit.slip != 0 && account.limited++ % limit.slip == 0 ? Passage::truncated
                                                                : Passage::dropped;
}

}  // namespace vouch::authority
