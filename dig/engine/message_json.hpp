// Replies as JSON: the member names of RFC 8427, and for each record its RDATA as text and in hex.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "dig/engine/request.hpp"
#include "vouch/message/message.hpp"

namespace vouch::dig {

/// How a reply came.
struct Receipt {
  std::string address;  ///< of the server
  std::uint16_t port = 0;
  std::string server;     ///< as it was named
  std::string transport;  ///< UDP or TCP
  std::uint64_t microseconds = 0;
  std::size_t octets = 0;    ///< of the message; of all messages of a transfer
  std::int64_t seconds = 0;  ///< Unix time
  std::string notes;         ///< lines on what was tried before
};

nlohmann::ordered_json message_json(const Message& message, const Receipt& receipt);

/// For a question that nobody answered. `notes`: lines on what was tried.
nlohmann::ordered_json failure_json(const Request& request, const std::string& notes);

/// As it is printed.
std::string json_text(const nlohmann::ordered_json& json);

}  // namespace vouch::dig
