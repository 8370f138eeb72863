// Findings that do not decide the verdict: what is advised against in keys, digests and chains of
// denial (RFC 9276, RFC 9904).
#pragma once

#include "chain/engine/assess.hpp"

namespace vouch::chain {

std::vector<Finding> content_findings(const Assessment& assessment, const Recording& recording);

}  // namespace vouch::chain
