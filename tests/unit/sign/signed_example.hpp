// A small zone with keys in memory, for tests of signing and verifying.
#pragma once

#include <string_view>
#include <vector>

#include "vouch/crypto/key_store.hpp"
#include "vouch/sign/policy.hpp"
#include "vouch/zone/zone_records.hpp"

namespace vouch::testing {

constexpr Timestamp now{1700000000};

/// Names of every kind: empty non-terminals, a wildcard, cuts with and without DS, glue, a DNAME.
extern const std::string_view example_zone;

ZonePtr zone_of(std::string_view text);
KeyPair make_key(std::string_view zone, Algorithm algorithm, std::uint16_t flags);
/// A KSK and a ZSK of the algorithm for example.
std::vector<KeyPair> example_keys(Algorithm algorithm = Algorithm::ECDSAP256SHA256);
/// Signatures from an hour before `now` to a day after it.
SignPolicy example_policy(DenialKind denial = DenialKind::nsec);

ZonePtr zone_of(const std::vector<Record>& records);

}  // namespace vouch::testing
