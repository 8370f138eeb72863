// FetchRound: the servers of one zone as one fetch asks them: who is next, by which way, and who
// has been asked often enough (RFC 1035 section 7.2, RFC 9520 section 3.1: three queries by UDP).
//
// Every server is asked once before one is asked again. Sends nothing. For Fetch only.
#pragma once

#include <map>
#include <set>

#include "resolver/engine/memory/memory.hpp"

namespace vouch::resolver {

struct Candidate {
  ServerAddress address;
  Name name;
  bool over_tcp = false;
  bool is_probe =
      false;  ///< to be asked for the zone's SOA, and for nothing else before it answers
};

class FetchRound {
 public:
  /// Addresses in `avoided` gave a bad answer before.
  FetchRound(Memory& memory, std::set<ServerAddress> avoided)
      : memory_(memory), avoided_(std::move(avoided)) {}

  void enter(const Name& zone, std::vector<NameServer> servers);
  const Name& zone() const { return zone_; }
  const std::vector<NameServer>& servers() const { return servers_; }
  bool avoids_some() const { return !avoided_.empty(); }

  /// Adds addresses of a name server, as many as came with the delegation at most.
  void add_addresses(const Evidence& found);
  /// Adds name servers that are not there yet, and addresses of those that are.
  void add_servers(const std::vector<NameServer>& more);

  enum class Among : std::uint8_t {
    fresh,    ///< not asked yet
    lost,     ///< asked in vain, and not too often
    avoided,  ///< as a last resort
  };
  /// The best of them that may be asked the question now.
  std::optional<Candidate> choose(Among among, const Question& question, Moment now);
  bool has_lost(Moment now);

  /// Whether the machine can send to it at all.
  bool is_usable(const ServerAddress& address, Moment now) const;
  /// Whether nothing is to be hoped for from it any more.
  bool is_spent(const ServerAddress& address, Moment now);
  /// Whether somebody else finds out now, by a probe, whether one of them is back.
  bool waits_for_probe(Moment now);

  /// Milliseconds until something else is done, if there is no answer.
  std::uint64_t patience_ms(const Candidate& candidate) const;
  void note_sent(const Candidate& candidate);
  /// It answered, and may be asked for something else.
  void note_answer(const ServerAddress& address) { tries_.erase(address); }
  /// The probe was answered; how often it was asked for other things still counts.
  void note_probe_answer(const ServerAddress& address) { tries_[address].probes = 0; }
  /// It is not asked again in this zone.
  void put_out(const ServerAddress& address) { tries_[address].is_out = true; }
  /// Nor are those which gave a bad answer before: they said the same.
  void put_out_avoided();

 private:
  struct Tries {
    unsigned udp = 0;
    unsigned tcp = 0;
    unsigned probes = 0;
    bool is_out = false;

    unsigned all() const { return udp + tcp + probes; }
  };

  Tries tries_of(const ServerAddress& address) const;
  /// How the address may be asked now, or nothing.
  std::optional<Candidate> way_to(const NameServer& server, const ServerAddress& address,
                                  Among among, Moment now);
  bool has_tries_left(const ServerAddress& address, Moment now);
  template <typename Predicate>
  bool any_address(Predicate holds) const;

  Memory& memory_;
  std::set<ServerAddress> avoided_;
  Name zone_;
  std::vector<NameServer> servers_;
  std::map<ServerAddress, Tries> tries_;
};

}  // namespace vouch::resolver
