// The options of dig that begin with `+`: one row each, with unique abbreviations. For this folder
// only.
#pragma once

#include "dig/engine/request.hpp"

namespace vouch::dig {

/// Applies `+word` (given without the plus). Errors: bad_usage. `notes` gets lines about options
/// that have no effect any more.
Result<void> apply_plus_option(std::string_view word, Request& request,
                               std::vector<std::string>& notes);

}  // namespace vouch::dig
