// One query and its reply, with dig's retries, and what dig says when nothing comes.
#pragma once

#include "dig/engine/request.hpp"
#include "dig/servers.hpp"
#include "net/query_client.hpp"
#include "vouch/message/message.hpp"

namespace vouch::dig {

struct Exchange {
  Message reply;
  Octets octets;  ///< of the reply
  Server server;
  net::Transport transport = net::Transport::udp;
  std::uint64_t microseconds = 0;
  std::string notes;  ///< lines to print before: failures of earlier tries, truncation
  std::string fault;  ///< what is wrong with the end of the reply; empty where nothing is
};

/// Asks the servers in turn. Error: timed_out or network_failure, whose detail are the lines that
/// dig prints.
Result<Exchange> exchange(const Request& request, const std::vector<Server>& servers,
                          const Message& query);

}  // namespace vouch::dig
