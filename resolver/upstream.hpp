// Upstream: the queries to servers of one worker. Equal ones are sent once, and whoever asks while
// one is under way waits for it (RFC 5452 section 5). For this folder only.
//
// Sent again is what had no answer in the time of who asks, three times in the air at most; any of
// the answers is everybody's. No zone and no server has more queries under way than its share
// (FairShare), so that one that does not answer takes no places from the others. What goes out is
// guarded (GuardedQuery), and asked once more where a server does not bear that. Decides nothing
// else about servers.
#pragma once

#include <list>
#include <map>

#include "net/query_client.hpp"
#include "resolver/engine/fair_share.hpp"
#include "resolver/engine/fetch.hpp"
#include "resolver/engine/servers/guarded_query.hpp"

namespace vouch::resolver {

/// Of queries under way at a time.
struct UpstreamBounds {
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::size_t queries = 10'000;
  std::size_t per_zone = none;  ///< besides its fair share
  std::size_t per_server = none;
};

/// In its loop's thread; the loop must outlive it.
class Upstream {
 public:
  /// What came of a query: a reply, a failure, or it was not sent.
  struct Outcome {
    OctetView reply;  ///< as long as the handler runs
    FetchFailure failure = FetchFailure::none;
    std::optional<Busy> busy = {};
    Told told = Told::sender;
  };
  /// Called once, never from within ask().
  using Handler = std::function<void(const Outcome&)>;

  struct Ticket {
    std::uint64_t id = 0;
    std::uint64_t patience_ms = 0;  ///< until what was sent is late
    Told told = Told::sender;       ///< whether this asker had it sent
  };

  explicit Upstream(net::EventLoop& loop, const UpstreamBounds& bounds = {})
      : loop_(loop),
        zones_(bounds.queries, bounds.per_zone),
        servers_(bounds.queries, bounds.per_server),
        client_(loop, bounds.queries) {}

  /// Sends the query, or joins one that is equal in all but the times. Who shares a memory shares
  /// queries, and finds there what is under way.
  Ticket ask(const ServerQuery& query, const std::shared_ptr<Memory>& memory, Handler handler);

  /// Its handler is not called any more. A query that nobody waits for is given up. Without effect
  /// where the handler has been called.
  void leave(std::uint64_t ticket);

  /// Messages that may be answered.
  std::size_t in_flight() const { return client_.in_flight(); }

 private:
  struct Key {
    const Memory* memory;
    ServerAddress server;
    QuestionKey question;
    bool edns;
    bool recursive;
    bool over_tcp;
  };
  struct KeyLess {
    bool operator()(const Key& left, const Key& right) const;
  };
  /// A message, and what it is sent as where the server does not bear it so.
  struct Sending {
    GuardedQuery guarded;
    ServerQuery query;
    std::uint64_t sender = 0;  ///< ticket
    std::uint64_t ms = 0;
    net::QueryId id = {};

    std::uint64_t until_ms() const { return ms + query.timeout_ms; }
  };
  using Sendings = std::list<Sending>;
  struct Shared {
    std::shared_ptr<Memory> memory;
    Sendings sendings = {};                   ///< at least one, the latest last
    std::vector<std::uint64_t> waiting = {};  ///< tickets
  };
  using Queries = std::map<Key, Shared, KeyLess>;
  struct Waiter {
    Handler handler;
    Queries::iterator place;  ///< the end where the query was not sent
  };

  std::optional<Busy> busy_with(const ServerQuery& query) const;
  void refuse(std::uint64_t ticket, Busy busy);
  void start(const ServerQuery& query, Queries::iterator place, std::uint64_t ticket,
             std::uint64_t now_ms);
  void send(Queries::iterator place, Sendings::iterator sending);
  void on_result(Queries::iterator place, Sendings::iterator sending, Result<net::Reply> result);
  void end(Shared& shared, Sendings::iterator sending);
  void tell(std::vector<std::uint64_t> waiting, std::uint64_t sender, Outcome outcome);

  net::EventLoop& loop_;
  Queries queries_;
  std::map<std::uint64_t, Waiter> waiters_;  ///< by ticket
  std::uint64_t last_ticket_ = 0;
  FairShare<Name> zones_;
  FairShare<ServerAddress> servers_;
  net::QueryClient client_;  ///< last, so that its handlers end before what they use
};

}  // namespace vouch::resolver
