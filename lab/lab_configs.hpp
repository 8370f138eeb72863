// The configuration files of a lab: for our servers and resolver, root hints and trust anchors, and
// the same for unbound, delv and dig.
#pragma once

#include "lab/lab_files.hpp"

namespace vouch::lab {

/// The file of a zone on a server: `zones/example.com.zone`, `zones/example.com.second.zone`.
std::string zone_file(const std::string& apex, LabServer server);

/// File names with their texts.
std::map<std::string, std::string> lab_configs(const LabPlace& place,
                                               const std::vector<LabZone>& zones,
                                               const Record& root_ds);

}  // namespace vouch::lab
