// +validate and +sigchase: the proof of a reply, and what is printed of it.
#pragma once

#include "dig/exchange.hpp"
#include "dig/run.hpp"

namespace vouch::dig {

/// Validates the answer to the request's question. Gives dig's exit code: 1 where the anchors, the
/// hints or the time can't be read, else 0, whatever the verdict.
int print_proof(const Request& request, const std::vector<Server>& servers, const Exchange& reply,
                const Output& output);

/// The name servers that a reply to NS names, with their addresses as the servers know them.
std::vector<Server> name_servers(const Request& request, const std::vector<Server>& servers,
                                 const Message& reply);

}  // namespace vouch::dig
