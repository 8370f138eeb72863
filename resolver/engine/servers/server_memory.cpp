#include "resolver/engine/servers/server_memory.hpp"

#include <algorithm>

namespace vouch::resolver {
namespace {

constexpr std::uint64_t least_timeout_ms = 50;
constexpr std::uint64_t unknown_price_ms = 100;
constexpr std::uint64_t v6_price_ms = 20;  ///< where nothing is known, IPv4 is tried first
constexpr std::uint64_t failing_price_ms = 100'000;
constexpr std::uint64_t first_pause_ms = 1'000;
constexpr std::uint64_t longest_pause_ms = 60'000;
constexpr std::uint64_t no_edns_ms = 900'000;
constexpr unsigned edns_refusals_believed = 2;
constexpr std::uint64_t lame_ms = 60'000;
constexpr std::size_t most_lame_zones = 8;  ///< of one server

}  // namespace

const ServerMemory::Known* ServerMemory::find(const ServerAddress& server) const {
  const auto found = servers_.find(server);
  return found == servers_.end() ? nullptr : &found->second;
}

ServerMemory::Known& ServerMemory::known(const ServerAddress& server, std::uint64_t now_ms) {
  const auto found = servers_.find(server);
  if (found == servers_.end() && servers_.size() >= max_servers_) {
    servers_.erase(
        std::min_element(servers_.begin(), servers_.end(), [](const auto& left, const auto& right) {
          return left.second.used_ms < right.second.used_ms;
        }));
  }
  Known& entry = servers_[server];
  entry.used_ms = now_ms;
  return entry;
}

std::uint64_t ServerMemory::timeout_ms(const ServerAddress& server,
                                       std::uint64_t unknown_ms) const {
  const Known* entry = find(server);
  if (entry == nullptr || entry->mean_ms == 0) return unknown_ms;
  const std::uint64_t expected = entry->mean_ms + 4 * entry->deviation_ms + least_timeout_ms;
  const unsigned doublings = std::min(entry->failures, 2U);
  return std::clamp(expected << doublings, least_timeout_ms, 4 * unknown_ms);
}

std::uint64_t ServerMemory::price_ms(const ServerAddress& server, NameView zone,
                                     std::uint64_t now_ms) const {
  const Known* entry = find(server);
  const std::uint64_t unknown = unknown_price_ms + (server.size == 16 ? v6_price_ms : 0);
  if (entry == nullptr) return unknown;
  const bool is_lame = std::any_of(entry->lame.begin(), entry->lame.end(), [&](const Lame& each) {
    return now_ms < each.until_ms && each.zone.view() == zone;
  });
  if (is_lame || now_ms < entry->failed_until_ms) return failing_price_ms + entry->mean_ms;
  return entry->mean_ms == 0 ? unknown : entry->mean_ms;
}

bool ServerMemory::knows_edns(const ServerAddress& server, std::uint64_t now_ms) const {
  const Known* entry = find(server);
  return entry == nullptr || entry->no_edns_until_ms <= now_ms;
}

void ServerMemory::note_answer(const ServerAddress& server, std::uint64_t took_ms,
                               std::uint64_t now_ms) {
  Known& entry = known(server, now_ms);
  const std::uint64_t took = std::max<std::uint64_t>(took_ms, 1);
  if (entry.mean_ms == 0) {
    entry.mean_ms = took;
    entry.deviation_ms = took / 2;
  } else {
    const std::uint64_t off = took > entry.mean_ms ? took - entry.mean_ms : entry.mean_ms - took;
    entry.deviation_ms = (3 * entry.deviation_ms + off) / 4;
    entry.mean_ms = (7 * entry.mean_ms + took) / 8;
    entry.mean_ms = std::max<std::uint64_t>(entry.mean_ms, 1);
  }
  entry.failures = 0;
  entry.failed_until_ms = 0;
}

void ServerMemory::note_failure(const ServerAddress& server, std::uint64_t now_ms) {
  Known& entry = known(server, now_ms);
  const unsigned doublings = std::min(entry.failures, 6U);
  entry.failed_until_ms = now_ms + std::min(first_pause_ms << doublings, longest_pause_ms);
  ++entry.failures;
}

void ServerMemory::note_no_edns(const ServerAddress& server, std::uint64_t now_ms) {
  Known& entry = known(server, now_ms);
  if (++entry.edns_refusals >= edns_refusals_believed) entry.no_edns_until_ms = now_ms + no_edns_ms;
}

void ServerMemory::note_edns(const ServerAddress& server, std::uint64_t now_ms) {
  Known& entry = known(server, now_ms);
  entry.edns_refusals = 0;
  entry.no_edns_until_ms = 0;
}

void ServerMemory::note_lame(const ServerAddress& server, NameView zone, std::uint64_t now_ms) {
  std::vector<Lame>& lame = known(server, now_ms).lame;
  std::erase_if(
      lame, [&](const Lame& each) { return each.until_ms <= now_ms || each.zone.view() == zone; });
  if (lame.size() >= most_lame_zones) lame.erase(lame.begin());
  lame.push_back({Name(zone), now_ms + lame_ms});
}

}  // namespace vouch::resolver
