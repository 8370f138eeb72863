// AnswerPolicy and Client: what an answer depends on besides the zones and the query. Plain values;
// the server's configuration fills the first, its sockets the second.
#pragma once

#include <optional>
#include <string>

#include "authority/engine/cookie.hpp"

namespace vouch::authority {

struct AnswerPolicy {
  /// Octets of the largest UDP reply, whatever the client offers; at least 512. 1232 fits into
  /// every path (RFC 9715).
  std::uint16_t udp_size = 1232;
  /// Whether positive answers go without the zone's NS RRset and its addresses, which nobody asked
  /// for.
  bool minimal_responses = true;
  /// Whether QTYPE ANY is answered with one RRset of the name (RFC 8482 section 4.1).
  bool minimal_any = true;
  /// The answer to `version.bind` and `version.server` in class CH; refused where empty. At most
  /// 255 octets.
  std::string version;
  /// The answer to `id.server` and `hostname.bind` in class CH; refused where empty. At most 255
  /// octets.
  std::string identity;
  /// The NSID option (RFC 5001); not sent where empty. At most 128 octets.
  Octets nsid;
  /// For DNS cookies (RFC 7873); not sent where absent.
  std::optional<CookieSecrets> cookies;
  /// Whether a client that sends a COOKIE option over UDP must have the server's part right;
  /// BADCOOKIE otherwise (RFC 7873 section 5.2.3). Clients without cookies are answered.
  bool require_server_cookie = false;
  /// The idle time-out that is offered to TCP clients who ask, in units of 100 ms (RFC 7828); 0
  /// where none is.
  std::uint16_t tcp_keepalive = 0;
};

enum class Transport : std::uint8_t { udp, tcp };

struct Client {
  Transport transport = Transport::udp;
  OctetView address;      ///< 4 or 16 octets; for cookies
  std::uint32_t now = 0;  ///< Unix seconds modulo 2^32; for cookies
};

}  // namespace vouch::authority
