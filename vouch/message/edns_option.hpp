// What the values of single EDNS options mean: extended errors (RFC 8914), cookies (RFC 7873),
// client subnet (RFC 7871), NSID (RFC 5001), padding (RFC 7830); and every option as text, as dig
// writes it.
#pragma once

#include <string>

#include "vouch/message/edns.hpp"

namespace vouch {

/// An extended error (RFC 8914 section 2).
struct ExtendedError {
  ExtendedErrorCode code = ExtendedErrorCode::other;
  std::string text = {};  ///< UTF-8, may be empty

  friend bool operator==(const ExtendedError&, const ExtendedError&) = default;

  /// Errors: bad_message (fewer than two octets).
  static Result<ExtendedError> read(OctetView value);
  void append_value(Octets& to) const;
};

/// All extended errors among the options, in their order; malformed ones are passed over.
std::vector<ExtendedError> extended_errors(EdnsOptions options);

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
  std::uint16_t family = 1;  ///< 1 is IPv4, 2 IPv6; others are carried without a text
  std::uint8_t source_prefix = 0;
  std::uint8_t scope_prefix = 0;
  std::uint8_t address[16] = {};  ///< with zeros after the prefix

  friend bool operator==(const ClientSubnet&, const ClientSubnet&) = default;

  /// Errors: bad_message (a prefix longer than the family's addresses, too many or too few octets,
  /// bits set after the prefix: FORMERR).
  static Result<ClientSubnet> read(OctetView value);

  /// Reads `192.0.2.0/24`, an address alone, or `0`, which asks that no subnet is sent on. Bits
  /// after the prefix are cleared. Errors: bad_address.
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
std::string text(const EdnsOption& option);
/// The same, appended to `to`.
void append_option_text(std::string& to, const EdnsOption& option);

}  // namespace vouch
