#include "authority/engine/answer.hpp"

#include "authority/engine/chaos.hpp"
#include "authority/engine/lookup.hpp"

namespace vouch::authority {
namespace {

/// RFC 8945 section 5.2.1: no key is known here, so that every TSIG is by an unknown one.
void refuse_signed(Response& response) {
  response.set_rcode(Rcode::NOTAUTH);
  response.refuse_tsig();
}

/// NOTIFY, UPDATE, AXFR and IXFR: NOTAUTH where the zone is not here, REFUSED where it is (RFC
/// 1996, RFC 2136 section 3.1.2, RFC 5936 section 2.2.1).
void refuse_zone_request(const ZoneSet& zones, Response& response) {
  const QuestionView& question = *response.query().question;
  response.set_rcode(question.rrclass == RRClass::IN && zones.at(question.name) ? Rcode::REFUSED
                                                                                : Rcode::NOTAUTH);
  if (response.rcode() == Rcode::NOTAUTH)
    response.set_extended_error(ExtendedErrorCode::not_authoritative);
}

/// The zone that answers: for DS at an apex the one above, where that is here (RFC 4035
/// section 3.1.4.1).
const ServedZone* zone_for(const ZoneSet& zones, const QuestionView& question) {
  const ServedZone* zone = zones.find(question.name);
  if (zone && question.type == RRType::DS && zone->apex.size() == question.name.size()) {
    if (const ServedZone* above = zones.find_above(question.name)) return above;
  }
  return zone;
}

void answer_from_zone(const ServedZone& zone, const AnswerPolicy& policy, Response& response) {
  if (!zone.zone) {
    response.fail();
    response.set_extended_error(ExtendedErrorCode::not_ready);
    return;
  }
  look_up(*zone.zone, policy, response);
  // Not authoritative for every class, whatever there is in this one (RFC 1034 section 3.7.1).
  if (response.query().question->rrclass == RRClass::ANY) response.set_authoritative(false);
}

void answer_from_zones(const ZoneSet& zones, const Client& client, const AnswerPolicy& policy,
                       Response& response) {
  const QuestionView& question = *response.query().question;
  if (question.type == RRType::AXFR && client.transport == Transport::udp) {
    response.set_rcode(Rcode::NOTIMP);  // RFC 5936 section 4.2: not defined over UDP
  } else if (question.type == RRType::AXFR || question.type == RRType::IXFR) {
    refuse_zone_request(zones, response);
  } else if (question.type == RRType::NXNAME) {
    response.set_rcode(Rcode::FORMERR);  // RFC 9824 section 3.4
    response.set_extended_error(ExtendedErrorCode::invalid_query_type);
  } else if (const ServedZone* zone = zone_for(zones, question)) {
    answer_from_zone(*zone, policy, response);
  } else {
    response.set_rcode(Rcode::REFUSED);
    response.set_extended_error(ExtendedErrorCode::not_authoritative);
  }
}

void answer_query(const ZoneSet& zones, const Client& client, const AnswerPolicy& policy,
                  Response& response) {
  const Query& query = response.query();
  if (!query.question) {
    // A query for a cookie alone has no question (RFC 7873 section 5.4).
    const bool asks_for_cookie = policy.cookies && query.edns && !query.edns->cookie.empty();
    response.set_rcode(asks_for_cookie ? Rcode::NOERROR : Rcode::FORMERR);
  } else if (query.question->rrclass == RRClass::CH) {
    answer_chaos(policy, response);
  } else if (query.question->rrclass == RRClass::IN || query.question->rrclass == RRClass::ANY) {
    answer_from_zones(zones, client, policy, response);
  } else {
    response.set_rcode(Rcode::REFUSED);
  }
}

/// RFC 7873 section 5.2.3 and 5.2.4; the reply has a good cookie to come back with.
bool needs_better_cookie(const Query& query, const Client& client, const AnswerPolicy& policy) {
  return policy.require_server_cookie && policy.cookies && client.transport == Transport::udp &&
         query.edns && !query.edns->cookie.empty() &&
         !check_cookie(*policy.cookies, query.edns->cookie, client.address, client.now);
}

void decide(const ZoneSet& zones, const Client& client, const AnswerPolicy& policy,
            Response& response) {
  const Query& query = response.query();
  const bool knows_opcode = query.header.opcode == Opcode::QUERY ||
                            query.header.opcode == Opcode::NOTIFY ||
                            query.header.opcode == Opcode::UPDATE;
  if (query.form == QueryForm::malformed) {
    response.set_rcode(knows_opcode ? Rcode::FORMERR : Rcode::NOTIMP);
  } else if (query.edns && query.edns->version != 0) {
    response.set_rcode(Rcode::BADVERS);
  } else if (!knows_opcode) {
    response.set_rcode(Rcode::NOTIMP);
  } else if (query.question && needs_better_cookie(query, client, policy)) {
    response.set_rcode(Rcode::BADCOOKIE);
  } else if (query.tsig) {
    refuse_signed(response);
  } else if (query.header.opcode == Opcode::QUERY) {
    answer_query(zones, client, policy, response);
  } else if (query.question) {
    refuse_zone_request(zones, response);
  } else {
    response.set_rcode(Rcode::FORMERR);
  }
}

}  // namespace

AnswerSource answer(const ZoneSet& zones, const Query& query, const Client& client,
                    const AnswerPolicy& policy, Octets& reply) {
  Response response(reply, query, client, policy, size_limit(query, client.transport, policy));
  decide(zones, client, policy, response);
  response.finish();
  return response.source();
}

void answer_truncated(const Query& query, const Client& client, const AnswerPolicy& policy,
                      Rcode rcode, Octets& reply) {
  Response response(reply, query, client, policy, size_limit(query, client.transport, policy));
  response.set_rcode(rcode);
  response.set_truncated();
  response.finish();
}

}  // namespace vouch::authority
