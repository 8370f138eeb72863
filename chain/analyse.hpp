// An analysis as a program runs it: live, with every server asked, or from a recording.
#pragma once

#include "chain/engine/assess.hpp"
#include "net/address.hpp"

namespace vouch::chain {

struct AnalyseOptions {
  Question question;
  bool has_question = false;                       ///< else the recording's
  std::vector<net::SocketAddress> resolvers = {};  ///< to ask instead of authoritative servers
  std::string hints = {};                          ///< file of root hints; built in where empty
  std::string anchors = {};  ///< file of trust anchors; those of the root where empty
  std::uint16_t port = 53;
  std::optional<Timestamp> at = {};  ///< now, or the recording's time
  std::string replay = {};           ///< a recording, so that nothing is asked
};

struct Analysis {
  Recording recording;
  Assessment assessment;
};

/// Errors: file_failure, and those of the files.
Result<Analysis> analyse(const AnalyseOptions& options);

}  // namespace vouch::chain
