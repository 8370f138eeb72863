// Finding: one problem with its code, whose matter it is, the servers that have it, and what mends
// it.
//
// Codes are the words that DNSViz uses where it has one for the same thing, so that scripts carry
// over.
#pragma once

#include <string>
#include <vector>

#include "vouch/validate/verdict.hpp"

namespace vouch::chain {

enum class Severity : std::uint8_t { error, warning, notice };
std::string_view text(Severity severity);

/// Whose matter a finding is. What is of the path or the reader is never blamed on a zone.
enum class Concern : std::uint8_t {
  zone,     ///< whoever signs the zone
  parent,   ///< the zone above, by way of the registrar
  servers,  ///< those servers, of a zone that others have as it should be
  path,     ///< the network between here and the servers
  reader,   ///< whoever asks: trust anchors, the recording, this machine
  nobody,   ///< nothing is to be done
};
/// `zone`, `parent`, ...
std::string_view text(Concern concern);

struct Finding {
  std::string code;
  Severity severity = Severity::error;
  Name zone;
  Name owner;
  RRType type = RRType{0};
  std::vector<std::string> servers = {};
  std::string text;            ///< a sentence
  std::string reference = {};  ///< section of an RFC
  std::string fix = {};        ///< what to do; a command where there is one; empty: nothing safe
  Concern concern = Concern::zone;
  /// Records that `fix` speaks of, as lines of a zone file: DS to hand to the parent.
  std::vector<std::string> records = {};

  /// Who can do it: `the operator of example.`; empty for nobody.
  std::string who() const;
};

/// The finding that a conclusion is, without what mends it.
Finding finding_of(const Conclusion& conclusion);

}  // namespace vouch::chain
