// RecordedEvidence: what a recording has to say to the questions of a validator, server by server.
#pragma once

#include <map>

#include "chain/engine/recording.hpp"

namespace vouch::chain {

class RecordedEvidence {
 public:
  /// Where `preferred` names a server (as in Exchange::server), what it says goes before what
  /// others say. The recording may grow meanwhile.
  explicit RecordedEvidence(const Recording& recording, std::string preferred = {})
      : recording_(recording), preferred_(std::move(preferred)) {}

  /// Whether the recording has anything about the question.
  bool has(const Question& question) const;

  /// The evidence for the question; with `again` that of the next server, and `declined` where
  /// there is none left.
  Evidence take(const Question& question, bool again);

 private:
  std::vector<const Exchange*> candidates(const Question& question) const;
  std::vector<Name> zones_above(const Name& name) const;

  const Recording& recording_;
  std::string preferred_;
  std::map<std::pair<Name, RRType>, std::size_t> taken_;
};

}  // namespace vouch::chain
