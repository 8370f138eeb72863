// LabFiles: the files of a lab: keys, zones, root hints, trust anchors, and configurations for our
// programs and for the resolvers and tools of others.
#pragma once

#include <map>

#include "lab/lab_zone.hpp"

namespace vouch::lab {

/// Where a lab is.
struct LabPlace {
  std::string directory;
  std::uint16_t port = 0;  ///< of every server
  Timestamp now;           ///< when the zones are signed

  std::string path(const std::string& name) const { return directory + "/" + name; }
};

/// `127.53.0.1`; addresses of the lab's servers, and of its resolver.
std::string address_of(LabServer server);
constexpr const char* resolver_address = "127.53.0.53";

/// The servers that have zones, in the order of starting.
std::vector<LabServer> servers_with_zones();
/// `root`: as in file names.
std::string name_of(LabServer server);

/// Makes keys, signs and breaks the zones, and writes all files. `progress` is told each zone, and
/// ends the work by an error. Errors: file_failure, and those of signing and of `progress`.
Result<void> write_lab(const LabPlace& place, const std::vector<LabZone>& zones,
                       const std::function<Result<void>(const std::string&)>& progress);

}  // namespace vouch::lab
