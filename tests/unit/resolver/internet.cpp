#include "tests/unit/resolver/internet.hpp"

#include <algorithm>

#include "authority/engine/answer.hpp"
#include "resolver/engine/reply.hpp"

namespace vouch::resolver {
namespace {

std::vector<WorldZone> with_root(std::vector<WorldZone> zones) {
  for (const WorldZone& each : zones) {
    if (each.apex == ".") return zones;
  }
  zones.push_back({"."});
  return zones;
}

std::vector<std::string> apexes_of(const std::vector<WorldZone>& zones) {
  std::vector<std::string> apexes;
  for (const WorldZone& each : zones) apexes.push_back(each.apex);
  return apexes;
}

Delegation hints_of(const SignedWorld& world) {
  std::vector<Record> records;
  for (const Record& each : world.records(".")) {
    if (each.type == RRType::NS || each.type == RRType::A) records.push_back(each);
  }
  return read_root_servers(records, 53).value();
}

}  // namespace

Internet::Internet(std::vector<WorldZone> zones, Settings settings)
    : world(with_root(zones)),
      memory(std::move(settings), hints_of(world)),
      apexes_(apexes_of(with_root(zones))) {
  memory.anchors = world.anchors;
  memory.random = [state = std::uint32_t{1}]() mutable {
    return state = state * 1664525 + 1013904223;
  };
}

ServerAddress Internet::server(const std::string& zone) const {
  const std::string name = zone == "." ? "ns." : "ns." + zone;
  const auto found = world.zone(zone)->find(name_of(name), RRType::A);
  ServerAddress address;
  if (!found) return address;
  const OctetView rdata = found->rrset.rdatas.front();
  std::copy(rdata.begin(), rdata.end(), address.octets.begin());
  return address;
}

Message Internet::serve(const ServerQuery& query) const {
  std::vector<authority::ServedZone> served;
  for (const std::string& apex : apexes_) {
    if (server(apex) == query.server) served.push_back({name_of(apex), world.zone(apex)});
  }
  std::optional<Edns> edns;
  if (query.edns) edns.emplace().dnssec_ok = true;
  Octets reply;
  authority::Client client;
  client.transport = authority::Transport::tcp;
  const Octets message = make_query(1, query.question, false, edns).write();
  authority::answer(authority::ZoneSet(std::move(served)), *read_query(message), client, {}, reply);
  return Message::read(reply).value();
}

void Internet::wait_for(std::uint64_t ms, Event event) {
  event.ms = now_.ms + ms;
  events_.push_back(std::move(event));
}

void Internet::send(const ServerQuery& query) {
  sent.push_back(query);
  const FetchFailure failure = fails ? fails(query) : FetchFailure::none;
  if (failure != FetchFailure::none && failure != FetchFailure::timeout)
    return wait_for(0, {0, query, failure});
  const std::uint64_t delay = delays ? delays(query) : 10;
  const bool is_answered = failure == FetchFailure::none && delay < query.listen_ms;
  if (is_answered) wait_for(delay, {0, query});
  wait_for(query.timeout_ms, {0, query, FetchFailure::timeout});
  if (!is_answered) wait_for(query.listen_ms, {0, query, FetchFailure::timeout});
}

std::optional<Resolution::Output> Internet::happen(Resolution& resolution, const Event& event) {
  if (event.is_pause) return resolution.on_pause_over(now_);
  if (event.failure != FetchFailure::none)
    return resolution.on_failure(event.query.number, event.failure, now_);
  Message reply;
  if (!answers || !answers(event.query, reply)) reply = serve(event.query);
  reply.questions = {event.query.question};
  if (tamper) tamper(event.query, reply);
  return resolution.on_reply(event.query.number, reply.write(), now_);
}

Answer Internet::ask(const std::string& name, RRType type, bool checking_disabled) {
  sent.clear();
  events_.clear();
  const Question question{name_of(name), type, RRClass::IN};
  if (auto known = find_known(memory, question, checking_disabled, now_)) return *known;
  Resolution resolution(question, checking_disabled, memory, now_);
  std::optional<Resolution::Output> output = resolution.start(now_);
  for (;;) {
    if (output && std::holds_alternative<Answer>(*output)) return std::get<Answer>(*output);
    // What was waited for is over where there is something new to wait for.
    if (output) std::erase_if(events_, [](const Event& each) { return each.is_pause; });
    if (const auto* query = output ? std::get_if<ServerQuery>(&*output) : nullptr) {
      send(ServerQuery(*query));
    } else if (const auto* pause = output ? std::get_if<Pause>(&*output) : nullptr) {
      wait_for(pause->ms, {0, {}, FetchFailure::none, true});
    }
    const auto next =
        std::min_element(events_.begin(), events_.end(),
                         [](const Event& left, const Event& right) { return left.ms < right.ms; });
    if (sent.size() > 1000 || next == events_.end()) {
      ADD_FAILURE() << "asks or waits without end";
      return {std::make_shared<const Verdict>()};
    }
    const Event event = std::move(*next);
    events_.erase(next);
    now_.ms = std::max(now_.ms, event.ms);
    output = happen(resolution, event);
  }
}

Message Internet::reply(const std::string& name, RRType type, bool checking_disabled) {
  ClientQuery query;
  query.question = {name_of(name), type, RRClass::IN};
  query.has_edns = query.dnssec_ok = true;
  query.header.rd = true;
  query.header.cd = checking_disabled;
  query.header.question_count = 1;
  const Answer answer = ask(name, type, checking_disabled);
  Octets octets;
  write_reply(query, answer, max_message_octets, octets);
  return Message::read(octets).value();
}

std::vector<std::string> questions(const std::vector<ServerQuery>& sent) {
  std::vector<std::string> lines;
  for (const ServerQuery& each : sent)
    lines.push_back(each.question.name.text() + " " + text(each.question.type));
  return lines;
}

}  // namespace vouch::resolver
