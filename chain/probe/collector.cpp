#include "chain/probe/collector.hpp"

#include <algorithm>

#include "chain/engine/zones/zone_content.hpp"
#include "net/clock.hpp"
#include "net/random.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::chain {
namespace {

constexpr unsigned max_referrals = 30;
constexpr unsigned max_depth = 4;
constexpr std::size_t max_servers_of_zone = 30;
constexpr std::size_t max_names_of_servers = 8;
constexpr std::size_t max_probes = 1000;

FetchFailure failure_of(const Error& error) {
  return error.code == ErrorCode::timed_out ? FetchFailure::timeout : FetchFailure::unreachable;
}

bool is_address(RRType type) { return type == RRType::A || type == RRType::AAAA; }

}  // namespace

Collector::Collector(ProbeOptions options, Recording& recording)
    : options_(std::move(options)), recording_(recording) {
  zones_[Name()] = Servers(options_.root.begin(), options_.root.end());
}

const Collector::Servers* Collector::closest(const Name& place, Name& zone) const {
  for (zone = place;; zone = zone.parent()) {
    const auto found = zones_.find(zone);
    if (found != zones_.end()) return &found->second;
    if (zone.is_root()) return nullptr;
  }
}

void Collector::collect(const Question& question) {
  if (!asked_.insert({question.name, question.type}).second) return;
  if (!options_.resolvers.empty()) {
    Servers resolvers;
    for (const net::SocketAddress& each : options_.resolvers) resolvers.insert({"", each});
    ask_all(question, Name(), resolvers, true);
    return;
  }
  const Name place = question.type == RRType::DS ? question.name.parent() : question.name;
  for (unsigned referrals = 0; referrals < max_referrals; ++referrals) {
    Name zone;
    const Servers* servers = closest(place, zone);
    if (servers == nullptr || servers->empty()) return;
    const std::size_t first = recording_.exchanges.size();
    ask_all(question, zone, Servers(*servers), false);
    const auto cut = follow(question, zone, first);
    // The DS of a name is its parent's: a referral to the name itself ends the way.
    if (!cut || (question.type == RRType::DS && *cut == question.name)) return;
  }
}

std::optional<Name> Collector::follow(const Question& question, const Name& zone,
                                      std::size_t first) {
  std::optional<Name> cut;
  for (std::size_t i = first; i < recording_.exchanges.size(); ++i) {
    const auto message = Message::read(recording_.exchanges[i].message);
    if (!message.ok() || !message->answer.empty() || message->rcode() != Rcode::NOERROR) continue;
    for (const Record& record : message->authority) {
      const bool leads_down = record.type == RRType::NS && record.owner.is_below(zone) &&
                              question.name.is_at_or_below(record.owner);
      if (!leads_down) continue;
      cut = record.owner;
      add_servers(*message, record.owner);
      break;
    }
  }
  return cut;
}

void Collector::add_servers(const Message& referral, const Name& cut) {
  Servers& servers = zones_[cut];
  for (const Name& name : rr::name_servers(referral.authority, cut)) {
    bool has_glue = false;
    for (const Record& record : referral.additional) {
      if (!is_address(record.type) || !(record.owner == name)) continue;
      const auto address = net::SocketAddress::from_octets(record.rdata, options_.port);
      if (address.ok() && servers.size() < max_servers_of_zone)
        servers.insert({name.text(), *address});
      has_glue = true;
    }
    if (!has_glue && !name.is_at_or_below(cut)) find_addresses(name, servers);
  }
}

void Collector::find_addresses(const Name& server, Servers& servers) {
  if (depth_ >= max_depth) return;
  ++depth_;
  for (const RRType type : {RRType::A, RRType::AAAA}) {
    collect({server, type, RRClass::IN});
    for (const Exchange& each : recording_.exchanges) {
      if (each.question.type != type || !(each.question.name == server)) continue;
      const auto message = Message::read(each.message);
      if (!message.ok()) continue;
      for (const Record& record : message->answer) {
        const auto address = net::SocketAddress::from_octets(record.rdata, options_.port);
        const bool fits = record.type == type && record.owner == server && address.ok() &&
                          servers.size() < max_servers_of_zone;
        if (fits) servers.insert({server.text(), *address});
      }
    }
  }
  --depth_;
}

void Collector::add_pending(const Question& question, const Name& zone, const Servers& servers) {
  for (const ProbeServer& each : servers) {
    Exchange exchange{question, zone, each.address.text(), each.name};
    pending_.push_back({std::move(exchange), each.address, 0});
  }
}

// All servers at the same time; each by UDP, then TCP where the reply is cut.
void Collector::ask_all(const Question& question, const Name& zone, const Servers& servers,
                        bool recursive) {
  add_pending(question, zone, servers);
  run_pending(recursive);
}

// Those that were never heard are not waited for again.
Collector::Servers Collector::answering_servers(const Name& zone) const {
  Servers answering;
  const auto known = zones_.find(zone);
  if (known == zones_.end()) return answering;
  for (const ProbeServer& server : known->second) {
    const std::string address = server.address.text();
    const bool answers = std::any_of(
        recording_.exchanges.begin(), recording_.exchanges.end(), [&](const Exchange& each) {
          return each.zone == zone && each.server == address && each.failure == FetchFailure::none;
        });
    if (answers) answering.insert(server);
  }
  return answering;
}

// With the addresses of name servers that are in the zone, to be held against glue.
std::vector<Question> Collector::questions_about(const Name& zone, const Servers& servers) const {
  std::vector<Question> questions = probe_questions(zone);
  std::set<std::string> names;
  for (const ProbeServer& server : servers) {
    const auto name = Name::parse(server.name);
    const bool is_in_zone = name.ok() && !server.name.empty() && name->is_at_or_below(zone);
    if (!is_in_zone || names.size() >= max_names_of_servers || !names.insert(server.name).second)
      continue;
    for (const RRType type : {RRType::A, RRType::AAAA})
      questions.push_back({*name, type, RRClass::IN});
  }
  return questions;
}

void Collector::probe(const std::vector<Name>& zones) {
  for (const Name& zone : zones) {
    const Servers servers = answering_servers(zone);
    if (servers.empty()) continue;
    for (const Question& question : questions_about(zone, servers)) {
      if (pending_.size() + servers.size() > max_probes) return run_pending(false);
      if (asked_.insert({question.name, question.type}).second)
        add_pending(question, zone, servers);
    }
  }
  run_pending(false);
}

void Collector::run_pending(bool recursive) {
  net::QueryClient client(loop_);
  for (std::size_t i = 0; i < pending_.size(); ++i) send(client, i, recursive);
  loop_.run();
  for (Pending& each : pending_) recording_.exchanges.push_back(std::move(each.exchange));
  pending_.clear();
}

void Collector::send(net::QueryClient& client, std::size_t index, bool recursive) {
  Pending& pending = pending_[index];
  if (queries_ >= options_.max_queries) {
    pending.exchange.failure = FetchFailure::declined;
    return;
  }
  ++queries_;
  ++pending.tries;
  Edns edns;
  edns.dnssec_ok = true;
  Message query = make_query(net::random_u16(), pending.exchange.question, recursive, edns);
  query.header.cd = recursive;
  net::QueryOptions options;
  options.timeout_ms = options_.timeout_ms;
  client.send(pending.address, query.write(), options,
              [this, &client, index, recursive](Result<net::Reply> reply) {
                Pending& done = pending_[index];
                if (reply.ok()) {
                  done.exchange.message = std::move(reply->message);
                  done.exchange.tcp = reply->transport == net::Transport::tcp;
                  done.exchange.took_ms = static_cast<std::uint32_t>(reply->microseconds / 1000);
                  return;
                }
                if (reply.error().code == ErrorCode::timed_out && done.tries < options_.tries)
                  return send(client, index, recursive);
                done.exchange.failure = failure_of(reply.error());
              });
}

}  // namespace vouch::chain
