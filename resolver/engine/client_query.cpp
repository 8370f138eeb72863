#include "resolver/engine/client_query.hpp"

#include "vouch/message/builder.hpp"

namespace vouch::resolver {
namespace {

constexpr RRType nxname{128};

struct Refusal {
  Rcode rcode;
  std::optional<ExtendedError> why = {};
};

bool is_transfer(RRType type) { return type == RRType::AXFR || type == RRType::IXFR; }

// Why the query is not to be resolved, or nothing.
std::optional<Refusal> look(const ClientQuery& query, const MessageView& view, bool is_whole) {
  using Code = ExtendedErrorCode;
  if (query.header.opcode != Opcode::QUERY) return Refusal{Rcode::NOTIMP};
  if (!is_whole || view.header().question_count != 1 || view.header().tc)
    return Refusal{Rcode::FORMERR};
  if (view.edns() && view.edns()->version != 0) return Refusal{Rcode::BADVERS};
  const RRType type = query.question.type;
  if (type == nxname)
    return Refusal{Rcode::FORMERR,
                   ExtendedError{Code::invalid_query_type, "NXNAME is no type of records"}};
  if (is_transfer(type))
    return Refusal{Rcode::REFUSED,
                   ExtendedError{Code::not_supported, "a resolver transfers no zones"}};
  if (is_meta(type) && type != RRType::ANY) return Refusal{Rcode::FORMERR};
  if (query.question.rrclass != RRClass::IN)
    return Refusal{Rcode::REFUSED, ExtendedError{Code::not_supported, "only class IN is resolved"}};
  return std::nullopt;
}

}  // namespace

std::optional<ClientQuery> read_client_query(OctetView message, Octets& reply) {
  const auto leading = MessageView::read_leading(message);
  if (!leading.ok() || leading->message.header().qr) return std::nullopt;
  const MessageView& view = leading->message;
  ClientQuery query;
  query.header = view.header();
  if (const auto question = view.question())
    query.question = {Name(question->name), question->type, question->rrclass};
  if (view.edns()) {
    query.has_edns = true;
    query.dnssec_ok = view.dnssec_ok();
    query.compact_ok = view.edns()->compact_ok();
    query.udp_size = std::max<std::uint16_t>(512, view.edns()->udp_size);
  }
  const auto refusal = look(query, view, !leading->fault);
  if (!refusal) return query;
  write_refusal(query, refusal->rcode, refusal->why, reply);
  return std::nullopt;
}

void write_refusal(const ClientQuery& query, Rcode rcode, const std::optional<ExtendedError>& why,
                   Octets& reply) {
  MessageBuilder builder(reply, query.udp_size);
  Edns edns;
  edns.dnssec_ok = query.dnssec_ok;
  if (why) edns.options.push_back(why->option());
  if (query.has_edns) builder.reserve_edns(edns);
  if (query.header.question_count == 1) builder.add_question(query.question);
  Header header = query.header.reply();
  header.ra = true;
  builder.finish(header, rcode);
}

}  // namespace vouch::resolver
