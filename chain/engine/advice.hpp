// Advice: what mends a finding, in the words that fit the case: only what can be done, by somebody
// who is named, and does not make things worse. Where nothing of the kind is known there is none.
//
// What is advised for each reason, by whom it can be done and why it is safe is in docs/advice.md.
#pragma once

#include "chain/engine/finding.hpp"
#include "chain/engine/zone_facts.hpp"

namespace vouch::chain {

/// What is known around a conclusion.
struct Case {
  const Conclusion& conclusion;
  ZoneFacts facts;  ///< of the zone that is to be mended
  Timestamp at;
  /// Whether the zone holds by itself: its own signatures, without regard to the DS.
  bool holds_by_itself = false;
};

/// The zone that is to be mended: that of the conclusion, or for what is wrong about a DS the zone
/// that it is for.
Name zone_to_mend(const Conclusion& conclusion);

/// Puts what to do, and whose matter it is, into the finding.
void advise(Finding& finding, const Case& about);

/// The same where some servers of the zone have it as it should be and those of the finding do not:
/// it is not the zone that is to be signed again.
void advise_servers(Finding& finding, const Conclusion& conclusion, std::size_t good_servers);

}  // namespace vouch::chain
