// What a validator's reasons are called among findings, and what kind of remedy each has: one row
// for each row of vouch/validate/reasons.def, in its order, so that none is left out.
//
// docs/advice.md says of each row when it is true, who can do what is advised, and why it is safe.
#pragma once

#include <string_view>

#include "vouch/validate/reason.hpp"

namespace vouch::chain {

/// Kinds of remedies; several reasons share one. The words are in advice.cpp, and depend on the
/// case.
enum class Remedy : std::uint8_t {
  nothing,
  give_anchor,
  compare_anchor,
  reach_servers,
  publish_ds,         ///< of a signed zone that has none
  supported_ds,       ///< beside or in place of DS that nobody can check
  other_library,      ///< the cryptographic library here refuses what others take
  mend_parent,        ///< signs or denies DS records wrongly
  drop_stale_ds,      ///< of a zone that is not signed any more
  replace_ds,         ///< by one of a key that is there
  replace_ds_key,     ///< the DS points to a key that can't be used
  sign_keys,          ///< the DNSKEY RRset, by the key that the DS points to
  sign_again,         ///< the whole zone
  set_clock,          ///< of the signer, or of this machine
  sign_with_present,  ///< with the keys that are published
  sign_supported,     ///< with an algorithm that can be checked
  complete_denial,
  mend_servers,  ///< they answer what the zone does not say
  fewer_iterations,
  fewer_records,  ///< keys or signatures
  mend_alias,
  take_from_wildcard,  ///< records that must not be there
};

struct ReasonWords {
  Reason reason;
  std::string_view code;  ///< `EXPIRATION_IN_PAST`
  Remedy remedy;
};

const ReasonWords& words_of(Reason reason);

/// The code word of a reason.
std::string_view code_of(Reason reason);

}  // namespace vouch::chain
