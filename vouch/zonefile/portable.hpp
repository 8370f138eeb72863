// What other implementations in use read: BIND 9.18, NSD 4.6, Knot 3.2 and ldns 1.8. Some lack
// types of long ago, most lack the young ones, and one takes few characters in names without an
// escape. All read the generic form (RFC 3597).
//
// tests/interop/zonefile_test.sh holds the printer to it.
#pragma once

#include <array>

#include "vouch/rr/rdata.hpp"

namespace vouch::zonefile {

/// Whether an octet stands in a name without an escape, for all of them: letters, digits, `-`, `_`,
/// `*` and `/`.
inline constexpr std::array<bool, 256> plain_octets = [] {
  std::array<bool, 256> plain{};
  for (unsigned c = '0'; c <= '9'; ++c) plain[c] = true;
  for (unsigned c = 'a'; c <= 'z'; ++c) plain[c] = plain[c - 32] = true;
  plain['-'] = plain['_'] = plain['*'] = plain['/'] = true;
  return plain;
}();

/// Whether all of them know the type's mnemonic; types that have none are written by number, which
/// everybody reads.
bool is_mnemonic_known(RRType type);

/// Whether all of them read the record in its own presentation form, the type's mnemonic included.
/// Checked RDATA.
bool is_read_in_own_form(RRType type, RRClass rrclass, OctetView rdata);

/// Appends the name so that all of them read it: with a backslash before everything but letters,
/// digits, `-`, `_`, `*` and `/`, and \DDD for what is not printable.
void append_portable_name(std::string& to, NameView name);

}  // namespace vouch::zonefile
