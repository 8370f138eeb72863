#include "resolver/engine/servers/delegation.hpp"

#include <algorithm>

#include "vouch/rr/typed/zone.hpp"

namespace vouch::resolver {
namespace {

bool is_unusable(OctetView address) {
  if (address.size() == 4) return address[0] == 0 || address[0] >= 224;
  const bool is_zero =
      std::all_of(address.begin(), address.end(), [](std::uint8_t octet) { return octet == 0; });
  return is_zero || address[0] == 0xff;
}

void add_server(Delegation& delegation, const Record& ns) {
  const auto target = rr::read_target(ns.rdata);
  if (!target.ok() || delegation.servers.size() >= max_name_servers) return;
  const bool is_known =
      std::any_of(delegation.servers.begin(), delegation.servers.end(),
                  [&](const NameServer& each) { return each.name.view() == *target; });
  if (!is_known) delegation.servers.push_back({Name(*target), {}});
}

void add_address(Delegation& delegation, const Record& record, NameView bailiwick,
                 std::uint16_t port) {
  const auto address = server_address(record.type, record.rdata, port);
  if (!address || !record.owner.is_at_or_below(bailiwick)) return;
  for (NameServer& server : delegation.servers) {
    const bool belongs = server.name == record.owner &&
                         server.addresses.size() < max_server_addresses &&
                         std::find(server.addresses.begin(), server.addresses.end(), *address) ==
                             server.addresses.end();
    if (belongs) server.addresses.push_back(*address);
  }
}

}  // namespace

std::optional<ServerAddress> server_address(RRType type, OctetView rdata, std::uint16_t port) {
  const std::size_t size = type == RRType::A ? 4 : type == RRType::AAAA ? 16 : 0;
  if (size == 0 || rdata.size() != size || is_unusable(rdata)) return std::nullopt;
  ServerAddress address;
  address.size = static_cast<std::uint8_t>(size);
  address.port = port;
  std::copy(rdata.begin(), rdata.end(), address.octets.begin());
  return address;
}

std::optional<Delegation> read_referral(const Message& message, NameView parent, NameView name,
                                        std::uint16_t port) {
  Delegation delegation;
  for (const Record& record : message.authority) {
    const bool fits = record.type == RRType::NS && record.rrclass == RRClass::IN &&
                      record.owner.is_below(parent) && name.is_at_or_below(record.owner);
    if (!fits) continue;
    if (delegation.servers.empty()) {
      delegation.zone = record.owner;
      delegation.ttl = record.ttl.seconds;
    }
    if (!(record.owner == delegation.zone)) continue;
    delegation.ttl = std::min(delegation.ttl, record.ttl.seconds);
    add_server(delegation, record);
  }
  if (delegation.servers.empty()) return std::nullopt;
  for (const Record& record : message.additional) add_address(delegation, record, parent, port);
  return delegation;
}

std::optional<Delegation> read_root_servers(std::span<const Record> records, std::uint16_t port) {
  Delegation delegation;
  delegation.ttl = Ttl::max_seconds;
  for (const Record& record : records) {
    if (record.type != RRType::NS || !record.owner.is_root()) continue;
    delegation.ttl = std::min(delegation.ttl, record.ttl.seconds);
    add_server(delegation, record);
  }
  for (const Record& record : records) add_address(delegation, record, Name(), port);
  const bool has_address =
      std::any_of(delegation.servers.begin(), delegation.servers.end(),
                  [](const NameServer& each) { return !each.addresses.empty(); });
  if (!has_address) return std::nullopt;
  return delegation;
}

std::vector<NameServer> read_own_servers(const Message& message, NameView zone,
                                         std::uint16_t port) {
  Delegation own;
  for (const auto* section : {&message.answer, &message.authority}) {
    for (const Record& record : *section) {
      const bool fits =
          record.type == RRType::NS && record.rrclass == RRClass::IN && record.owner.view() == zone;
      if (fits) add_server(own, record);
    }
  }
  if (own.servers.empty()) return {};
  for (const Record& record : message.additional) add_address(own, record, zone, port);
  return std::move(own.servers);
}

std::size_t held(const NameServer& server) { return held(server.name) + held(server.addresses); }

std::size_t held(const Delegation& delegation) {
  return held(delegation.zone) + held(delegation.servers);
}

void DelegationCache::store(const Delegation& delegation, std::uint64_t now_ms) {
  constexpr std::uint32_t longest = 86400;
  const std::uint64_t seconds = std::clamp<std::uint32_t>(delegation.ttl, 1, longest);
  put({delegation, std::nullopt, now_ms + seconds * 1000});
}

void DelegationCache::put(Entry entry) {
  const Name zone = entry.delegation.zone;
  const std::uint64_t expires_ms = entry.expires_ms;
  const std::size_t octets = held(entry.delegation) + (entry.own ? held(*entry.own) : 0);
  cache_.store(zone, std::move(entry), expires_ms, octets);
}

const Delegation* DelegationCache::find(NameView zone, std::uint64_t now_ms) {
  const Entry* entry = cache_.find(Name(zone), now_ms);
  return entry == nullptr ? nullptr : &entry->delegation;
}

bool DelegationCache::wants_own_servers(NameView zone, std::uint64_t now_ms) {
  const Entry* entry = cache_.find(Name(zone), now_ms);
  return entry != nullptr && !entry->own;
}

void DelegationCache::store_own_servers(NameView zone, std::vector<NameServer> servers,
                                        std::uint64_t now_ms) {
  const Entry* known = cache_.find(Name(zone), now_ms);
  if (known == nullptr) return;
  Entry entry = *known;
  entry.own = std::move(servers);
  put(std::move(entry));
}

std::vector<NameServer> DelegationCache::own_servers(NameView zone, std::uint64_t now_ms) {
  const Entry* entry = cache_.find(Name(zone), now_ms);
  return entry == nullptr ? std::vector<NameServer>()
                          : entry->own.value_or(std::vector<NameServer>());
}

const Delegation* DelegationCache::closest(NameView name, std::uint64_t now_ms) {
  for (NameView zone = name;; zone = zone.parent()) {
    if (const Delegation* found = find(zone, now_ms)) return found;
    if (zone.is_root()) return nullptr;
  }
}

std::vector<Name> DelegationCache::zones_above(NameView name, std::uint64_t now_ms) {
  std::vector<Name> zones;
  for (NameView zone = name;; zone = zone.parent()) {
    if (find(zone, now_ms) != nullptr) zones.emplace_back(zone);
    if (zone.is_root()) break;
  }
  std::reverse(zones.begin(), zones.end());
  return zones;
}

}  // namespace vouch::resolver
