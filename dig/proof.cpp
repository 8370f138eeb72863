#include "dig/proof.hpp"

#include "dig/engine/command_line.hpp"
#include "dig/engine/query_message.hpp"
#include "dig/evidence_source.hpp"
#include "net/clock.hpp"
#include "net/random.hpp"
#include "vouch/base/file.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::dig {
namespace {

Result<AnchorStore> read_anchors(const Request& request) {
  if (request.anchors.empty()) return AnchorStore::with_root();
  VOUCH_TRY(std::string text, read_file(request.anchors));
  VOUCH_TRY(auto anchors, parse_trust_anchors(std::move(text), request.anchors));
  return AnchorStore(std::move(anchors));
}

Result<Timestamp> read_time(const Request& request) {
  if (request.at.empty()) return net::now();
  return Timestamp::parse(request.at, net::now());
}

Verdict validate(const Question& question, const AnchorStore& anchors, Timestamp now,
                 EvidenceSource& source) {
  Validator::Options options;
  options.anchors = &anchors;
  options.trace = true;
  WorkBudget budget(options.limits);
  Validator validator(question, options, budget, now);
  Step step = validator.start(source.fetch(question));
  while (const Need* need = std::get_if<Need>(&step)) {
    const Question wanted = need->question;
    step = validator.step(source.fetch(wanted));
  }
  return std::get<Verdict>(std::move(step));
}

}  // namespace

Result<Proof> prove(const Request& request, const std::vector<Server>& servers) {
  VOUCH_TRY(const AnchorStore anchors, read_anchors(request));
  VOUCH_TRY(const Timestamp now, read_time(request));
  VOUCH_TRY(Name name, name_of(request));
  VOUCH_TRY(EvidenceSource source, EvidenceSource::make(request, servers));
  Proof proof;
  proof.verdict = validate({std::move(name), request.type, request.rrclass}, anchors, now, source);
  proof.seen = source.seen();
  return proof;
}

std::vector<Server> name_servers(const Request& request, const std::vector<Server>& servers,
                                 const Message& reply) {
  std::vector<Server> found;
  const RRType type = request.only_v6 ? RRType::AAAA : RRType::A;
  Request address_request = request;
  address_request.type = type;
  address_request.recurse = true;
  for (const Record& record : reply.answer) {
    const auto target = rr::read_target(record.rdata);
    if (record.type != RRType::NS || !target.ok()) continue;
    auto query = query_message(address_request, net::random_u16(), {});
    if (!query.ok()) continue;
    query->questions = {{Name(*target), type, RRClass::IN}};
    const auto addresses = exchange(address_request, servers, *query);
    if (!addresses.ok()) continue;
    for (const Record& each : addresses->reply.answer) {
      const auto address = net::SocketAddress::from_octets(each.rdata, request.port);
      if (each.type == type && address.ok()) found.push_back({*address, target->text()});
    }
  }
  return found;
}

}  // namespace vouch::dig
