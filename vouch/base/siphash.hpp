// SipHash: a keyed hash of short octets, whose outcome nobody can steer who has not the key.
//
// 2-4 is that of server cookies (RFC 9018 section 4.4); 1-3 is for tables, which need no more than
// that collisions can't be chosen. Not a MAC for long messages.
#pragma once

#include <array>

#include "vouch/base/octets.hpp"

namespace vouch {

using SipKey = std::array<std::uint8_t, 16>;

std::uint64_t siphash_2_4(const SipKey& key, OctetView message);
std::uint64_t siphash_1_3(const SipKey& key, OctetView message);

}  // namespace vouch
