// Findings about what a zone has, that do not decide the verdict: keys, signatures and denial (RFC
// 4035 section 2, RFC 5011, RFC 5155), CDS and CDNSKEY (RFC 7344, RFC 8078), delegation (RFC 1034
// section 4.2.2), and servers that differ or lack EDNS (RFC 6891).
#pragma once

#include "chain/engine/finding.hpp"
#include "chain/engine/zones/zone_content.hpp"

namespace vouch::chain {

std::vector<Finding> key_findings(const ZoneContent& content);
std::vector<Finding> delegation_findings(const ZoneContent& content);
std::vector<Finding> server_findings(const ZoneContent& content);

/// All of the above.
std::vector<Finding> zone_findings(const ZoneContent& content);

}  // namespace vouch::chain
