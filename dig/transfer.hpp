// Zone transfers as dig shows them: every record as it comes, then how much it was (RFC 5936, RFC
// 1995). Checks no TSIG and keeps no zone.
#pragma once

#include "dig/exchange.hpp"

namespace vouch::dig {

struct Transfer {
  Server server;
  std::uint64_t microseconds = 0;
  std::size_t records = 0;
  std::size_t messages = 0;
  std::size_t octets = 0;
  bool failed = false;      ///< the server refused, or sent what is no transfer
  bool lacks_soa = false;   ///< which began with another record
  std::string broken = {};  ///< the line on why it ended too early; empty where it did not
  std::string notes = {};   ///< lines on what was tried before
};

/// Called with the records of each message, and the message's header.
using OnRecords = std::function<void(const Message& message)>;

/// Asks the servers in turn until one begins. Error: network_failure, whose detail are the lines
/// that dig prints.
Result<Transfer> transfer(const Request& request, const std::vector<Server>& servers,
                          const Message& query, const OnRecords& on_records);

}  // namespace vouch::dig
