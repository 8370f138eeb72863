// QueryBudget: what one client query may still cause, for everything that is done for it
// (settings.hpp). The first limit that is reached is kept, to be told.
#pragma once

#include <string>

#include "resolver/engine/settings.hpp"

namespace vouch::resolver {

class QueryBudget {
 public:
  QueryBudget(const Settings& settings, std::uint64_t now_ms)
      : validation(settings.validation),
        limits_(settings.limits),
        ends_ms_(now_ms + settings.limits.milliseconds) {}

  bool has_time(std::uint64_t now_ms) {
    return now_ms < ends_ms_ ||
           reached("more than " + std::to_string(limits_.milliseconds) + " milliseconds");
  }
  bool spend_send(std::uint64_t now_ms) {
    if (!has_time(now_ms)) return false;
    if (sends_ >= limits_.sends)
      return reached("more than " + std::to_string(limits_.sends) + " queries to servers");
    ++sends_;
    return true;
  }
  bool spend_address_lookup(std::size_t depth) {
    if (depth >= limits_.depth) return reached("name servers that wait for name servers");
    if (address_lookups_ >= limits_.address_lookups)
      return reached("more than " + std::to_string(limits_.address_lookups) +
                     " look-ups of name servers' addresses");
    ++address_lookups_;
    return true;
  }
  bool spend_records(std::size_t count) {
    return validation.spend_records(count) || reached("more records in responses than are read");
  }
  bool allows_referral(unsigned followed) {
    return followed <= limits_.referrals ||
           reached("more than " + std::to_string(limits_.referrals) + " referrals");
  }

  /// Others have taken the places of this query's queries to servers.
  void note_busy(const std::string& with) {
    was_busy_ = true;
    reached("too many queries under way for " + with);
  }
  bool was_busy() const { return was_busy_; }

  std::uint64_t left_ms(std::uint64_t now_ms) const {
    return now_ms < ends_ms_ ? ends_ms_ - now_ms : 0;
  }
  unsigned sends() const { return sends_; }
  /// The limit that was reached first; empty where none was.
  const std::string& limit_reached() const { return limit_reached_; }

  WorkBudget validation;

 private:
  bool reached(std::string limit) {
    if (limit_reached_.empty()) limit_reached_ = std::move(limit);
    return false;
  }

  QueryLimits limits_;
  std::uint64_t ends_ms_;
  unsigned sends_ = 0;
  unsigned address_lookups_ = 0;
  bool was_busy_ = false;
  std::string limit_reached_;
};

}  // namespace vouch::resolver
