#include "resolver/engine/fetch_round.hpp"

#include <algorithm>

namespace vouch::resolver {
namespace {

/// Of one question at one server by one transport (RFC 9520 section 3.1).
constexpr unsigned most_udp = 3;
/// By TCP where UDP brought nothing from a server that is known to live.
constexpr unsigned most_tcp = 2;
constexpr unsigned most_probes = 2;
/// The last query is waited for, and so are probes, since they decide about others.
constexpr std::uint64_t least_last_wait_ms = 1'000;

NameServer* find(std::vector<NameServer>& servers, const Name& name) {
  const auto found = std::find_if(servers.begin(), servers.end(),
                                  [&](const NameServer& each) { return each.name == name; });
  return found == servers.end() ? nullptr : &*found;
}

void add_address(NameServer& server, const ServerAddress& address) {
  const bool is_known = std::find(server.addresses.begin(), server.addresses.end(), address) !=
                        server.addresses.end();
  if (!is_known && server.addresses.size() < 2 * max_server_addresses)
    server.addresses.push_back(address);
}

}  // namespace

void FetchRound::enter(const Name& zone, std::vector<NameServer> servers) {
  zone_ = zone;
  servers_ = std::move(servers);
  tries_.clear();
}

void FetchRound::add_addresses(const Evidence& found) {
  const SignedRRset* rrset = find_rrset(found.answer, found.question.name, found.question.type);
  NameServer* server = find(servers_, found.question.name);
  if (rrset == nullptr || server == nullptr) return;
  for (const OctetView rdata : rrset->rrset.rdatas()) {
    const auto address = server_address(found.question.type, rdata, memory_.settings.query_port);
    if (address) add_address(*server, *address);
  }
}

void FetchRound::add_servers(const std::vector<NameServer>& more) {
  for (const NameServer& each : more) {
    NameServer* known = find(servers_, each.name);
    if (known == nullptr && servers_.size() < 2 * max_name_servers) servers_.push_back(each);
    if (known == nullptr) continue;
    for (const ServerAddress& address : each.addresses) add_address(*known, address);
  }
}

FetchRound::Tries FetchRound::tries_of(const ServerAddress& address) const {
  const auto found = tries_.find(address);
  return found == tries_.end() ? Tries() : found->second;
}

bool FetchRound::is_usable(const ServerAddress& address, Moment now) const {
  const bool is_allowed = address.size == 4 || memory_.settings.use_ipv6;
  return is_allowed && memory_.servers.has_route(address, now.ms);
}

bool FetchRound::has_tries_left(const ServerAddress& address, Moment now) {
  const Tries tries = tries_of(address);
  if (tries.is_out) return false;
  return tries.udp < most_udp ||
         (tries.tcp < most_tcp && memory_.servers.is_alive(address, now.ms));
}

std::optional<Candidate> FetchRound::way_to(const NameServer& server, const ServerAddress& address,
                                            Among among, Moment now) {
  const Tries tries = tries_of(address);
  if (tries.is_out || !is_usable(address, now)) return std::nullopt;
  const bool is_avoided = avoided_.count(address) != 0;
  if (is_avoided != (among == Among::avoided)) return std::nullopt;
  if (among != Among::avoided && (tries.all() == 0) != (among == Among::fresh)) return std::nullopt;
  Candidate way{address, server.name};
  const Standing standing = memory_.servers.holds.standing(address, zone_, now.ms);
  if (standing == Standing::held) return std::nullopt;
  if (standing != Standing::good) {
    const unsigned most = standing == Standing::due ? 1 : most_probes;
    way.is_probe = true;
    const bool may_probe =
        tries.probes < most && !memory_.servers.holds.is_probed(address, zone_, now.ms);
    if (!may_probe) return std::nullopt;
    return way;
  }
  if (!has_tries_left(address, now)) return std::nullopt;
  way.over_tcp = tries.udp >= most_udp;
  return way;
}

std::optional<Candidate> FetchRound::choose(Among among, const Question& question, Moment now) {
  constexpr std::uint64_t price_of_a_try = 1'000'000;
  std::optional<Candidate> best;
  std::uint64_t best_price = 0;
  for (const NameServer& server : servers_) {
    for (const ServerAddress& address : server.addresses) {
      auto way = way_to(server, address, among, now);
      if (!way) continue;
      // Who is being asked this already is asked together, unless it seems to fail; else there is a
      // little chance, so that all of several servers stay known.
      const std::uint64_t known = memory_.servers.price_ms(address, zone_, now.ms) +
                                  tries_of(address).all() * price_of_a_try;
      const bool is_under_way = memory_.under_way.has(question, address, now.ms);
      const std::uint64_t price = is_under_way ? known / 8 : known + memory_.random() % 16;
      if (best && best_price <= price) continue;
      best = std::move(way);
      best_price = price;
    }
  }
  return best;
}

template <typename Predicate>
bool FetchRound::any_address(Predicate holds) const {
  return std::any_of(servers_.begin(), servers_.end(), [&](const NameServer& server) {
    return std::any_of(server.addresses.begin(), server.addresses.end(), holds);
  });
}

bool FetchRound::has_lost(Moment now) {
  return any_address([&](const ServerAddress& each) {
    const Tries tries = tries_of(each);
    return tries.all() > 0 && !tries.is_out && is_usable(each, now);
  });
}

bool FetchRound::is_spent(const ServerAddress& address, Moment now) {
  if (!is_usable(address, now) || !has_tries_left(address, now)) return true;
  const Standing standing = memory_.servers.holds.standing(address, zone_, now.ms);
  return standing == Standing::held || standing == Standing::due;
}

bool FetchRound::waits_for_probe(Moment now) {
  return any_address([&](const ServerAddress& each) {
    return !tries_of(each).is_out && is_usable(each, now) && avoided_.count(each) == 0 &&
           memory_.servers.holds.standing(each, zone_, now.ms) == Standing::suspected &&
           memory_.servers.holds.is_probed(each, zone_, now.ms);
  });
}

std::uint64_t FetchRound::patience_ms(const Candidate& candidate) const {
  const Settings& settings = memory_.settings;
  const unsigned tries = tries_of(candidate.address).all();
  std::uint64_t wait =
      memory_.servers.timeout_ms(candidate.address, settings.server_timeout_ms, tries);
  // A resolver that has to ask others takes longer than one that knows.
  if (!settings.forwarders.empty()) wait = std::max(wait, settings.server_timeout_ms);
  // An answer to what was sent is taken later as well: to do something else costs only a packet.
  wait = std::min(wait, 2 * settings.server_timeout_ms);
  const bool is_last = candidate.is_probe || candidate.over_tcp || tries + 1 >= most_udp;
  return is_last ? std::max(wait, least_last_wait_ms) : wait;
}

void FetchRound::note_sent(const Candidate& candidate) {
  Tries& tries = tries_[candidate.address];
  ++(candidate.is_probe ? tries.probes : candidate.over_tcp ? tries.tcp : tries.udp);
}

void FetchRound::put_out_avoided() {
  for (const ServerAddress& each : avoided_) put_out(each);
}

}  // namespace vouch::resolver
