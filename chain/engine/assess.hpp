// Assessment: what a recording proves about a question, what is wrong and where, by which servers,
// and what mends it. Pure; a recording that lacks something may be completed on the way.
#pragma once

#include <functional>

#include "chain/engine/finding.hpp"
#include "chain/engine/recording.hpp"
#include "vouch/validate/validator.hpp"

namespace vouch::chain {

/// What one server's answers would make of the question.
struct ServerVerdict {
  Name zone;
  std::string server;
  std::string server_name;
  Conclusion conclusion;
};

struct Assessment {
  Question question;
  Timestamp at;
  Verdict verdict;                     ///< with its trace
  std::vector<Evidence> seen;          ///< what the verdict rests on, in order
  std::vector<Finding> findings;       ///< the cause first
  std::vector<ServerVerdict> servers;  ///< of zones with several servers
  /// When the first signature of the chain expires; nothing where there is none.
  std::optional<Timestamp> first_expiry;
};

struct AssessOptions {
  AnchorStore anchors;
  Timestamp at;
  Policy policy = {};
};

/// Asks for what the recording lacks; it adds to the recording, or not.
using Collect = std::function<void(const Question&)>;

Assessment assess(const Recording& recording, const Question& question,
                  const AssessOptions& options, const Collect& collect);

}  // namespace vouch::chain
