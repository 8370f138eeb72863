// What the values of single EDNS options mean: cookies (RFC 7873), client subnet (RFC 7871),
// padding (RFC 7830); and every option as text, as dig writes it. Extended errors are in edns.hpp.
#pragma once

#include <string>

#include "vouch/message/edns_view.hpp"

namespace vouch {

/// A cookie: the client's part of 8 octets, and the server's of 8 to 32, or none (RFC 7873 section
/// 4).
struct Cookie {
  OctetView client;
  OctetView server;

  static constexpr std::size_t client_octets = 8;

  /// Errors: bad_message (a length that no cookie has: FORMERR).
  static Result<Cookie> read(OctetView value);
};

/// The network that a query comes from (RFC 7871 section 6).
struct ClientSubnet {
  std::uint16_t family = 1;  ///< 1 is IPv4, 2 IPv6, 0 none
  std::uint8_t source_prefix = 0;
  std::uint8_t scope_prefix = 0;
  std::uint8_t address[16] = {};  ///< with zeros after the prefix

  friend bool operator==(const ClientSubnet&, const ClientSubnet&) = default;

  /// Errors: bad_message (a prefix longer than the family's addresses, too many or too few octets,
  /// bits set after the prefix: FORMERR).
  static Result<ClientSubnet> read(OctetView value);

  /// Reads `192.0.2.0/24`, `192.0.2/24`, an address alone, or `0`, which asks that no subnet is
  /// sent on (RFC 7871 section 7.1.2). Bits after the prefix are cleared. Errors: bad_address.
  static Result<ClientSubnet> parse(std::string_view text);

  void append_value(Octets& to) const;

  /// `192.0.2.0/24/0`: address, source prefix, scope prefix.
  std::string text() const;
};

/// How many octets of padding make a message of `size` octets, the option's head of four octets
/// included, a multiple of `block` (RFC 8467 section 4.1). No more than `limit` allows.
std::size_t padding_octets(std::size_t size, std::size_t block, std::size_t limit);

/// The option as dig writes it after `; `: `NSID: 6c 61 62 ("lab")`, `EDE: 7 (Signature Expired)`,
/// `OPT=65001: 01 02 ("..")`.
std::string text(EdnsOptionView option);
/// The same, appended to `to`.
void append_option_text(std::string& to, EdnsOptionView option);

}  // namespace vouch
