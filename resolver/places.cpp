#include "resolver/places.hpp"

#include <algorithm>

namespace vouch::resolver {
namespace {

/// For the program itself: log, configuration, event loop, and what libraries open.
constexpr std::size_t own_files = 64;
/// A port at random is soon found while no more than half of them are in use.
constexpr std::size_t most_ports = 32'000;
constexpr std::size_t least_upstream = 16;

}  // namespace

Places divide_open_files(std::size_t open_files, std::size_t addresses,
                         const ResolveConfig& config) {
  const std::size_t threads = std::max(1U, config.threads);
  const std::size_t listeners = std::max<std::size_t>(1, threads * addresses);
  const std::size_t kept = own_files + 2 * listeners + 8 * threads;
  const std::size_t rest = open_files > kept ? open_files - kept : 0;
  Places places;
  places.tcp = std::clamp<std::size_t>(rest / 4 / listeners, 1, config.tcp.bounds.connections);
  const std::size_t in_tcp = places.tcp * listeners;
  const std::size_t left = rest > in_tcp ? rest - in_tcp : 0;
  places.upstream = std::min({left, most_ports, config.max_upstream * threads}) / threads;
  places.upstream = std::max(places.upstream, std::min(least_upstream, config.max_upstream));
  return places;
}

}  // namespace vouch::resolver
