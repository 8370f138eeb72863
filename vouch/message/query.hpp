// Query: what a client asks, read out of a message: header, question, EDNS and its options, TSIG
// (RFC 1035 section 4, RFC 6891, RFC 7873, RFC 8945, RFC 9619). Every server reads by these rules.
//
// Views of the message, which must outlive it. Decides nothing about the answer; checks no TSIG.
#pragma once

#include "vouch/message/message_view.hpp"

namespace vouch {

/// The OPT record of a query (RFC 6891 section 6).
struct QueryEdns {
  std::uint16_t udp_size = 0;  ///< octets that the client takes in one datagram, as it says
  std::uint8_t version = 0;
  bool dnssec_ok = false;
  bool compact_ok = false;       ///< takes NXDOMAIN for compact denials (RFC 9824 section 5)
  bool wants_nsid = false;       ///< RFC 5001
  bool wants_keepalive = false;  ///< RFC 7828
  OctetView cookie;              ///< of the first COOKIE option; empty where there is none
};

enum class QueryForm : std::uint8_t {
  complete,   ///< all of the message was read
  malformed,  ///< the header is read, and what stands before the fault: FORMERR
};

struct Query {
  QueryForm form = QueryForm::complete;
  Header header;
  std::optional<QuestionView> question;  ///< with the client's letters
  /// Also of a malformed query, if it could be read: the refusal must have one then (RFC 6891
  /// section 6.1.1).
  std::optional<QueryEdns> edns;
  std::optional<RecordView> tsig;

  bool dnssec_ok() const { return edns && edns->dnssec_ok; }
};

/// Reads a query; nothing where there must be no answer: a reply, or less than a header. Records
/// other than OPT and TSIG are passed over. Malformed is, besides what MessageView finds so, more
/// than one question (RFC 9619), a COOKIE option of a length that none has, and a TSIG record
/// whose class is not ANY, whose TTL is not 0 or whose RDATA has not its form (RFC 8945 section
/// 4.2). Allocates nothing where there is no TSIG.
std::optional<Query> read_query(OctetView message);

}  // namespace vouch
