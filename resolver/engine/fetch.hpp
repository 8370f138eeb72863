// Fetch: the response to one question from the servers of the zone that it belongs to, found by
// following referrals (RFC 1034 section 5.3.3, RFC 9156), as a step machine.
//
// Follows no alias and believes nothing: the response is evidence. Whether the response to the
// question itself is known already, its owner has looked up before.
#pragma once

#include <variant>

#include "resolver/engine/budget.hpp"
#include "resolver/engine/fetch_round.hpp"
#include "resolver/engine/servers/name_minimiser.hpp"
#include "resolver/engine/servers/response_kind.hpp"

namespace vouch::resolver {

/// A query to send. Its answer comes by on_reply(), or on_failure() says that none came in time; an
/// answer that comes after that is welcome as well, so the query goes on to be listened to.
struct ServerQuery {
  std::uint64_t number = 0;  ///< by which on_reply() and on_failure() know it
  ServerAddress server;
  Question question;
  bool edns = true;
  bool recursive = false;        ///< to a forwarder: RD and CD set (RFC 6840 section 5.9)
  bool over_tcp = false;         ///< at once, not only where UDP brings a cut answer
  std::uint64_t timeout_ms = 0;  ///< until on_failure()
  std::uint64_t listen_ms = 0;   ///< until no answer is taken any more; not less than timeout_ms
  Name zone = {};                ///< whose server is asked; the root for forwarders
};

/// Whom an outcome is told: the fetch that had the query sent, or one that waited for the same. The
/// server's speed and failures are noted once.
enum class Told : bool { sender, joined };

/// Why a query was not sent: others have taken the places.
struct Busy {
  std::string with;             ///< `the zone example.`
  bool is_server_only = false;  ///< another server may still be asked
};

/// Nothing is to be sent now: answers that are late may come. on_pause_over() ends it.
struct Pause {
  std::uint64_t ms = 0;
};

/// The servers of the root, or a name server's address, to be found first.
struct AddressNeed {
  Question question;
};

using FetchStep = std::variant<ServerQuery, Pause, AddressNeed, Evidence>;

class Fetch {
 public:
  /// `depth`: how many fetches wait for this one. Addresses in `avoided` gave a bad answer before:
  /// they are asked only where there is no other, once, over TCP (RFC 4035 section 4.7).
  Fetch(Question question, Memory& memory, QueryBudget& budget, std::size_t depth,
        std::set<ServerAddress> avoided = {});

  FetchStep start(Moment now);
  /// Nothing is to be done where there is no step: what was said last is still under way.
  std::optional<FetchStep> on_reply(std::uint64_t number, const Message& reply, Moment now,
                                    Told told = Told::sender);
  std::optional<FetchStep> on_failure(std::uint64_t number, FetchFailure failure, Moment now,
                                      Told told = Told::sender);
  std::optional<FetchStep> on_busy(std::uint64_t number, const Busy& busy, Moment now);
  FetchStep on_pause_over(Moment now) { return next(now); }
  /// What the last AddressNeed found out.
  FetchStep on_addresses(const Evidence& found, Moment now);
  /// Whether an answer to the query is still of use.
  bool listens_to(std::uint64_t number) const;

  const Question& question() const { return question_; }
  /// Who gave the evidence.
  std::optional<ServerAddress> server() const;

 private:
  struct Sent {
    std::uint64_t number = 0;
    Candidate to;
    Question question;
    bool edns = true;
    std::uint64_t ms = 0;
    bool is_overdue = false;
    Told told = Told::sender;  ///< what came of it
  };

  FetchStep begin_at_closest_zone(Moment now);
  void enter(const Delegation& delegation);
  FetchStep next(Moment now);
  FetchStep ask(const Candidate& candidate, Moment now);
  FetchStep ask_avoided(Candidate candidate, Moment now);
  Question question_for(const Candidate& candidate) const;
  void skip_known_parts(Moment now);
  bool add_own_servers(Moment now);
  enum class Missing : bool { address, working_address };
  bool is_missing(const NameServer& server, Missing missing, Moment now);
  std::optional<FetchStep> look_for_address(Missing missing, Moment now);
  std::optional<Pause> pause(Moment now);

  std::optional<Sent> take(std::uint64_t number);
  void note_failure(const Sent& sent, FetchFailure failure, Moment now);
  /// False where the reply is of no use, and the server is treated accordingly.
  bool is_useful(const Sent& sent, const Message& reply, ResponseKind kind, Moment now);
  bool judge_probe(const Sent& sent, ResponseKind kind, Moment now);
  void set_aside(const Sent& sent);
  void note_refusal(const Sent& sent, Moment now);
  void note_edns(const Sent& sent, Moment now);
  FetchStep take_useful(const Sent& sent, const Message& reply, ResponseKind kind,
                        std::optional<Delegation> delegation, Moment now);
  FetchStep follow(Delegation delegation, const Message& reply, Moment now);
  Evidence fail(FetchFailure failure, Moment now);
  std::string text_of_server(Moment now) const;
  void keep_root_servers(const Message& reply, Moment now);
  void keep_own_servers(const Message& reply, Moment now);
  Evidence evidence_of(const Message& reply, const Question& question) const;

  Question question_;
  Memory& memory_;
  QueryBudget& budget_;
  std::size_t depth_;
  NameMinimiser minimiser_;
  FetchRound round_;
  std::vector<Sent> open_;     ///< whose answers are still of use
  std::uint64_t current_ = 0;  ///< the query that the next step waits for; 0 where there is none
  std::set<ServerAddress> without_edns_;  ///< refused EDNS for this question
  std::set<std::pair<Name, RRType>> addresses_sought_;
  std::vector<Name> zones_;         ///< cuts on the way
  std::optional<Candidate> asked_;  ///< who gave the last useful reply, or was asked last
  bool has_own_servers_ = false;
  unsigned referrals_ = 0;
  bool is_priming_ = false;
  FetchFailure failure_ = FetchFailure::unreachable;
};

}  // namespace vouch::resolver
