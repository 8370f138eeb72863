// Fetch: the response to one question from the servers of the zone that it belongs to, found by
// following referrals (RFC 1034 section 5.3.3, RFC 9156), as a step machine.
//
// Follows no alias and believes nothing: the response is evidence. Whether the response to the
// question itself is known already, its owner has looked up before.
#pragma once

#include <map>
#include <set>
#include <variant>

#include "resolver/engine/budget.hpp"
#include "resolver/engine/memory/memory.hpp"
#include "resolver/engine/servers/name_minimiser.hpp"

namespace vouch::resolver {

/// A query to send. Its answer comes by on_reply(), or on_failure() says that none comes.
struct ServerQuery {
  ServerAddress server;
  Question question;
  bool edns = true;
  bool recursive = false;  ///< to a forwarder: RD and CD set (RFC 6840 section 5.9)
  bool over_tcp = false;   ///< at once, not only where UDP brings a cut answer
  std::uint64_t timeout_ms = 0;
};

/// The servers of the root, or a name server's address, to be found first.
struct AddressNeed {
  Question question;
};

using FetchStep = std::variant<ServerQuery, AddressNeed, Evidence>;

class Fetch {
 public:
  /// `depth`: how many fetches wait for this one. Addresses in `avoided` gave a bad answer before:
  /// they are asked only where there is no other, once, over TCP (RFC 4035 section 4.7).
  Fetch(Question question, Memory& memory, QueryBudget& budget, std::size_t depth,
        std::set<ServerAddress> avoided = {});

  FetchStep start(Moment now);
  FetchStep on_reply(const Message& reply, Moment now);
  FetchStep on_failure(FetchFailure failure, Moment now);
  /// What the last AddressNeed found out.
  FetchStep on_addresses(const Evidence& found, Moment now);

  const Question& question() const { return question_; }
  /// Who gave the evidence.
  const std::optional<ServerAddress>& server() const { return asked_; }

 private:
  struct Candidate {
    ServerAddress address;
    Name name;
  };

  FetchStep begin_at_closest_zone(Moment now);
  void enter(const Delegation& delegation);
  FetchStep next(Moment now);
  std::optional<Candidate> choose(bool among_avoided, Moment now) const;
  FetchStep ask(const Candidate& candidate, bool over_tcp, Moment now);
  bool retry_lost();
  void skip_known_parts(Moment now);
  enum class Missing : bool { address, working_address };
  bool is_missing(const NameServer& server, Missing missing) const;
  std::optional<FetchStep> look_for_address(Missing missing, Moment now);
  FetchStep refused(bool is_whole, Moment now);
  FetchStep follow(Delegation delegation, const Message& reply, Moment now);
  Evidence fail(FetchFailure failure, Moment now);
  void keep_root_servers(const Message& reply, Moment now);
  void keep_referral(const Delegation& delegation, const Message& reply, Moment now);
  Evidence evidence_of(const Message& reply, const Question& question) const;

  Question question_;
  Memory& memory_;
  QueryBudget& budget_;
  std::size_t depth_;
  std::set<ServerAddress> avoided_;
  NameMinimiser minimiser_;
  Name zone_;
  std::vector<NameServer> servers_;
  std::set<ServerAddress> tried_;
  std::map<ServerAddress, unsigned> lost_;  ///< queries without an answer in time
  std::set<ServerAddress> without_edns_;    ///< refused EDNS for this question
  std::set<std::pair<Name, RRType>> addresses_sought_;
  std::vector<Name> zones_;  ///< cuts on the way
  std::optional<ServerAddress> asked_;
  Name asked_name_;
  Question sent_;
  bool sent_edns_ = true;
  std::uint64_t sent_ms_ = 0;
  unsigned referrals_ = 0;
  bool is_priming_ = false;
  FetchFailure failure_ = FetchFailure::unreachable;
};

}  // namespace vouch::resolver
