// Evidence: what came back for one question, as the validator is fed with it: RRsets with their
// signatures, or that nothing came.
//
// Everything in it is untrusted. AD and other flags of the response are of no interest (RFC 4035
// section 4.6).
#pragma once

#include <string>
#include <vector>

#include "vouch/message/message.hpp"
#include "vouch/validate/limits.hpp"

namespace vouch {

/// Why there is no answer to look at.
enum class FetchFailure : std::uint8_t {
  none,
  timeout,
  unreachable,
  servfail,   ///< SERVFAIL, REFUSED or another response code that answers nothing
  truncated,  ///< and TCP failed
  malformed,  ///< the response could not be read, or not the records that were asked for
  oversized,  ///< the RRset that was asked for has more records than are taken
  declined,   ///< the driver does not ask again: what was found stands
};

/// `no answer in time`.
std::string_view text(FetchFailure failure);

struct Evidence {
  Question question;
  Rcode rcode = Rcode::NOERROR;
  std::vector<SignedRRset> answer;
  std::vector<SignedRRset> authority;
  FetchFailure failure = FetchFailure::none;
  std::string server = {};  ///< for people: `192.0.2.1#53 (ns1.example.)`
  /// The zones on the way to the question's name that the driver knows from referrals, in any
  /// order; empty where it does not know, as when it asked a resolver. They save queries for DS,
  /// and are not trusted: zones that are missing here are looked for when something does not fit.
  std::vector<Name> zones = {};
  /// The authority section is that of a referral to the question's name.
  bool is_referral = false;

  /// What a response says; SERVFAIL and its like become a failure, and so does an answer that is
  /// malformed or has more records than are taken. RRsets outside of `bailiwick` are left out (RFC
  /// 2181 section 5.4.1), and so are others that are malformed or too large.
  static Evidence from_message(const Message& response, std::string server,
                               NameView bailiwick = NameView(), const Limits& limits = {});
  static Evidence failed(Question question, FetchFailure failure, std::string server = {});
  /// What a referral to `cut` says about its DS.
  static Evidence from_referral(const Message& referral, const Name& cut, std::string server,
                                const Limits& limits = {});
};

/// Whether a record that answers the question itself, or the alias in its place, is malformed:
/// another server may do better.
bool is_answer_malformed(const Message& response);

/// The RRset of the name and type, or null.
const SignedRRset* find_rrset(const std::vector<SignedRRset>& rrsets, NameView owner, RRType type);

}  // namespace vouch
