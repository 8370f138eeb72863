// ServerMemory: what is known about servers from asking them: how fast they answer, whether they
// fail now, whether they know EDNS, for which zones they are held down, and which families of
// addresses this machine has a route for.
//
// A failure is forgotten soon: a server that was out of reach is tried again after seconds, not
// days, however often it failed. One thread.
#pragma once

#include "resolver/engine/servers/hold_down.hpp"

namespace vouch::resolver {

class ServerMemory {
 public:
  /// What each server takes, about, with a zone that it is held down for.
  static constexpr std::size_t octets_each = 600;

  /// About so many servers; the least recently used of more are forgotten.
  explicit ServerMemory(std::size_t max_servers = 20'000);

  /// Milliseconds to wait for an answer before something else is done: from a mean and a deviation,
  /// doubled for each of the `tries` before, as TCP does (RFC 6298).
  std::uint64_t timeout_ms(const ServerAddress& server, std::uint64_t unknown_ms,
                           unsigned tries = 0);
  /// How well the server is thought of for the zone: expected milliseconds, more while it fails or
  /// is held down.
  std::uint64_t price_ms(const ServerAddress& server, NameView zone, std::uint64_t now_ms);
  bool knows_edns(const ServerAddress& server, std::uint64_t now_ms);
  /// Whether it has answered lately.
  bool is_alive(const ServerAddress& server, std::uint64_t now_ms);

  void note_answer(const ServerAddress& server, std::uint64_t took_ms, std::uint64_t now_ms);
  void note_failure(const ServerAddress& server, std::uint64_t now_ms);
  /// It answered without EDNS what it had refused with EDNS. Once may be chance: it is believed the
  /// second time.
  void note_no_edns(const ServerAddress& server, std::uint64_t now_ms);
  void note_edns(const ServerAddress& server);

  /// This machine has no route to addresses of the server's family. Believed for a few seconds:
  /// finding out again costs no packet.
  void note_no_route(const ServerAddress& server, std::uint64_t now_ms);
  bool has_route(const ServerAddress& server, std::uint64_t now_ms) const;

  HoldDown holds;

 private:
  struct Known {
    std::uint64_t mean_ms = 0;
    std::uint64_t deviation_ms = 0;
    std::uint64_t answered_ms = 0;
    unsigned failures = 0;  ///< since the last answer
    std::uint64_t failed_until_ms = 0;
    unsigned edns_refusals = 0;  ///< in a row
    std::uint64_t no_edns_until_ms = 0;
  };

  Known* find(const ServerAddress& server) { return servers_.find(server, 0); }
  Known& known(const ServerAddress& server);

  BoundedCache<ServerAddress, Known, std::less<>> servers_;
  std::uint64_t no_v4_until_ms_ = 0;
  std::uint64_t no_v6_until_ms_ = 0;
};

}  // namespace vouch::resolver
