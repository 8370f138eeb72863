#include "resolver/engine/servers/server_memory.hpp"

#include <algorithm>
#include <limits>

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
constexpr std::uint64_t alive_ms = 600'000;
constexpr std::uint64_t no_route_ms = 5'000;
constexpr std::size_t octets_of_server = 200;
constexpr std::size_t least_servers = 16;

}  // namespace

ServerMemory::ServerMemory(std::size_t max_servers)
    : holds(std::max(max_servers, least_servers)),
      servers_(std::max(max_servers, least_servers) * octets_of_server) {}

ServerMemory::Known& ServerMemory::known(const ServerAddress& server) {
  if (Known* entry = find(server)) return *entry;
  constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
  return *servers_.store(server, {}, never, 0);
}

std::uint64_t ServerMemory::timeout_ms(const ServerAddress& server, std::uint64_t unknown_ms,
                                       unsigned tries) {
  const Known* entry = find(server);
  const bool is_unknown = entry == nullptr || entry->mean_ms == 0;
  const std::uint64_t expected =
      is_unknown ? unknown_ms : entry->mean_ms + 4 * entry->deviation_ms + least_timeout_ms;
  // What is lost lengthens the wait until the next answer, for other questions as well (RFC 6298
  // section 5.7).
  const unsigned lost = is_unknown ? 0 : entry->failures;
  const unsigned doublings = std::min(std::max(lost, tries), 2U);
  return std::clamp(expected << doublings, least_timeout_ms, 4 * unknown_ms);
}

std::uint64_t ServerMemory::price_ms(const ServerAddress& server, NameView zone,
                                     std::uint64_t now_ms) {
  const Known* entry = find(server);
  const Standing standing = holds.standing(server, zone, now_ms);
  const bool is_failing = standing == Standing::suspected || standing == Standing::held ||
                          (entry != nullptr && now_ms < entry->failed_until_ms);
  const std::uint64_t unknown = unknown_price_ms + (server.size == 16 ? v6_price_ms : 0);
  const std::uint64_t expected = entry == nullptr || entry->mean_ms == 0 ? unknown : entry->mean_ms;
  return is_failing ? failing_price_ms + expected : expected;
}

bool ServerMemory::knows_edns(const ServerAddress& server, std::uint64_t now_ms) {
  const Known* entry = find(server);
  return entry == nullptr || entry->no_edns_until_ms <= now_ms;
}

bool ServerMemory::is_alive(const ServerAddress& server, std::uint64_t now_ms) {
  const Known* entry = find(server);
  return entry != nullptr && entry->mean_ms != 0 && now_ms - entry->answered_ms < alive_ms;
}

void ServerMemory::note_answer(const ServerAddress& server, std::uint64_t took_ms,
                               std::uint64_t now_ms) {
  Known& entry = known(server);
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
  entry.answered_ms = now_ms;
  entry.failures = 0;
  entry.failed_until_ms = 0;
}

void ServerMemory::note_failure(const ServerAddress& server, std::uint64_t now_ms) {
  Known& entry = known(server);
  const unsigned doublings = std::min(entry.failures, 6U);
  entry.failed_until_ms = now_ms + std::min(first_pause_ms << doublings, longest_pause_ms);
  ++entry.failures;
}

void ServerMemory::note_no_edns(const ServerAddress& server, std::uint64_t now_ms) {
  Known& entry = known(server);
  if (++entry.edns_refusals >= edns_refusals_believed) entry.no_edns_until_ms = now_ms + no_edns_ms;
}

void ServerMemory::note_edns(const ServerAddress& server) {
  Known& entry = known(server);
  entry.edns_refusals = 0;
  entry.no_edns_until_ms = 0;
}

void ServerMemory::note_no_route(const ServerAddress& server, std::uint64_t now_ms) {
  (server.size == 4 ? no_v4_until_ms_ : no_v6_until_ms_) = now_ms + no_route_ms;
}

bool ServerMemory::has_route(const ServerAddress& server, std::uint64_t now_ms) const {
  return (server.size == 4 ? no_v4_until_ms_ : no_v6_until_ms_) <= now_ms;
}

}  // namespace vouch::resolver
