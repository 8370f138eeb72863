// Settings: what an operator may decide about resolving, and the limits on the work that one client
// query can cause (RFC 9156 for minimised names, RFC 9520 for failures). Plain values.
#pragma once

#include <vector>

#include "resolver/engine/local_names.hpp"
#include "resolver/engine/servers/server_address.hpp"
#include "vouch/validate/limits.hpp"
#include "vouch/validate/policy.hpp"

namespace vouch::resolver {

/// Limits of one client query, with everything that is done for it. Never refilled.
struct QueryLimits {
  unsigned sends = 100;           ///< queries to servers
  unsigned address_lookups = 10;  ///< of name servers whose addresses came with no referral
  unsigned referrals = 30;        ///< followed for one question
  unsigned depth = 4;             ///< look-ups of addresses for look-ups of addresses
  std::uint64_t milliseconds = 10'000;
};

struct Settings {
  std::uint16_t query_port = 53;  ///< where authoritative servers are asked
  bool minimise_names = true;     ///< RFC 9156
  bool aggressive_nsec = true;    ///< RFC 8198
  bool random_case = true;        ///< in the names of queries to servers, which replies repeat
  bool cookies = true;            ///< RFC 7873, to servers
  bool use_ipv6 = true;
  std::uint64_t server_timeout_ms = 800;  ///< for a server that is not known; at most four times it
  LocalNames local_names;                 ///< that are answered here
  std::vector<ServerAddress> forwarders;  ///< resolvers to ask instead of authoritative servers
  Policy policy;
  Limits validation;
  QueryLimits limits;
  std::size_t cache_octets = std::size_t{64} << 20;
  std::uint32_t max_ttl = 86400;          ///< seconds
  std::uint32_t max_negative_ttl = 3600;  ///< seconds (RFC 2308 section 5)
  std::uint32_t min_failure_ttl = 1;      ///< seconds; doubled each time (RFC 9520 section 3.2)
  std::uint32_t max_failure_ttl = 300;
};

}  // namespace vouch::resolver
