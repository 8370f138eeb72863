// How many sockets of each kind a worker may have, out of the limit of open files and of the ports
// that queries are sent from. For this folder only.
#pragma once

#include "resolver/config.hpp"

namespace vouch::resolver {

/// Of one worker.
struct Places {
  std::size_t upstream = 0;  ///< queries to servers at a time
  std::size_t tcp = 0;       ///< connections of clients, for each address that is listened on
};

/// Divides what may be open: a quarter at most for clients' connections, the rest for queries to
/// servers, no more of either than is configured. Not less than 16 and 1, whatever the limit.
Places divide_open_files(std::size_t open_files, std::size_t addresses,
                         const ResolveConfig& config);

}  // namespace vouch::resolver
