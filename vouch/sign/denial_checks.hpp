// Checking the chain of denial against what the zone's content asks for. For verify_zone only.
#pragma once

#include "vouch/sign/verify_zone.hpp"

namespace vouch {

/// Adds findings and counts to the report. Errors: bad_zone (two names with one NSEC3 hash).
Result<void> check_denial(const Zone& zone, const VerifyPolicy& policy, ZoneReport& report);

}  // namespace vouch
