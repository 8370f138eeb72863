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
  /// When the first signature of the chain expires, or did; nothing where there is none.
  std::optional<Timestamp> first_expiry;
  /// Since when it is bogus, where that is because a signature has expired.
  std::optional<Timestamp> bogus_since;
  /// Where the trust anchors are from, where they are not the built-in ones.
  std::string anchors_from = {};
  /// The zone, or name, that the chain was followed to where no answer came.
  std::optional<Name> stopped_at;

  /// All that is to be done, in order, each once: findings that have a remedy.
  std::vector<const Finding*> repairs() const;
};

struct AssessOptions {
  AnchorStore anchors;
  Timestamp at;
  Policy policy = {};
  std::string anchors_from = {};
  /// Asks every server of these zones for what findings besides the verdict rest on; it adds to the
  /// recording. Where it is empty, there is what the recording has.
  std::function<void(const std::vector<Name>&)> probe = {};
};

/// Asks for what the recording lacks; it adds to the recording, or not.
using Collect = std::function<void(const Question&)>;

Assessment assess(const Recording& recording, const Question& question,
                  const AssessOptions& options, const Collect& collect);

}  // namespace vouch::chain
