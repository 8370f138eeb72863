// ServerMemory: what is known about servers from asking them: how fast they answer, whether they
// fail now, whether they know EDNS, for which zones they are lame (RFC 4697 section 2.1).
//
// A failure is forgotten soon: a server that was out of reach is tried again after seconds, not
// days, however often it failed. One thread.
#pragma once

#include <map>
#include <vector>

#include "resolver/engine/servers/server_address.hpp"
#include "vouch/name/name.hpp"

namespace vouch::resolver {

class ServerMemory {
 public:
  explicit ServerMemory(std::size_t max_servers = 20'000) : max_servers_(max_servers) {}

  /// Milliseconds to wait for an answer: from a mean and a deviation, as TCP does (RFC 6298).
  std::uint64_t timeout_ms(const ServerAddress& server, std::uint64_t unknown_ms) const;
  /// How well the server is thought of for the zone: expected milliseconds, more while it fails or
  /// is lame.
  std::uint64_t price_ms(const ServerAddress& server, NameView zone, std::uint64_t now_ms) const;
  bool knows_edns(const ServerAddress& server, std::uint64_t now_ms) const;

  void note_answer(const ServerAddress& server, std::uint64_t took_ms, std::uint64_t now_ms);
  void note_failure(const ServerAddress& server, std::uint64_t now_ms);
  /// It answered without EDNS what it had refused with EDNS. Once may be chance: it is believed the
  /// second time.
  void note_no_edns(const ServerAddress& server, std::uint64_t now_ms);
  void note_edns(const ServerAddress& server, std::uint64_t now_ms);
  /// It refuses to answer for the zone, or does not know it.
  void note_lame(const ServerAddress& server, NameView zone, std::uint64_t now_ms);

 private:
  struct Lame {
    Name zone;
    std::uint64_t until_ms;
  };
  struct Known {
    std::uint64_t mean_ms = 0;
    std::uint64_t deviation_ms = 0;
    unsigned failures = 0;  ///< since the last answer
    std::uint64_t failed_until_ms = 0;
    unsigned edns_refusals = 0;  ///< in a row
    std::uint64_t no_edns_until_ms = 0;
    std::vector<Lame> lame = {};
    std::uint64_t used_ms = 0;
  };

  Known& known(const ServerAddress& server, std::uint64_t now_ms);
  const Known* find(const ServerAddress& server) const;

  std::size_t max_servers_;
  std::map<ServerAddress, Known> servers_;
};

}  // namespace vouch::resolver
