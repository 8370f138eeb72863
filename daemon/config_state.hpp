// ConfigTable's state, for the two files that implement it.
#pragma once

#include <map>
#include <set>

#include "daemon/config.hpp"

namespace vouch::daemon {

struct ConfigTable::State {
  std::shared_ptr<const ConfigNode> file;  ///< keeps `table` alive
  const ConfigNode* table = nullptr;
  std::string source;
  std::string path;   ///< `server.tls`; empty at the top
  std::string title;  ///< `[server.tls]`
  std::set<std::string, std::less<>> known = {};
  /// Tables that were asked for, so that each has one state however often that happens.
  std::map<std::string, std::vector<ConfigTable>, std::less<>> inner = {};
};

}  // namespace vouch::daemon
