#include "dig/proof.hpp"

#include "dig/engine/command_line.hpp"
#include "dig/engine/query_message.hpp"
#include "dig/engine/verdict_text.hpp"
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

int print_proof(const Request& request, const std::vector<Server>& servers, const Exchange&,
                const Output& output) {
  const auto anchors = read_anchors(request);
  const auto now = read_time(request);
  const auto name = name_of(request);
  for (const Error* error :
       {anchors.ok() ? nullptr : &anchors.error(), now.ok() ? nullptr : &now.error()}) {
    if (error == nullptr) continue;
    output("dig: " + error->message() + "\n");
    return 1;
  }
  // What was printed came to the question as it was put; the proof is of what comes with CD and DO.
  EvidenceSource source(request, servers);
  const Verdict verdict = validate({*name, request.type, request.rrclass}, *anchors, *now, source);
  if (request.chase) output(chase_text(verdict, source.seen(), request.display));
  if (request.display.json) {
    output(verdict_json(verdict) + "\n");
  } else if (request.validate) {
    output(verdict_text(verdict));
  }
  return 0;
}

std::vector<Server> name_servers(const Request& request, const std::vector<Server>& servers,
                                 const Message& reply) {
  std::vector<Server> found;
  Request address_request = request;
  address_request.type = RRType::A;
  address_request.recurse = true;
  for (const Record& record : reply.answer) {
    const auto target = rr::read_target(record.rdata);
    if (record.type != RRType::NS || !target.ok()) continue;
    auto query = query_message(address_request, net::random_u16(), {});
    if (!query.ok()) continue;
    query->questions = {{Name(*target), RRType::A, RRClass::IN}};
    const auto addresses = exchange(address_request, servers, *query);
    if (!addresses.ok()) continue;
    for (const Record& each : addresses->reply.answer) {
      const auto address = net::SocketAddress::from_octets(each.rdata, request.port);
      if (each.type == RRType::A && address.ok()) found.push_back({*address, target->text()});
    }
  }
  return found;
}

}  // namespace vouch::dig
