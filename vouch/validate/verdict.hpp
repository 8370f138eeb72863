// Verdict: how the validation of an answer ended, why, where, and by what evidence; and which
// RRsets may be given to the client.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "vouch/base/timestamp.hpp"
#include "vouch/message/header.hpp"
#include "vouch/rr/rrset.hpp"
#include "vouch/validate/reason.hpp"

namespace vouch {

struct ChainTrace;

/// What a conclusion is about.
struct VerdictPlace {
  Name zone;  ///< the zone whose keys were used or missed
  Name owner;
  RRType type = RRType{0};
  std::optional<std::uint16_t> key_tag = {};
  std::string server = {};  ///< where the evidence came from
};

/// A reason with its place.
struct Conclusion {
  Reason reason = Reason::chain_holds;
  VerdictPlace place = {};
  std::string detail = {};  ///< figures: `expired 2016-03-15T00:00:00Z, 3 days ago`
  /// For people, one record or finding a line.
  std::vector<std::string> evidence = {};

  Status status() const { return row_of(reason).status; }
  std::optional<ExtendedErrorCode> ede() const { return row_of(reason).ede; }
  /// One sentence: `www.example. A: the signature has expired (RFC 4035 section 5.3.1): ...`.
  std::string text() const;
};

/// An RRset that was looked at.
struct CheckedRRset {
  SignedRRset rrset;
  Section section = Section::answer;
  Status status = Status::secure;
  Reason reason = Reason::chain_holds;
  /// For how long it may be kept: the least of TTL, original TTL and time to the signature's
  /// expiration (RFC 4035 section 5.3.3).
  Ttl ttl;
  /// Came by expansion of the wildcard at this name.
  std::optional<Name> wildcard = {};
  /// A CNAME that was made from a DNAME here (RFC 6672 section 3.1), unsigned.
  bool is_synthesized = false;
};

/// What the answer is about its last name.
enum class AnswerKind : std::uint8_t { positive, no_type, no_name, name_too_long };

struct Verdict {
  Conclusion conclusion;
  /// The response code for the client, as proven: NXDOMAIN, NOERROR, YXDOMAIN; SERVFAIL for `bogus`
  /// and `failed`.
  Rcode rcode = Rcode::NOERROR;
  AnswerKind kind = AnswerKind::positive;
  /// The last name of the chain of CNAMEs.
  Name final_name;
  /// A compact denial said that the name does not exist; clients that set CO get NXDOMAIN (RFC 9824
  /// section 3.4).
  bool nxname = false;
  /// What the answer is made of: the chain and the answer in order, then SOA and the records of
  /// proofs. Left out is what has nothing to do with the question, and what needs no proof.
  std::vector<CheckedRRset> rrsets;
  /// For how long a negative answer may be kept, nothing where it may not (RFC 2308 section 5, RFC
  /// 9077).
  std::optional<Ttl> negative_ttl = {};
  /// What each weaker hop of a chain had to say; conclusion is the weakest.
  std::vector<Conclusion> others;
  /// What was done, where Validator::Options::trace asked for it.
  std::shared_ptr<const ChainTrace> trace;

  Status status() const { return conclusion.status(); }
  bool is_secure() const { return status() == Status::secure; }
  std::optional<Security> security() const { return security_of(status()); }
  std::optional<ExtendedErrorCode> ede() const { return conclusion.ede(); }
  /// The lowest TTL of the RRsets; nothing where there are none.
  std::optional<Ttl> ttl_cap() const;
  /// One sentence for people.
  std::string text() const { return conclusion.text(); }
};

}  // namespace vouch
