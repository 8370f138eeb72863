// Checking what a zone tells its parent: CDS and CDNSKEY records (RFC 7344 section 4, RFC 8078).
// For verify_zone only.
#pragma once

#include "vouch/sign/verify_zone.hpp"

namespace vouch {

/// Adds findings to the report; at most 100 CDS records are compared.
void check_cds(const Zone& zone, ZoneReport& report);

}  // namespace vouch
