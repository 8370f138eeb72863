#include "resolver/engine/servers/guarded_query.hpp"

#include <algorithm>

#include "vouch/base/ascii.hpp"
#include "vouch/message/edns_option.hpp"
#include "vouch/message/message_view.hpp"

namespace vouch::resolver {
namespace {

constexpr std::uint64_t minute_ms = 60'000;
constexpr std::uint64_t short_ms = 15 * minute_ms;
constexpr std::uint64_t long_ms = 360 * minute_ms;
/// What may be chance, or forged, is believed the second time.
constexpr unsigned believed = 2;
constexpr unsigned lost_before_trial = 2;
constexpr std::size_t header_octets = 12;

bool is_letter(std::uint8_t octet) {
  return lower_ascii(octet) >= 'a' && lower_ascii(octet) <= 'z';
}

// Octets that say how long a label is are no letters.
Name in_random_case(const Name& name, const std::function<std::uint32_t()>& random) {
  Octets wire(name.wire().begin(), name.wire().end());
  std::uint32_t bits = 0;
  unsigned left = 0;
  for (std::uint8_t& octet : wire) {
    if (!is_letter(octet)) continue;
    if (left == 0) {
      bits = random();
      left = 32;
    }
    octet = static_cast<std::uint8_t>((octet & ~0x20U) | (bits & 1) << 5);
    bits >>= 1;
    --left;
  }
  return Name(NameView::trusted(wire));
}

bool is_refusal(Rcode rcode) {
  return rcode == Rcode::FORMERR || rcode == Rcode::NOTIMP || rcode == Rcode::BADVERS;
}

}  // namespace

GuardedQuery::GuardedQuery(Question question, Options options, const Bearing& bearing,
                           const std::function<std::uint32_t()>& random, std::uint64_t now_ms)
    : question_(std::move(question)),
      current_{question_, {}, options.over_tcp},
      with_case_(options.with_case && bearing.no_case_until_ms <= now_ms),
      with_cookie_(options.with_cookie && bearing.no_cookie_until_ms <= now_ms),
      expects_cookie_(bearing.sends_cookies),
      is_trial_(!bearing.answers_guarded && bearing.losses >= lost_before_trial && is_guarded()),
      client_cookie_(bearing.client_cookie) {
  if (is_trial_) with_case_ = with_cookie_ = false;
  if (with_case_) current_.question.name = in_random_case(question_.name, random);
  if (with_cookie_) set_cookie(bearing);
}

void GuardedQuery::set_cookie(const Bearing& bearing) {
  Octets value(client_cookie_.begin(), client_cookie_.end());
  append_octets(value, bearing.server_cookie);
  current_.cookie = EdnsOption{EdnsOptionCode::cookie, std::move(value)};
}

GuardedQuery::Seen GuardedQuery::look_at(OctetView reply) const {
  Seen seen;
  const OctetView name = current_.question.name.wire();
  seen.same_letters = reply.size() >= header_octets + name.size() &&
                      equal_octets(reply.subspan(header_octets, name.size()), name);
  const auto leading = MessageView::read_leading(reply);
  if (!leading.ok()) return seen;
  seen.rcode = leading->message.rcode();
  const auto& edns = leading->message.edns();
  if (!edns) return seen;
  const auto option = edns->options.find(EdnsOptionCode::cookie);
  if (!option) return seen;
  const auto cookie = Cookie::read(*option);
  seen.wrong_cookie = !cookie.ok() || !equal_octets(cookie->client, client_cookie_);
  seen.has_cookie = !seen.wrong_cookie && !cookie->server.empty();
  if (seen.has_cookie) seen.server_cookie = cookie->server;
  return seen;
}

bool GuardedQuery::fits(OctetView reply, bool by_tcp) {
  if (by_tcp) return true;
  const Seen seen = look_at(reply);
  if (with_case_ && !seen.same_letters) {
    missed_case_ = true;
    return false;
  }
  // RFC 7873 section 5.3.
  if (with_cookie_ && (seen.wrong_cookie || (expects_cookie_ && !seen.has_cookie))) {
    missed_cookie_ = true;
    return false;
  }
  return true;
}

bool GuardedQuery::on_reply(OctetView reply, bool by_tcp, Bearing& bearing, std::uint64_t now_ms) {
  const Seen seen = look_at(reply);
  learn_case(seen, by_tcp, bearing, now_ms);
  learn_cookie(seen, by_tcp, bearing, now_ms);
  if (by_tcp) count_misses(bearing, now_ms);
  if (try_again(seen, reply, bearing, now_ms)) return true;
  learn_answer(bearing, now_ms);
  kept_.assign(reply.begin(), reply.end());
  return false;
}

// The right reply by UDP shows that others before it were forged.
void GuardedQuery::learn_case(const Seen& seen, bool by_tcp, Bearing& bearing,
                              std::uint64_t now_ms) const {
  if (!with_case_) return;
  if (!seen.same_letters) {
    // By TCP, or it would not be here.
    bearing.no_case_until_ms = now_ms + long_ms;
  } else if (!by_tcp) {
    bearing.case_misses = 0;
  }
}

void GuardedQuery::learn_cookie(const Seen& seen, bool by_tcp, Bearing& bearing,
                                std::uint64_t now_ms) const {
  if (!with_cookie_) return;
  if (seen.has_cookie) {
    bearing.server_cookie.assign(seen.server_cookie.begin(), seen.server_cookie.end());
    bearing.sends_cookies = true;
    bearing.refusals = 0;
    if (!by_tcp) bearing.cookie_misses = 0;
  } else if (by_tcp && missed_cookie_) {
    // The server itself says that it sends cookies no more.
    bearing.sends_cookies = false;
    bearing.server_cookie.clear();
    bearing.no_cookie_until_ms = now_ms + short_ms;
  }
}

// Without a right reply by UDP. Such a server may be one that keeps letters or sends cookies by TCP
// only, or has no TCP.
void GuardedQuery::count_misses(Bearing& bearing, std::uint64_t now_ms) {
  if (has_counted_misses_) return;
  has_counted_misses_ = true;
  if (missed_case_ && ++bearing.case_misses >= believed)
    bearing.no_case_until_ms = now_ms + short_ms;
  if (missed_cookie_ && ++bearing.cookie_misses >= believed) {
    bearing.sends_cookies = false;
    bearing.cookie_misses = 0;
    bearing.no_cookie_until_ms = now_ms + short_ms;
  }
}

void GuardedQuery::learn_answer(Bearing& bearing, std::uint64_t now_ms) const {
  if (is_guarded()) {
    bearing.answers_guarded = true;
    bearing.losses = bearing.plain_answers = 0;
  } else if (is_trial_) {
    // It may have been out of reach before: asked with everything once more.
    bearing.losses = lost_before_trial - 1;
    if (++bearing.plain_answers < believed) return;
    bearing.losses = bearing.plain_answers = 0;
    bearing.no_case_until_ms = bearing.no_cookie_until_ms = now_ms + short_ms;
  } else if (is_plain_) {
    bearing.refusals = 0;
    bearing.no_cookie_until_ms = now_ms + long_ms;
  }
}

bool GuardedQuery::try_again(const Seen& seen, OctetView reply, Bearing& bearing,
                             std::uint64_t now_ms) {
  if (!with_cookie_) return false;
  // RFC 7873 section 5.3: with the new cookie, then by TCP.
  if (seen.rcode == Rcode::BADCOOKIE && seen.has_cookie && bad_cookies_ < 2) {
    set_cookie(bearing);
    current_.over_tcp = current_.over_tcp || bad_cookies_ == 1;
    ++bad_cookies_;
    return true;
  }
  // A server that does not bear the option. TCP tells whether it says so itself.
  if (!is_refusal(seen.rcode) || bearing.sends_cookies) return false;
  if (++bearing.refusals >= believed) bearing.no_cookie_until_ms = now_ms + short_ms;
  kept_.assign(reply.begin(), reply.end());
  with_case_ = with_cookie_ = false;
  is_plain_ = true;
  current_ = {question_, {}, true};
  return true;
}

void GuardedQuery::on_failure(bool is_timeout, Bearing& bearing, std::uint64_t now_ms) {
  count_misses(bearing, now_ms);
  if (is_timeout) on_late(bearing, now_ms);
}

void GuardedQuery::on_late(Bearing& bearing, std::uint64_t now_ms) {
  if (is_late_) return;
  is_late_ = true;
  count_misses(bearing, now_ms);
  // Replies that were dropped are no losses.
  const bool is_lost = !missed_case_ && !missed_cookie_;
  if (is_lost && is_guarded() && !bearing.answers_guarded) ++bearing.losses;
}

void GuardedQuery::restore_letters(Octets& reply, const Question& question) {
  const OctetView name = question.name.wire();
  if (reply.size() < header_octets + name.size()) return;
  const auto place = reply.begin() + header_octets;
  const OctetView there = OctetView(reply).subspan(header_octets, name.size());
  if (equal_ignoring_case(there, name)) std::copy(name.begin(), name.end(), place);
}

}  // namespace vouch::resolver
