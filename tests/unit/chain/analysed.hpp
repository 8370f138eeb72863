// A recording made in memory: every question is asked of the servers of a SignedWorld.
#pragma once

#include "chain/draw/draw.hpp"
#include "tests/support/signed_world.hpp"

namespace vouch::chain {

using testing::name_of;
using testing::SignedWorld;
using testing::WorldZone;

inline WorldZone example_zone() {
  WorldZone zone{"example.test."};
  zone.text = "www A 192.0.2.1\nalias CNAME www.other.test.\n*.wild A 192.0.2.2\n";
  return zone;
}

/// Worlds differ in `example.test.`; beside it are `other.test.`, signed, and `plain.test.`, not.
class Analysed {
 public:
  explicit Analysed(WorldZone example = example_zone()) : world(zones(std::move(example))) {}

  Assessment assess(const std::string& name, RRType type = RRType::A) {
    recording = {testing::world_time, {name_of(name), type, RRClass::IN}, {}};
    AssessOptions options;
    options.anchors = world.anchors;
    options.at = testing::world_time;
    return chain::assess(recording, recording.question, options,
                         [this](const Question& question) { collect(question); });
  }

  SignedWorld world;
  Recording recording;
  /// The servers that answer, all alike but for what `tamper_at` does.
  std::vector<std::string> servers{"192.0.2.1#53"};
  std::function<void(const std::string& server, const Question&, Message&)> tamper_at;

 private:
  static std::vector<WorldZone> zones(WorldZone example) {
    WorldZone other{"other.test."};
    other.text = "www A 192.0.2.9\n";
    WorldZone plain{"plain.test."};
    plain.is_signed = false;
    plain.text = "www A 192.0.2.10\n";
    return {WorldZone{"test."}, std::move(example), other, plain};
  }
  void collect(const Question& question) {
    for (const std::string& server : servers) {
      Exchange exchange{question, Name(), server};
      exchange.server_name = "ns.test.";
      Message reply = world.reply(question);
      if (tamper_at) tamper_at(server, question, reply);
      exchange.message = reply.write();
      recording.exchanges.push_back(std::move(exchange));
    }
  }
};

}  // namespace vouch::chain
