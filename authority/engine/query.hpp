// Query: what a client asks, read out of a message: header, question, EDNS and its options, TSIG
// (RFC 1035 section 4, RFC 6891, RFC 7873, RFC 8945).
//
// Views of the message, which must outlive it. Decides nothing about the answer.
#pragma once

#include <optional>

#include "vouch/name/name_view.hpp"
#include "vouch/rr/type.hpp"

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
  std::uint16_t id = 0;
  Opcode opcode = Opcode::QUERY;
  bool recursion_desired = false;
  bool has_question = false;
  NameView name;  ///< with the client's letters
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;
  OctetView question;  ///< the wire octets of the question, for the reply
  std::optional<QueryEdns> edns;
  OctetView
      tsig_name;  ///< the key's name where the message has a TSIG record; empty where it has none
  OctetView tsig_rdata;

  bool dnssec_ok() const { return edns && edns->dnssec_ok; }
};

enum class QueryForm : std::uint8_t {
  complete,     ///< all of the message was read
  not_a_query,  ///< a reply, or shorter than a header: there must be no answer
  malformed,    ///< the header is read, and what stands before the fault: FORMERR
};

/// Reads a query. Records other than OPT and TSIG are passed over. Malformed are: more than one
/// question, a name that is compressed in the question or broken elsewhere, records that end too
/// early, octets after the last record, two OPT records, one outside the additional section or with
/// an owner other than the root, options that do not fill the OPT record, a COOKIE option of a
/// length that none has, a TSIG record that is not the last.
QueryForm read_query(OctetView message, Query& query);

}  // namespace vouch::authority
