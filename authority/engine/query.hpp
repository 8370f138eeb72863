// Query: what a client asks, read out of a message: header, question, EDNS and its options, TSIG
// (RFC 1035 section 4, RFC 6891, RFC 7873, RFC 8945).
//
// Views of the message, which must outlive it. Decides nothing about the answer.
#pragma once

#include "vouch/message/message_view.hpp"

namespace vouch::authority {

/// The OPT record of a query (RFC 6891 section 6).
struct QueryEdns {
  std::uint16_t udp_size = 0;  ///< octets that the client takes in one datagram, as it says
  std::uint8_t version = 0;
  bool dnssec_ok = false;
  bool wants_nsid = false;       ///< RFC 5001
  bool wants_keepalive = false;  ///< RFC 7828
  OctetView cookie;              ///< of the first COOKIE option; empty where there is none
};

struct Query {
  Header header;
  std::optional<QuestionView> question;  ///< with the client's letters
  std::optional<QueryEdns> edns;
  std::optional<RecordView> tsig;

  bool dnssec_ok() const { return edns && edns->dnssec_ok; }
};

enum class QueryForm : std::uint8_t {
  complete,     ///< all of the message was read
  not_a_query,  ///< a reply, or shorter than a header: there must be no answer
  malformed,    ///< the header is read, and what stands before the fault: FORMERR
};

/// Reads a query. Records other than OPT and TSIG are passed over. Malformed is, besides what
/// MessageView finds so, more than one question (RFC 9619), a COOKIE option of a length that none
/// has, and a TSIG record that has not its form.
QueryForm read_query(OctetView message, Query& query);

}  // namespace vouch::authority
