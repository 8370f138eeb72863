// The configuration of `vouch resolve`: the section [resolver] of its TOML file. Plain structs;
// reading checks every value, and knows every key (daemon/config).
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "net/clients/address_prefix.hpp"
#include "net/tcp_server.hpp"
#include "resolver/engine/memory/memory.hpp"

namespace vouch::resolver {

/// Addresses that may ask: those whose first `bits` are the same.
using net::AddressPrefix;

struct ResolveConfig {
  std::vector<net::SocketAddress> listen;
  unsigned threads = 1;  ///< each with a cache of its own
  std::string user;      ///< whom to become once the sockets are open; nobody else where empty
  std::vector<AddressPrefix> allow;  ///< who may ask
  Settings settings;
  Delegation hints;
  AnchorStore anchors;
  NegativeAnchors negative_anchors;
  std::optional<Timestamp> validation_time;  ///< a fixed clock for signatures
  std::uint16_t udp_size = 1232;             ///< octets of the largest reply by UDP (RFC 9715)
  bool minimal_any = true;                   ///< one RRset by UDP for ANY (RFC 8482)
  /// At a time, a thread: queries of clients, and of one block of their addresses (a /24 or /56).
  std::size_t max_queries = 10'000;
  std::size_t max_per_block = std::numeric_limits<std::size_t>::max();
  /// At a time, a thread: queries to servers, for one zone, and to one server.
  std::size_t max_upstream = 10'000;
  std::size_t max_per_zone = std::numeric_limits<std::size_t>::max();
  std::size_t max_per_server = std::numeric_limits<std::size_t>::max();
  net::TcpServerOptions tcp;
};

/// Reads a configuration file, and the files that it names, relative to its folder. `now` begins
/// the time of negative trust anchors. Errors: file_failure, bad_usage, and those of the files.
Result<ResolveConfig> read_config(const std::string& path, Timestamp now);

/// The same from a text; `source` names it in errors and says where relative file names start.
Result<ResolveConfig> parse_config(std::string_view text, const std::string& source, Timestamp now);

/// What a configuration without a word says: this machine may ask, at `listen`; built-in root hints
/// and trust anchors.
ResolveConfig default_config(std::vector<net::SocketAddress> listen);

/// Has resolvers asked for everything instead of the name servers.
void set_forwarders(ResolveConfig& config, const std::vector<net::SocketAddress>& forwarders);

}  // namespace vouch::resolver
