// Recording: what every server said to every question that an analysis asked, with times, to be
// kept, sent to others, and looked at again later; the one input of the analyser.
//
// JSON of our own; the probe files of DNSViz (format 1.x) are read as well.
#pragma once

#include <string>
#include <vector>

#include "vouch/base/timestamp.hpp"
#include "vouch/message/message.hpp"
#include "vouch/validate/evidence.hpp"
#include "vouch/validate/trust_anchor.hpp"

namespace vouch::chain {

/// One question to one server, and what came back.
struct Exchange {
  Question question;
  Name zone;                     ///< whose server was asked; the root where that is not known
  std::string server;            ///< `192.0.2.1#53`
  std::string server_name = {};  ///< `ns1.example.`; empty where not known
  bool tcp = false;
  std::uint32_t took_ms = 0;
  FetchFailure failure = FetchFailure::none;
  Octets message = {};  ///< the response, where there is no failure
};

struct Recording {
  Timestamp taken;    ///< when signatures are to hold
  Question question;  ///< what it was made for
  std::vector<Exchange> exchanges;
  /// What it was judged by; empty where it does not say.
  std::vector<TrustAnchor> anchors = {};

  /// As JSON text.
  std::string json() const;
};

/// Reads a recording: ours, or a probe of DNSViz, whose `analysis_end` is its time and whose first
/// name is its question unless one is given. Errors: bad_syntax (what is wrong and where), too_long
/// (JsonBounds).
Result<Recording> read_recording(const std::string& text, const std::string& source,
                                 const std::optional<Question>& question);

}  // namespace vouch::chain
