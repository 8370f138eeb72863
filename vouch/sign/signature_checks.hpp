// Checking every signature of a zone, by several threads. For verify_zone only.
#pragma once

#include "vouch/sign/published_keys.hpp"

namespace vouch {

/// Adds findings in zone order and the counts to the report.
void check_signatures(const Zone& zone, const PublishedKeys& keys, const VerifyPolicy& policy,
                      ZoneReport& report);

/// Whether the key's signature over the zone's DNSKEY RRset holds. Draws its checks from `left`.
bool signs_dnskeys(const Zone& zone, const PublishedKey& key, std::size_t& left);

}  // namespace vouch
