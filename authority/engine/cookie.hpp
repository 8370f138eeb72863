// DNS cookies, the server's side (RFC 7873 section 5.2, RFC 9018 section 4: version 1,
// SipHash-2-4).
//
// The secret, the time and the client's address are parameters. Whether a query without a good
// cookie is answered is decided elsewhere.
#pragma once

#include <optional>

#include "vouch/base/siphash.hpp"

namespace vouch::authority {

using CookieSecret = SipKey;

/// The secrets of an anycast set (RFC 9018 section 5): cookies are made with `current`, and taken
/// of either.
struct CookieSecrets {
  CookieSecret current{};
  std::optional<CookieSecret> other;
};

constexpr std::size_t client_cookie_octets = 8;
constexpr std::size_t server_cookie_octets = 16;

/// The server cookie for a client cookie (its first 8 octets are used), the client's address of 4
/// or 16 octets, and the time in Unix seconds modulo 2^32.
std::array<std::uint8_t, server_cookie_octets> make_server_cookie(const CookieSecret& secret,
                                                                  OctetView client_cookie,
                                                                  OctetView client_address,
                                                                  std::uint32_t now);

/// Whether the COOKIE option (client and server part) was made by one of the secrets, for this
/// address, within the last hour and at most 5 minutes ahead (RFC 9018 section 4.3).
bool check_cookie(const CookieSecrets& secrets, OctetView option, OctetView client_address,
                  std::uint32_t now);

}  // namespace vouch::authority
