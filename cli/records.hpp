// Reading the records of a file for a subcommand, with a progress bar.
#pragma once

#include <string>
#include <vector>

#include "vouch/rr/rrset.hpp"

namespace vouch::cli {

/// All records of a zone file, in file order; `-` is standard input. Errors: those of the zone file
/// reader, the first one where there are several.
Result<std::vector<Record>> read_records(const std::string& path, const Name& origin);

}  // namespace vouch::cli
