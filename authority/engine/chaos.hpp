// Class CH: what a server says about itself, `version.bind` and the like (RFC 4892).
#pragma once

#include "authority/engine/response.hpp"

namespace vouch::authority {

/// Answers TXT (or ANY) at `version.bind`, `version.server`, `hostname.bind` and `id.server` with
/// the policy's texts; REFUSED for everything else, and where a text is empty.
void answer_chaos(const AnswerPolicy& policy, Response& response);

}  // namespace vouch::authority
