// Edns: the OPT pseudo-record (RFC 6891), its flags DO (RFC 3225) and CO (RFC 9824), and its
// options, extended DNS errors (RFC 8914) among them. Owns its octets; EdnsView reads them where
// they lie, edns_option.hpp knows further options.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"
#include "vouch/iana/registry.hpp"

namespace vouch {

struct EdnsOption {
  EdnsOptionCode code;
  Octets value;

  friend bool operator==(const EdnsOption&, const EdnsOption&) = default;
};

/// An extended DNS error: a code and a text for people (RFC 8914 section 2).
struct ExtendedError {
  ExtendedErrorCode code = ExtendedErrorCode::other;
  std::string text;

  friend bool operator==(const ExtendedError&, const ExtendedError&) = default;

  /// Errors: truncated. A text that is not UTF-8 is kept as it is.
  static Result<ExtendedError> read(OctetView value);
  EdnsOption option() const;
};

struct Edns {
  /// Octets that the sender takes in one datagram (RFC 9715 section 3.1 advises 1400 or less).
  std::uint16_t udp_size = 1232;
  std::uint8_t rcode_high = 0;  ///< the high eight bits of the RCODE
  std::uint8_t version = 0;
  bool dnssec_ok = false;
  bool compact_ok = false;       ///< RFC 9824 section 5
  std::uint16_t flags_rest = 0;  ///< the flags that have no name here
  std::vector<EdnsOption> options;

  friend bool operator==(const Edns&, const Edns&) = default;

  /// What stands in place of the OPT record's TTL.
  std::uint32_t ttl_field() const;
  /// The options, packed.
  Octets rdata() const;
  /// Octets of the whole OPT record.
  std::size_t record_octets() const;

  const EdnsOption* find(EdnsOptionCode code) const;
  std::vector<ExtendedError> extended_errors() const;
};

}  // namespace vouch
