// Internet: the zones of a SignedWorld, each on servers of its own, and a resolver's memory and
// clock: everything that a resolution meets, in memory.
#pragma once

#include <gtest/gtest.h>

#include "resolver/engine/resolution.hpp"
#include "tests/support/signed_world.hpp"

namespace vouch::resolver {

using testing::name_of;
using testing::SignedWorld;
using testing::world_time;
using testing::WorldZone;

class Internet {
 public:
  /// Hints and trust anchors are those of the world's root.
  explicit Internet(std::vector<WorldZone> zones, Settings settings = {});

  /// Resolves; every reply takes 10 ms or what `delays` says, every time-out what was allowed.
  Answer ask(const std::string& name, RRType type, bool checking_disabled = false);
  /// As a client gets it.
  Message reply(const std::string& name, RRType type, bool checking_disabled = false);

  /// The address of the zone's server; 0.0.0.0, which nobody asks, where its own name is none.
  ServerAddress server(const std::string& zone) const;
  void wait(std::uint64_t seconds) { now_.ms += seconds * 1000; }
  std::uint64_t now_ms() const { return now_.ms; }

  SignedWorld world;
  Memory memory;
  /// Sees each query and may answer it in the server's place: true.
  std::function<bool(const ServerQuery&, Message& reply)> answers;
  /// Changes replies on the way.
  std::function<void(const ServerQuery&, Message& reply)> tamper;
  /// Makes queries fail.
  std::function<FetchFailure(const ServerQuery&)> fails;
  /// Milliseconds until the reply; it comes late where that is more than the time-out.
  std::function<std::uint64_t(const ServerQuery&)> delays;
  /// What was sent, in order.
  std::vector<ServerQuery> sent;

 private:
  /// What is going to happen.
  struct Event {
    std::uint64_t ms = 0;
    ServerQuery query;
    FetchFailure failure = FetchFailure::none;
    bool is_pause = false;
  };

  void send(const ServerQuery& query);
  void wait_for(std::uint64_t ms, Event event);
  std::optional<Resolution::Output> happen(Resolution& resolution, const Event& event);
  Message serve(const ServerQuery& query) const;

  std::vector<std::string> apexes_;
  Moment now_{world_time, 1000};
  std::vector<Event> events_;
};

/// `name TYPE`, for looking at what was sent.
std::vector<std::string> questions(const std::vector<ServerQuery>& sent);

}  // namespace vouch::resolver
