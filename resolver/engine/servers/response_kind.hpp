// What a response of an authoritative server is to one question (RFC 1034 section 5.3.3, RFC 2308
// section 2, RFC 4697): an answer, a denial, a referral downwards, or of no use.
#pragma once

#include "resolver/engine/servers/delegation.hpp"

namespace vouch::resolver {

enum class ResponseKind : std::uint8_t {
  answer,    ///< of the name and type, or an alias at or above the name
  no_type,   ///< the name exists, or may
  no_name,   ///< NXDOMAIN
  referral,  ///< to a zone further down
  lame,      ///< a referral to nowhere, or an answer to something else
  no_edns,   ///< the server does not understand EDNS
  failure,   ///< SERVFAIL, REFUSED or another refusal
};

/// Judges a response to `question` from the servers of `zone`. `with_edns`: the query had an OPT
/// record. `delegation` is set for a referral.
ResponseKind judge_response(const Message& response, const Question& question, NameView zone,
                            bool with_edns, std::uint16_t port,
                            std::optional<Delegation>& delegation);

}  // namespace vouch::resolver
