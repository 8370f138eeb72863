// ClientQuery: a client's query, read; what must be refused is told at once (RFC 1035 section 4.1,
// RFC 6891, RFC 9824 section 3.5).
#pragma once

#include <optional>

#include "vouch/message/message_view.hpp"

namespace vouch::resolver {

struct ClientQuery {
  Header header;
  Question question;
  bool has_edns = false;
  bool dnssec_ok = false;
  bool compact_ok = false;         ///< takes NXDOMAIN for compact denials (RFC 9824 section 5)
  bool takes_minimal_any = false;  ///< is given one RRset for ANY (RFC 8482 section 4.1)
  std::uint16_t udp_size = 512;    ///< octets that the client takes in a datagram
};

/// Reads a message. Nothing where it is not to be resolved: then `reply` is its reply, or empty
/// where there must be none.
std::optional<ClientQuery> read_client_query(OctetView message, Octets& reply);

/// A reply without records, of the RCODE, with an extended error where the client knows EDNS.
void write_refusal(const ClientQuery& query, Rcode rcode, const std::optional<ExtendedError>& why,
                   Octets& reply);

}  // namespace vouch::resolver
