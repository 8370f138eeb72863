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
  std::string notes;    ///< lines to print before: failures of earlier tries, truncation
  std::string fault;    ///< what is wrong with the end of the reply; empty where nothing is
  bool is_cut = false;  ///< it is that something is missing
};

/// Asks the servers in turn: again by TCP after a cut reply, with the EDNS version that the server
/// knows after BADVERS, with its cookie after BADCOOKIE (RFC 6891 section 6.1.3, RFC 7873 section
/// 5.3). Error: timed_out or network_failure, whose detail are the lines that dig prints.
Result<Exchange> exchange(const Request& request, const std::vector<Server>& servers,
                          const Message& query);

/// How a server is asked. `notes` gets a line for each message that is no reply to the query; it
/// must outlive the options.
net::AskOptions ask_options(const Request& request, net::Transport transport, OctetView query,
                            std::string& notes);

/// Why a server gave no reply, as dig says it: a line.
std::string failure_line(const Request& request, const Server& server, const Error& error);

}  // namespace vouch::dig
