// Delegation: the name servers of a zone as its parent names them, with the addresses that came
// along (RFC 1034 section 4.2.1); and the closest one that is known to a name.
//
// What the parent says is kept, and no longer than it says: a child can't keep itself alive after
// its parent has let it go. What the child says of its own servers goes and stays with that, for
// when none of the parent's answers (RFC 2181 section 5.4.1, RFC 9520 section 3.3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "resolver/engine/bounded_cache.hpp"
#include "resolver/engine/servers/server_address.hpp"
#include "vouch/message/message.hpp"

namespace vouch::resolver {

struct NameServer {
  Name name;
  std::vector<ServerAddress> addresses;  ///< glue; may be empty

  friend bool operator==(const NameServer&, const NameServer&) = default;
};

struct Delegation {
  Name zone;
  std::vector<NameServer> servers;
  std::uint32_t ttl = 0;  ///< seconds

  friend bool operator==(const Delegation&, const Delegation&) = default;
};

std::size_t held(const NameServer& server);
std::size_t held(const Delegation& delegation);

/// More name servers or addresses of one are not looked at (RFC 9520, NXNS attacks).
constexpr std::size_t max_name_servers = 20;
constexpr std::size_t max_server_addresses = 8;

/// The address in the RDATA of A or AAAA; nothing for another type, and for addresses that no
/// server has: unspecified, multicast, broadcast (RFC 1122 section 3.2.1.3).
std::optional<ServerAddress> server_address(RRType type, OctetView rdata, std::uint16_t port);

/// The delegation that a referral from the servers of `parent` makes towards `name`: NS records of
/// one owner below the parent, at or above the name. Addresses count only where they are of those
/// name servers and at or below `parent` (RFC 2181 section 5.4.1). Nothing where the message is no
/// such referral.
std::optional<Delegation> read_referral(const Message& message, NameView parent, NameView name,
                                        std::uint16_t port);

/// The servers of the root from hints or from a priming response: NS of the root and addresses (RFC
/// 8109, RFC 9609). Nothing where there is no server with an address.
std::optional<Delegation> read_root_servers(std::span<const Record> records, std::uint16_t port);

/// The name servers of the zone that one of them names itself in a response, with addresses at or
/// below the zone; empty where it names none.
std::vector<NameServer> read_own_servers(const Message& message, NameView zone, std::uint16_t port);

class DelegationCache {
 public:
  explicit DelegationCache(std::size_t max_octets) : cache_(max_octets) {}

  void store(const Delegation& delegation, std::uint64_t now_ms);
  /// The delegation of the closest zone at or above the name; null where none is known.
  const Delegation* closest(NameView name, std::uint64_t now_ms);
  /// The zones at or above the name that are known, from the top.
  std::vector<Name> zones_above(NameView name, std::uint64_t now_ms);
  const Delegation* find(NameView zone, std::uint64_t now_ms);

  /// Whether nothing is known yet of what the zone says itself, but its delegation is.
  bool wants_own_servers(NameView zone, std::uint64_t now_ms);
  void store_own_servers(NameView zone, std::vector<NameServer> servers, std::uint64_t now_ms);
  /// What the zone said itself; empty where nothing is known.
  std::vector<NameServer> own_servers(NameView zone, std::uint64_t now_ms);
  void take(DelegationCache& other) { cache_.take(other.cache_); }
  void clear() { cache_.clear(); }
  std::size_t octets() const { return cache_.octets(); }

 private:
  struct Entry {
    Delegation delegation;  ///< as the parent says
    std::optional<std::vector<NameServer>> own = {};
    std::uint64_t expires_ms = 0;
  };

  void put(Entry entry);

  BoundedCache<Name, Entry, NameLess> cache_;
};

}  // namespace vouch::resolver
