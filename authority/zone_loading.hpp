// Loading the zones of a configuration from their files, with a line in the log for each zone and
// for each problem.
#pragma once

#include "authority/config.hpp"
#include "authority/engine/zone_set.hpp"

namespace vouch::authority {

struct LoadedZones {
  ZoneSet zones;
  std::size_t problems = 0;  ///< zones that could not be loaded
};

/// Loads every zone; one that can't be loaded keeps its content in `old`, where it has some.
LoadedZones load_zones(const std::vector<ZoneConfig>& configs, const ZoneSet& old);

}  // namespace vouch::authority
