// Checking what DNSSEC does not sign but relies on: DS at cuts, glue; and the digest of the zone.
// For verify_zone only.
#pragma once

#include "vouch/sign/verify_zone.hpp"

namespace vouch {

/// Adds findings to the report. Errors: crypto_failure.
Result<void> check_content(const Zone& zone, ZoneReport& report);

}  // namespace vouch
