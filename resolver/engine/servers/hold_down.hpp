// HoldDown: which servers are left alone for a zone because they do not answer for it or refuse to,
// for how long, and who may try again (RFC 9520 section 3.2, RFC 4697 section 2.1).
//
// Questions raise no more than a suspicion: whoever chooses them can choose such as a server drops.
// What condemns is the probe, a query for the zone's own SOA, the same for everybody; and it
// condemns for that one zone, whatever other zones the server has. While a probe is under way there
// is no second one, and one good answer ends everything. One thread.
#pragma once

#include "resolver/engine/bounded_cache.hpp"
#include "resolver/engine/servers/server_address.hpp"
#include "vouch/name/name.hpp"

namespace vouch::resolver {

enum class Standing : std::uint8_t {
  good,
  suspected,  ///< to be probed before it is asked
  held,       ///< not to be asked
  due,        ///< was held, and is to be probed by one
};

class HoldDown {
 public:
  /// About so many pairs of server and zone; the least recently used of more are forgotten.
  explicit HoldDown(std::size_t max_pairs = 20'000);

  Standing standing(const ServerAddress& server, NameView zone, std::uint64_t now_ms);
  /// Whether somebody's probe is under way.
  bool is_probed(const ServerAddress& server, NameView zone, std::uint64_t now_ms);
  /// A probe is under way, and nobody sends another before `until_ms`.
  void begin_probe(const ServerAddress& server, NameView zone, std::uint64_t until_ms,
                   std::uint64_t now_ms);

  /// A question had no answer in time; the third in a row raises the suspicion.
  void note_lost(const ServerAddress& server, NameView zone, std::uint64_t now_ms);
  /// It can't be reached, or refuses to answer for the zone.
  void note_refusal(const ServerAddress& server, NameView zone, std::uint64_t now_ms);
  /// A probe had no answer in time; the second in a row holds the server down.
  void note_probe_lost(const ServerAddress& server, NameView zone, std::uint64_t now_ms);
  /// A probe was refused.
  void note_probe_refused(const ServerAddress& server, NameView zone, std::uint64_t now_ms);
  void note_answer(const ServerAddress& server, NameView zone);

 private:
  struct Record {
    unsigned lost = 0;           ///< questions in a row
    unsigned probes_failed = 0;  ///< in a row
    std::uint64_t held_until_ms = 0;
    std::uint64_t probed_until_ms = 0;
  };
  struct Key {
    ServerAddress server;
    Name zone;
  };
  friend std::size_t held(const Key& key) { return resolver::held(key.zone); }
  struct Less {
    bool operator()(const Key& left, const Key& right) const {
      if (const auto order = left.server <=> right.server; order != 0) return order < 0;
      return NameLess()(left.zone, right.zone);
    }
  };

  Record* find(const ServerAddress& server, NameView zone, std::uint64_t now_ms);
  /// Puts the record with what `change` makes of it, to be forgotten a while after its last effect.
  template <typename Change>
  void update(const ServerAddress& server, NameView zone, std::uint64_t now_ms, Change change);
  void hold(const ServerAddress& server, NameView zone, unsigned failures, std::uint64_t now_ms);

  BoundedCache<Key, Record, Less> records_;
};

}  // namespace vouch::resolver
