// Probe files of DNSViz, format 1.x: an object by name, each with queries and the responses of each
// server to each client.
#pragma once

#include "chain/engine/recording.hpp"

namespace vouch::chain {

/// Errors: bad_syntax.
Result<Recording> read_dnsviz(const std::string& text, const std::string& source,
                              const std::optional<Question>& question);

}  // namespace vouch::chain
