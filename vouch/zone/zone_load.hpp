// Loading a zone from a zone file into a snapshot, with every error of the file.
//
// Errors of syntax come from the reader; those of content that a zone can't be made with are found
// here.
#pragma once

#include <functional>

#include "vouch/zone/zone.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch {

struct LoadedZone {
  ZonePtr zone;                ///< null where there are errors, unless that was asked for
  std::vector<Error> errors;   ///< with their places, in file order, at most the limit
  bool stopped_early = false;  ///< at the limit: what follows was not read
};

struct LoadOptions {
  std::size_t max_errors = 20;  ///< it gives up after so many
  /// Makes a zone of the other records where there are errors, for looking at it; not where it gave
  /// up.
  bool in_spite_of_errors = false;
  std::function<void()> progress = {};  ///< called for each record
};

/// Reads all records and makes the zone. `apex`: nothing takes the owner of the first SOA.
LoadedZone load_zone(ZoneFileReader& reader, std::optional<Name> apex, const LoadOptions& options);
LoadedZone load_zone(ZoneFileReader& reader, std::optional<Name> apex, std::size_t max_errors = 20);

}  // namespace vouch
