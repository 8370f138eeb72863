// Bearing: what one server is known to bear of what makes forged replies unlikely: random letter
// case and cookies. Kept for a day; a server that is not known is taken to bear everything.
#pragma once

#include <array>
#include <cstdint>

#include "vouch/base/octets.hpp"

namespace vouch::resolver {

struct Bearing {
  std::array<std::uint8_t, 8> client_cookie{};  ///< random, for this server only (RFC 9018)
  Octets server_cookie;                         ///< the last that came; 8 to 32 octets, or none
  bool sends_cookies = false;                   ///< has sent one, and is to go on
  bool answers_guarded = false;                 ///< has answered a query with letter case or cookie
  std::uint64_t no_cookie_until_ms = 0;
  std::uint64_t no_case_until_ms = 0;
  unsigned case_misses = 0;    ///< queries in a row that brought the name in other letters
  unsigned cookie_misses = 0;  ///< queries in a row that brought no cookie, or a wrong one
  unsigned refusals = 0;       ///< of queries with a cookie, in a row
  unsigned losses = 0;         ///< of guarded queries, before the first answer
  unsigned plain_answers = 0;  ///< after such losses
};

}  // namespace vouch::resolver
