// The lab: a small Internet on loopback addresses of this machine, with good zones, insecure zones
// and broken ones, served and resolved by this executable. No privileges, no network.
#pragma once

#include "lab/walkthrough.hpp"

namespace vouch::lab {

struct LabOptions {
  std::string directory;   ///< a new one below the folder for temporary files where empty
  std::uint16_t port = 0;  ///< a free one where 0
  bool once = false;       ///< the walk through, then the end
};

/// What there is to ask and what comes of it, a line each with tabs: zone, name, type, status,
/// reason, extended error or `-`.
std::string zone_list();

/// Runs the lab until SIGINT or SIGTERM, or once. Gives the exit code. Errors: file_failure,
/// network_failure, and those of making the zones.
Result<int> run_lab(const LabOptions& options, const Print& print);

}  // namespace vouch::lab
