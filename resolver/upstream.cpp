#include "resolver/upstream.hpp"

#include <algorithm>
#include <tuple>

#include "net/clock.hpp"
#include "net/random.hpp"

namespace vouch::resolver {
namespace {

/// Equal messages at a time (RFC 9520 section 3.1).
constexpr std::size_t most_sendings = 3;

FetchFailure failure_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::timed_out: return FetchFailure::timeout;
    case ErrorCode::network_failure: return FetchFailure::unreachable;
    default: return FetchFailure::malformed;
  }
}

// Nobody's address but one of 4 or 16 octets gets here.
net::SocketAddress address_of(const ServerAddress& server) {
  return net::SocketAddress::from_octets(server.address(), server.port).value();
}

Octets message_of(const ServerQuery& query, const GuardedQuery::Try& guarded) {
  std::optional<Edns> edns;
  if (query.edns) edns.emplace().dnssec_ok = true;
  if (edns && guarded.cookie) edns->options.push_back(*guarded.cookie);
  Message message = make_query(net::random_u16(), guarded.question, query.recursive, edns);
  message.header.cd = query.recursive;
  return message.write();
}

Bearing& bearing_of(Memory& memory, const ServerAddress& server, std::uint64_t now_ms) {
  constexpr std::uint64_t day_ms = 86'400'000;
  if (Bearing* known = memory.bearings.find(server, now_ms)) return *known;
  Bearing fresh;
  net::fill_random(fresh.client_cookie);
  // A cookie may come later.
  constexpr std::size_t cookie_octets = allocated(32);
  return *memory.bearings.store(server, std::move(fresh), now_ms + day_ms, cookie_octets);
}

}  // namespace

bool Upstream::KeyLess::operator()(const Key& left, const Key& right) const {
  const auto rest = [](const Key& key) {
    return std::tie(key.memory, key.server, key.edns, key.recursive, key.over_tcp);
  };
  if (rest(left) != rest(right)) return rest(left) < rest(right);
  return QuestionLess()(left.question, right.question);
}

Upstream::Ticket Upstream::ask(const ServerQuery& query, const std::shared_ptr<Memory>& memory,
                               Handler handler) {
  const std::uint64_t now_ms = net::monotonic_ms();
  const Key key{memory.get(), query.server,    QuestionKey(query.question),
                query.edns,   query.recursive, query.over_tcp};
  const std::uint64_t ticket = ++last_ticket_;
  auto place = queries_.find(key);
  const auto join = [&](std::uint64_t patience_ms) {
    place->second.waiting.push_back(ticket);
    waiters_.emplace(ticket, Waiter{std::move(handler), place});
    return Ticket{ticket, patience_ms, Told::joined};
  };
  if (place != queries_.end()) {
    Sendings& sendings = place->second.sendings;
    const std::uint64_t age_ms = now_ms - std::min(now_ms, sendings.back().ms);
    if (age_ms < query.timeout_ms) return join(query.timeout_ms - age_ms);
    if (sendings.size() >= most_sendings) return join(query.timeout_ms);
    sendings.back().guarded.on_late(bearing_of(*memory, query.server, now_ms), now_ms);
  }
  if (auto busy = busy_with(query)) {
    waiters_.emplace(ticket, Waiter{std::move(handler), queries_.end()});
    refuse(ticket, *std::move(busy));
    return {ticket, query.timeout_ms, Told::joined};
  }
  if (place == queries_.end()) place = queries_.emplace(key, Shared{memory}).first;
  static_cast<void>(join(0));
  start(query, place, ticket, now_ms);
  return {ticket, query.timeout_ms, Told::sender};
}

std::optional<Busy> Upstream::busy_with(const ServerQuery& query) const {
  if (!zones_.has_place(query.zone)) return Busy{"the zone " + query.zone.text()};
  if (servers_.has_place(query.server)) return std::nullopt;
  return Busy{"the server " + address_of(query.server).text(), true};
}

void Upstream::refuse(std::uint64_t ticket, Busy busy) {
  loop_.post([this, ticket, busy = std::move(busy)] {
    tell({ticket}, 0, {{}, FetchFailure::declined, busy, Told::joined});
  });
}

void Upstream::start(const ServerQuery& query, Queries::iterator place, std::uint64_t ticket,
                     std::uint64_t now_ms) {
  Memory& memory = *place->second.memory;
  const Settings& settings = memory.settings;
  GuardedQuery guarded(query.question,
                       {settings.random_case, settings.cookies && query.edns, query.over_tcp},
                       bearing_of(memory, query.server, now_ms), net::random_u32, now_ms);
  Sendings& sendings = place->second.sendings;
  const auto sending = sendings.insert(sendings.end(), {std::move(guarded), query, ticket, now_ms});
  zones_.take(query.zone);
  servers_.take(query.server);
  memory.under_way.add(query.question, query.server, sending->until_ms());
  send(place, sending);
}

void Upstream::send(Queries::iterator place, Sendings::iterator sending) {
  // Others may listen for longer than who had it sent.
  constexpr std::uint64_t least_listen_ms = 4'000;
  net::QueryOptions options;
  options.timeout_ms = std::max(sending->query.listen_ms, least_listen_ms);
  if (sending->guarded.current().over_tcp) options.transport = net::Transport::tcp;
  options.fits = [sending](OctetView reply, net::Transport by) {
    return sending->guarded.fits(reply, by == net::Transport::tcp);
  };
  sending->id = client_.send(address_of(sending->query.server),
                             message_of(sending->query, sending->guarded.current()), options,
                             [this, place, sending](Result<net::Reply> result) {
                               on_result(place, sending, std::move(result));
                             });
}

void Upstream::on_result(Queries::iterator place, Sendings::iterator sending,
                         Result<net::Reply> result) {
  const std::uint64_t now_ms = net::monotonic_ms();
  GuardedQuery& guarded = sending->guarded;
  Bearing& bearing = bearing_of(*place->second.memory, sending->query.server, now_ms);
  Octets reply;
  if (result.ok()) {
    const bool by_tcp = result->transport == net::Transport::tcp;
    if (guarded.on_reply(result->message, by_tcp, bearing, now_ms)) return send(place, sending);
    reply = std::move(result->message);
  } else {
    guarded.on_failure(result.error().code == ErrorCode::timed_out, bearing, now_ms);
    reply = guarded.reply();
  }
  GuardedQuery::restore_letters(reply, sending->query.question);
  const std::uint64_t sender = sending->sender;
  Shared& shared = place->second;
  if (reply.empty() && shared.sendings.size() > 1) return end(shared, sending);
  Outcome outcome{reply};
  if (reply.empty()) {
    outcome.failure = failure_of(result.error());
    if (result.error().code == ErrorCode::limit_reached) outcome.busy = Busy{"this machine"};
  }
  // First, so that who asks again does so anew.
  std::vector<std::uint64_t> waiting = std::move(shared.waiting);
  while (!shared.sendings.empty()) end(shared, shared.sendings.begin());
  queries_.erase(place);
  tell(std::move(waiting), sender, std::move(outcome));
}

void Upstream::end(Shared& shared, Sendings::iterator sending) {
  client_.cancel(sending->id);
  const ServerQuery& query = sending->query;
  shared.memory->under_way.remove(query.question, query.server, sending->until_ms());
  zones_.give_back(query.zone);
  servers_.give_back(query.server);
  shared.sendings.erase(sending);
}

// The sender first. A handler may make others leave.
void Upstream::tell(std::vector<std::uint64_t> waiting, std::uint64_t sender, Outcome outcome) {
  std::stable_partition(waiting.begin(), waiting.end(),
                        [&](std::uint64_t each) { return each == sender; });
  for (const std::uint64_t each : waiting) {
    const auto found = waiters_.find(each);
    if (found != waiters_.end()) found->second.place = queries_.end();
  }
  for (const std::uint64_t each : waiting) {
    const auto found = waiters_.find(each);
    if (found == waiters_.end()) continue;
    const Handler handler = std::move(found->second.handler);
    waiters_.erase(found);
    outcome.told = each == sender ? Told::sender : Told::joined;
    handler(outcome);
  }
}

void Upstream::leave(std::uint64_t ticket) {
  const auto found = waiters_.find(ticket);
  if (found == waiters_.end()) return;
  const auto place = found->second.place;
  waiters_.erase(found);
  if (place == queries_.end()) return;
  Shared& shared = place->second;
  std::erase(shared.waiting, ticket);
  if (!shared.waiting.empty()) return;
  while (!shared.sendings.empty()) end(shared, shared.sendings.begin());
  queries_.erase(place);
}

}  // namespace vouch::resolver
