// A recording made in memory: every question is asked of the servers of a SignedWorld.
#pragma once

#include "chain/draw/draw.hpp"
#include "chain/engine/zones/zone_content.hpp"
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
    if (is_by_zone)
      options.probe = [this](const std::vector<Name>& zones) {
        for (const Name& zone : zones) {
          for (const Question& each : probe_questions(zone)) collect(each);
        }
      };
    return chain::assess(recording, recording.question, options,
                         [this](const Question& question) { collect(question); });
  }

  SignedWorld world;
  Recording recording;
  /// The servers that answer, all alike but for what `tamper_at` does.
  std::vector<std::string> servers{"192.0.2.1#53"};
  std::function<void(const std::string& server, const Question&, Message&)> tamper_at;
  /// Makes a server fail.
  std::function<FetchFailure(const std::string& server, const Question&)> fails_at;
  /// Authoritative servers were asked: exchanges have the zone, and replies AA.
  bool is_by_zone = false;

  /// The same recording looked at again, without more questions.
  Assessment replay(const std::string& name, RRType type = RRType::A) {
    AssessOptions options;
    options.anchors = world.anchors;
    options.at = testing::world_time;
    return chain::assess(recording, {name_of(name), type, RRClass::IN}, options,
                         [](const Question&) {});
  }

  static Name zone_of(const Question& question) {
    const Name place = question.type == RRType::DS ? question.name.parent() : question.name;
    for (const char* zone : {"example.test.", "other.test.", "plain.test.", "test."}) {
      if (place.is_at_or_below(name_of(zone))) return name_of(zone);
    }
    return Name();
  }

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
      if (is_by_zone) {
        exchange.zone = zone_of(question);
        reply.header.aa = true;
        reply.header.rd = false;
        reply.header.ra = false;
      }
      if (tamper_at) tamper_at(server, question, reply);
      if (fails_at) exchange.failure = fails_at(server, question);
      if (exchange.failure == FetchFailure::none) exchange.message = reply.write();
      recording.exchanges.push_back(std::move(exchange));
    }
  }
};

}  // namespace vouch::chain
