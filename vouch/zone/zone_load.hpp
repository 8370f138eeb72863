// Loading a zone from a zone file into a snapshot, with every error of the file.
//
// Errors of syntax come from the reader; those of content that a zone can't be made with are found
// here.
#pragma once

#include "vouch/zone/zone.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch {

struct LoadedZone {
  ZonePtr zone;                ///< null where there are errors
  std::vector<Error> errors;   ///< with their places, in file order, at most the limit
  bool stopped_early = false;  ///< at the limit: what follows was not read
};

/// Reads all records and makes the zone. `apex`: nothing takes the owner of the first SOA. At most
/// `max_errors` errors are collected before it gives up.
LoadedZone load_zone(ZoneFileReader& reader, std::optional<Name> apex, std::size_t max_errors = 20);

}  // namespace vouch
