// +validate and +sigchase: the proof of an answer.
#pragma once

#include "dig/exchange.hpp"
#include "vouch/validate/validator.hpp"

namespace vouch::dig {

struct Proof {
  Verdict verdict;
  std::vector<Evidence> seen;  ///< what was fetched for it, in order
};

/// Validates the answer to the request's question with CD and DO set. Errors: of the anchors, the
/// hints, the time or the name, where they can't be read.
Result<Proof> prove(const Request& request, const std::vector<Server>& servers);

/// The name servers that a reply to NS names, with their addresses as the servers know them.
std::vector<Server> name_servers(const Request& request, const std::vector<Server>& servers,
                                 const Message& reply);

}  // namespace vouch::dig
