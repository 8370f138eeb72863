// AnswerSource: what an answer is made from, so that answers of which an attacker can have any
// number count as one: those of a wildcard or a DNAME are its own, negative ones the zone's,
// referrals the cut's.
#pragma once

#include "vouch/name/name_view.hpp"
#include "vouch/rr/type.hpp"

namespace vouch::authority {

struct AnswerSource {
  /// A name of the zone, which lasts as long as the zone; the root for what no zone answers.
  NameView name;
  RRType type = RRType{0};  ///< that was asked for, if there is an RRset of the type or an alias
  Rcode rcode = Rcode::NOERROR;
};

}  // namespace vouch::authority
