// A zone as a list of records, for taking some out or changing them; what serves or verifies a zone
// walks it instead.
#pragma once

#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch {

/// All records with their RRSIGs: nodes in canonical order, the NSEC3 records last. Copies them.
std::vector<Record> zone_records(const Zone& zone);

}  // namespace vouch
