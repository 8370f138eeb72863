#include "dig/walk.hpp"

#include <algorithm>

#include "dig/engine/query_message.hpp"
#include "net/random.hpp"
#include "vouch/rr/typed/zone.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::dig {
namespace {

constexpr unsigned max_referrals = 30;
constexpr unsigned max_depth = 4;
constexpr std::size_t max_servers = 13;

std::string server_label(const Name& name) {
  std::string label = name.text();
  if (label.size() > 1) label.pop_back();
  return label;
}

void add_addresses(std::vector<Server>& servers, const std::vector<Record>& records,
                   const Name& name, const Request& request) {
  for (const Record& record : records) {
    const bool is_address = record.type == RRType::A || record.type == RRType::AAAA;
    if (!is_address || !(record.owner == name)) continue;
    const auto address = net::SocketAddress::from_octets(record.rdata, request.port);
    const bool is_wanted = address.ok() && !(request.only_v4 && address->is_v6()) &&
                           !(request.only_v6 && !address->is_v6());
    if (is_wanted && servers.size() < max_servers)
      servers.push_back({*address, server_label(name)});
  }
}

// The cut that a referral leads to; nothing where the reply ends the walk.
std::optional<Name> cut_of(const Exchange& exchange, const Question& question, const Name& zone) {
  const Message& reply = exchange.reply;
  if (!reply.answer.empty() || reply.rcode() != Rcode::NOERROR) return std::nullopt;
  for (const Record& record : reply.authority) {
    if (record.type == RRType::SOA) return std::nullopt;
    const bool leads_down = record.type == RRType::NS && record.owner.is_below(zone) &&
                            question.name.is_at_or_below(record.owner);
    if (leads_down) return record.owner;
  }
  return std::nullopt;
}

// The first query of a walk, to be changed for each step.
Request step_request(const Request& request) {
  Request step = request;
  step.recurse = false;
  step.display.comments = false;
  return step;
}

}  // namespace

Result<Exchange> Walk::ask(const Question& question, const OnStep& on_step) {
  const Request step = step_request(request_);
  std::vector<Server> servers = root_;
  Name zone;
  for (unsigned referrals = 0; referrals < max_referrals; ++referrals) {
    if (servers.empty())
      return fail(ErrorCode::network_failure,
                  ";; no name server of " + zone.text() + " has an address\n");
    Octets cookie(8);
    net::fill_random(cookie);
    VOUCH_TRY(Message query, query_message(step, net::random_u16(), cookie));
    query.questions = {question};
    VOUCH_TRY(Exchange reply, exchange(step, servers, query));
    if (on_step) on_step(reply);
    const auto cut = cut_of(reply, question, zone);
    if (!cut) return reply;
    servers = servers_of(reply, *cut, zone);
    zone = *cut;
  }
  return fail(ErrorCode::limit_reached, ";; too many referrals\n");
}

// A zone's servers can tell addresses of names in the zone and below; what they say of others is
// not theirs to say (RFC 2181 section 5.4.1).
std::vector<Server> Walk::servers_of(const Exchange& referral, const Name& cut, const Name& zone) {
  std::vector<Server> servers;
  const std::vector<Name> names = rr::name_servers(referral.reply.authority, cut);
  for (const Name& name : names) {
    if (name.is_at_or_below(zone))
      add_addresses(servers, referral.reply.additional, name, request_);
  }
  for (std::size_t i = 0; servers.empty() && i < names.size() && i < max_servers; ++i) {
    // A name server below the cut can't be found without its address.
    if (!names[i].is_at_or_below(cut)) servers = addresses_of(names[i]);
  }
  return servers;
}

std::vector<Server> Walk::addresses_of(const Name& name) {
  std::vector<Server> servers;
  if (depth_ >= max_depth) return servers;
  ++depth_;
  for (const RRType type : {RRType::A, RRType::AAAA}) {
    const auto reply = ask({name, type, RRClass::IN});
    if (reply.ok()) add_addresses(servers, reply->reply.answer, name, request_);
    if (!servers.empty()) break;
  }
  --depth_;
  return servers;
}

Result<std::vector<Server>> root_servers(
    const Request& request, const Message& reply,
    const std::function<std::vector<Server>(const Name&)>& look_up) {
  if (!request.hints.empty()) return root_servers_of_file(request);
  std::vector<Server> servers;
  const std::vector<Name> names = rr::name_servers(reply.answer, Name());
  for (const Name& name : names) add_addresses(servers, reply.additional, name, request);
  for (std::size_t i = 0; servers.empty() && i < names.size(); ++i) servers = look_up(names[i]);
  if (servers.empty())
    return fail(ErrorCode::bad_address, ";; the servers of the root have no addresses\n");
  return servers;
}

Result<std::vector<Server>> root_servers_of_file(const Request& request) {
  ZoneFileOptions options;
  options.origin = Name();
  options.default_ttl = Ttl{3600};
  VOUCH_TRY(ZoneFileReader reader, ZoneFileReader::open(request.hints, std::move(options)));
  ParsedFile file = read_all(reader);
  if (!file.errors.empty()) return file.errors.front();
  std::vector<Server> servers;
  for (const Name& name : rr::name_servers(file.records, Name()))
    add_addresses(servers, file.records, name, request);
  if (servers.empty())
    return fail(ErrorCode::bad_zone, "no root server with an address").at(request.hints);
  return servers;
}

}  // namespace vouch::dig
