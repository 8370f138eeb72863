// Limits on the work that remote data can cause, and WorkBudget: the credits of one client query,
// inherited by everything that is done for it and never refilled (KeyTrap, NSEC3 exhaustion, long
// CNAME chains; RFC 4034 section 8, RFC 9276, RFC 9520).
#pragma once

#include <cstddef>
#include <cstdint>

#include "vouch/dnssec/nsec3.hpp"
#include "vouch/message/message.hpp"

namespace vouch {

struct Limits {
  unsigned signature_checks = 32;  ///< in one client query
  unsigned signature_checks_per_rrset = 16;
  unsigned wrong_signatures_per_rrset = 1;  ///< one more ends the RRset
  unsigned keys_per_tag = 4;                ///< DNSKEYs of one key tag that are tried
  unsigned keys_per_zone = 64;              ///< DNSKEYs of one RRset
  unsigned ds_per_zone = 16;        ///< DS records whose digest is compared with that of keys
  unsigned rrsets_per_answer = 24;  ///< that are validated in an answer to ANY
  unsigned nsec3_iterations = 50;   ///< more: insecure
  unsigned nsec3_refused_iterations = 500;  ///< more: bogus
  unsigned nsec3_hashes = 128;              ///< names hashed in one client query
  unsigned chain_hops = 12;                 ///< CNAMEs and DNAMEs followed
  unsigned fetches = 100;                   ///< things asked for in one client query
  unsigned refetches = 2;                   ///< of one question, before it is bogus for good
  unsigned refetches_in_all = 6;
  ResponseLimits response = {1000, 131'072};  ///< more: the response is not taken
  unsigned records_per_rrset = 500;           ///< more: the RRset is not taken
  unsigned records = 10'000;                  ///< in the responses of one client query
};

/// What is left of the limits for one client query. One thread. Give the same object to every
/// validator that works for the same client query.
struct WorkBudget {
  explicit WorkBudget(const Limits& limits = {});

  bool spend_signature_check() { return spend(signature_checks_left, signature_checks_done); }
  bool spend_fetch() { return spend(fetches_left, fetches_done); }
  /// Those of one response, before they are looked at.
  bool spend_records(std::size_t count) {
    if (count > records_left) return false;
    records_left -= static_cast<unsigned>(count);
    return true;
  }
  bool spend_refetch() { return spend(refetches_left, refetches_done); }

  unsigned signature_checks_left;
  unsigned fetches_left;
  unsigned refetches_left;
  unsigned records_left;
  unsigned signature_checks_done = 0;
  unsigned fetches_done = 0;
  unsigned refetches_done = 0;
  Nsec3Budget nsec3;

 private:
  static bool spend(unsigned& left, unsigned& done) {
    if (left == 0) return false;
    --left;
    ++done;
    return true;
  }
};

}  // namespace vouch
