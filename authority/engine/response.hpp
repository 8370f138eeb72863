// Response: the reply to one query while it is being made, within its size limit (RFC 1035 section
// 4, RFC 2181 section 9 for truncation, RFC 4035 section 3.1.1 for signatures, RFC 6891 for the OPT
// record).
//
// Writes RRsets whole or not at all, with their RRSIGs where the client wants DNSSEC. Knows no
// zones; what is put in is decided by those who call it. Sections are written in their order.
#pragma once

#include <array>

#include "authority/engine/answer_source.hpp"
#include "authority/engine/policy.hpp"
#include "vouch/message/builder.hpp"
#include "vouch/message/query.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch::authority {

/// One reply, one thread. The query's octets and `out` must outlive it; `out` must come empty.
class Response {
 public:
  /// Begins the reply: header and question. `limit` is the largest size in octets, the OPT record
  /// included.
  Response(Octets& out, const Query& query, const Client& client, const AnswerPolicy& policy,
           std::size_t limit);

  const Query& query() const { return query_; }
  /// Whether signatures and proofs go in.
  bool wants_dnssec() const { return wants_dnssec_; }
  bool is_truncated() const { return truncated_; }

  void set_rcode(Rcode rcode) { rcode_ = rcode; }
  Rcode rcode() const { return rcode_; }
  void set_authoritative(bool authoritative) { authoritative_ = authoritative; }
  void set_extended_error(ExtendedErrorCode code) { extended_error_ = code; }
  void set_truncated() { truncated_ = true; }

  /// What the reply counts as for limits of rates.
  void set_source(NameView name, RRType type) {
    source_name_ = name;
    source_type_ = type;
  }
  AnswerSource source() const { return {source_name_, source_type_, rcode_}; }

  /// Makes the reply SERVFAIL with nothing in it, whatever was or will be added.
  void fail() { failed_ = true; }

  /// Adds an RRset with its signatures to the answer or authority section, with another TTL where
  /// one is given. Where it does not fit, TC is set and nothing more is taken; false then.
  bool add(Section section, NameView owner, const ZoneRRset& set, std::optional<Ttl> ttl = {});

  /// The same, unless the RRset is in the reply with its own owner already.
  bool add_once(Section section, NameView owner, const ZoneRRset& set);

  /// Adds RRSIGs as what was asked for, unless they are in the reply with their RRset.
  bool add_signatures(NameView owner, const ZoneRRset& set);

  /// Adds to the additional section an RRset that is not there yet; its signatures may be left out
  /// when they don't fit. False where the RRset does not fit; TC is then for the caller to set.
  bool add_additional(NameView owner, const ZoneRRset& set);

  /// Adds one unsigned record to the answer.
  bool add_record(NameView owner, RRType type, RRClass rrclass, Ttl ttl, OctetView rdata);

  /// Has finish() add the record that refuses the query's TSIG without a signature (RFC 8945
  /// section 5.2.1): BADKEY.
  void refuse_tsig() { refuses_tsig_ = true; }

  /// Writes the OPT record where the query has one, the refusal of a TSIG, and the header.
  void finish();

 private:
  bool knows(NameView owner, const ZoneRRset& set) const;
  void remember(NameView owner, const ZoneRRset& set);
  RRsetView signatures_of(const ZoneRRset& set) const {
    return wants_dnssec_ ? set.signatures : RRsetView();
  }
  bool truncated_unless(bool fitted);
  std::size_t opt_octets() const;
  void append_opt();
  void append_tsig_refusal();

  /// RRsets that are remembered so as not to be added again; with more, a repetition may go unseen.
  static constexpr std::size_t max_known = 64;

  Octets& out_;
  const Query& query_;
  const Client& client_;
  const AnswerPolicy& policy_;
  std::size_t limit_;
  MessageBuilder builder_;
  std::array<const std::uint8_t*, max_known> known_;
  std::size_t known_count_ = 0;
  Rcode rcode_ = Rcode::NOERROR;
  std::optional<ExtendedErrorCode> extended_error_;
  NameView source_name_;
  RRType source_type_ = RRType{0};
  bool wants_dnssec_;
  bool authoritative_ = false;
  bool truncated_ = false;
  bool failed_ = false;
  bool refuses_tsig_ = false;
};

/// The size limit of the reply to a client over a transport (RFC 6891 section 6.2.3, RFC 1035
/// section 4.2.1).
std::size_t size_limit(const Query& query, Transport transport, const AnswerPolicy& policy);

}  // namespace vouch::authority
