// Text of IPv4 and IPv6 addresses (RFC 1035 section 3.4.1, RFC 4291 section 2.2, RFC 5952), without
// the system's help.
#pragma once

#include <string>
#include <string_view>

#include "vouch/base/octets.hpp"

namespace vouch::rr {

/// Reads `192.0.2.1`, without leading zeros, into 4 octets; false where it is something else.
bool parse_ipv4(std::string_view text, std::uint8_t* octets);

/// Reads any form of RFC 4291 section 2.2 into 16 octets; false where it is something else.
bool parse_ipv6(std::string_view text, std::uint8_t* octets);

/// Writes up to 15 characters; returns their end.
char* put_ipv4_text(char* out, const std::uint8_t* octets);
void append_ipv4_text(std::string& to, const std::uint8_t* octets);

/// RFC 5952: lower case, the longest run of zeros as `::`; IPv4-mapped and IPv4-compatible
/// addresses with a dotted end, as most systems write them. `expand`: all the digits.
void append_ipv6_text(std::string& to, const std::uint8_t* octets, bool expand = false);

}  // namespace vouch::rr
