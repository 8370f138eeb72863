// The search list: what a name is completed with (resolv.conf(5), +search, +domain, +ndots).
#pragma once

#include <string>
#include <vector>

#include "dig/engine/request.hpp"

namespace vouch::dig {

/// What /etc/resolv.conf says.
struct SystemRules {
  std::vector<std::string> suffixes = {};
  unsigned dots = 1;
};

/// Reads the text of resolv.conf; what is not of search, domain and ndots is passed over.
SystemRules read_system_rules(std::string_view text);

/// The names to ask for, in order, until one exists; at least one.
std::vector<std::string> search_names(const Request& request, const SystemRules& rules);

}  // namespace vouch::dig
